"""Tables of a Word file: those that only lay a paper out, and those that say something; merged cells."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..paper import MERGED_ABOVE as ABOVE
from ..paper import MERGED_LEFT as LEFT
from ..paper import written_arrow
from .annexes import is_label
from .head_lines import is_draft_mark
from .tail import is_of_signature
from .text import is_bullet, is_rule, row_of

Cell = list[str]  # its paragraphs

_NATION = re.compile(r"CỘNG H[ÒO][ÀA] XÃ HỘI CHỦ NGHĨA|Độc lập\s?[-–]\s?Tự do|ĐẢNG CỘNG SẢN VIỆT NAM", re.IGNORECASE)
_NUMBER = re.compile(r"Số\s?:?[\s\d._…]*[/-]", re.IGNORECASE)
_PLACE_DATE = re.compile(r"[^\n]{2,40}[,;]?\s+ngày\b.{0,40}\bnăm\b", re.IGNORECASE)
_RECIPIENTS = re.compile(r"\W{0,4}Nơi\s+(?:nhận|gửi)\s*:?(?:\W{0,4}$|\s*\n|:)", re.IGNORECASE)
_AUTHORITY = re.compile(r"\W{0,4}(?:TM|KT|TL|TUQ|Q)\s?\.\s?[A-ZĐ]")
_SUBJECT = re.compile(r"\W{0,4}V/v\b|\W{0,4}Về việc\b", re.IGNORECASE)
# “STT” or “TT” over rows that are counted.
_COUNT = re.compile(r"\W{0,4}(?:S(?:ố )?)?TT\W{0,4}", re.IGNORECASE)
MAX_SIGNING_COLUMNS, MAX_SIGNING_ROWS = 4, 8
MAX_LABEL_ROWS = 2


class GridCell(NamedTuple):
    """A cell where it stands: its paragraphs, how many columns it spans, and whether it goes on from the row above."""

    blocks: Cell
    span: int = 1
    goes_on: bool = False


def full_columns(rows: Sequence[Sequence[GridCell]]) -> int:
    """Return how many columns have any words: those that only keep a distance do not count."""
    filled = {at for row in rows for at, cell in enumerate(_spread(row)) if cell and cell not in {ABOVE, LEFT}}
    return len(filled)


def is_layout(rows: Sequence[Sequence[GridCell]]) -> bool:
    """Whether the table only puts side by side what a paper has at its head or its end, whatever its columns.

    Half of its cells at least must be of a head or an end, and no rows counted: an annex may show a quốc hiệu, a date
    or “TM. …” as an example, or name a column “Nơi nhận”.
    """
    columns = full_columns(rows)
    if columns <= 1:
        return True
    cells = [cell for row in rows for cell in _texts(row) if cell]
    lines = [line for cell in cells for line in cell.split("\n")]
    is_head = any(_NATION.search(cell) for cell in cells) or (
        any(_NUMBER.match(line) for line in lines) and any(_PLACE_DATE.match(line) for line in lines)
    )
    if len(rows) <= MAX_LABEL_ROWS and columns <= 2 and any(map(is_label, lines)):
        return True  # a body beside the label of an annex
    is_end = columns <= MAX_SIGNING_COLUMNS and len(rows) <= MAX_SIGNING_ROWS
    is_end = is_end and (any(map(_signs, lines)) or _has_recipients(cells, lines))
    if not (is_head or is_end) or _counts(rows):
        return False
    return 2 * sum(map(_is_of_head_or_end, cells)) >= len(cells)


def _has_recipients(cells: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether one of the cells is a nơi nhận: one that says only this, without a colon, may name a column."""
    labels = [cell for cell in cells if _RECIPIENTS.match(cell)]
    return any(":" in cell or "\n" in cell for cell in labels) or (bool(labels) and any(map(is_bullet, lines)))


def _texts(row: Sequence[GridCell]) -> list[str]:
    return [
        "\n".join(line.strip() for block in cell.blocks for line in _bare(block).split("\n") if line.strip())
        for cell in row
    ]


def _counts(rows: Sequence[Sequence[GridCell]]) -> bool:
    """Whether the rows are counted: under “STT”, or 1, 2, … at their heads."""
    first = [next(iter(_texts(row)), "") for row in rows]
    if any(_COUNT.fullmatch(cell) for cell in first[:3]):
        return True
    numbers = [int(cell.rstrip(".")) for cell in first if re.fullmatch(r"\d{1,3}\.?", cell)]
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def _is_of_head_or_end(cell: str) -> bool:
    """Whether the cell begins as a part of a head or an end does, or most of its lines are such."""
    lines = cell.split("\n")
    if _RECIPIENTS.match(cell) or _is_line_of_head_or_end(lines[0]):
        return True
    return 2 * sum(map(_is_line_of_head_or_end, lines)) >= len(lines)


def _is_line_of_head_or_end(line: str) -> bool:
    if line.isupper() or is_rule(line) or is_bullet(line) or is_draft_mark(line):
        return True
    if _NATION.search(line) or _NUMBER.match(line) or _PLACE_DATE.match(line) or _SUBJECT.match(line):
        return True
    return is_of_signature(line)


def _signs(line: str) -> bool:
    return bool(_AUTHORITY.match(line)) and line.isupper()


def _bare(block: str) -> str:
    return block.replace("*", "").strip()


def lines_of(rows: Sequence[Sequence[GridCell]]) -> str:
    """Return a table of content as lines of text, `| 1 | Tên |`; empty rows and columns that stand last are left out."""
    spread = [row for row in map(_spread, rows) if any(cell not in {"", LEFT} for cell in row)]
    width = max((at + 1 for row in spread for at, cell in enumerate(row) if cell not in {"", LEFT}), default=0)
    filled = ((row + [""] * width)[:width] for row in spread)
    return "\n".join(row_of(cell.replace("|", "\\|") for cell in row) for row in filled)


def _spread(row: Sequence[GridCell]) -> list[str]:
    """Return the words of each place of the grid."""
    spread: list[str] = []
    for cell in row:
        words = ABOVE if cell.goes_on else written_arrow(" ".join(" ".join(cell.blocks).split()))
        spread += [words, *[LEFT] * (cell.span - 1)]
    return spread
