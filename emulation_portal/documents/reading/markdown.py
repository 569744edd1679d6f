"""Forms of Markdown that programs write where a paper has none of its own: frames of a head, rules, emphasis."""

import re
from collections.abc import Iterator, Sequence

from ..paper import MERGED_LEFT
from .head_lines import looks_like_place_date, read_number_line
from .pasted_tables import MAX_CELLS
from .tail import LABEL, begins_signature, signature_on_a_line
from .text import NATION, is_table, plain, row_of

_FRAME = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")  # |---|:---:|
_RULE = re.compile(r"-{3,}|\*{3,}|_{3,}")
_EMPHASIS = re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^_\n]*[^\s_])\1(?!\w)")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_CELL_END = re.compile(r"(?<!\\)\|")


def without_forms(text: str) -> str:
    """Return the text of a Markdown file as a paper writes it.

    Lines that only draw a frame or a rule say nothing. A frame around the head or the end of a paper is opened: what
    stood in its cells stands on lines of its own. Of a row that names a group, the empty cells belong to the name.
    """
    written: list[str] = []
    rows: list[str] = []
    for line in [*text.split("\n"), ""]:
        words = line.strip()
        if is_table(words) or (rows and _FRAME.fullmatch(words)):
            rows.append(words)
            continue
        written.extend(_opened(rows))
        rows = []
        if not _RULE.fullmatch(words):
            written.append(_EMPHASIS.sub(_with_stars, line) if _EMPHASIS.fullmatch(words) else line)
    return "\n".join(written[:-1])


def _with_stars(found: re.Match[str]) -> str:
    stars = "*" * len(found[1])
    return f"{stars}{found[2]}{stars}"


def _opened(rows: Sequence[str]) -> Iterator[str]:
    cells = [[cell.strip() for cell in _CELL_END.split(row[1:-1])] for row in rows if not _FRAME.fullmatch(row)]
    if any(_is_layout(cell) for row in cells for cell in row):
        for row in cells:
            for cell in row:
                yield from _lines(cell)
                yield ""
        return
    width = max(map(len, cells), default=0)
    if width * len(cells) > MAX_CELLS:
        yield from rows
        return
    for row in cells:
        is_group = len(cells) > 1 and bool(row[0]) and not any(row[1:]) and width > 1
        yield row_of([row[0], *[MERGED_LEFT] * (width - 1)] if is_group else row)


def _is_layout(cell: str) -> bool:
    """Whether the cell holds what stands at the head or the end of a paper."""
    lines = [plain(line) for line in _BREAK.split(cell)]
    return any(
        bool(NATION.match(line)) or read_number_line(line) or looks_like_place_date(line) or LABEL.match(line)
        for line in lines
    )


def _lines(cell: str) -> Iterator[str]:
    for line in filter(None, _BREAK.split(cell)):
        words = _EMPHASIS.sub(_with_stars, line)
        yield from signature_on_a_line(words) if begins_signature(plain(words)) else [words]
