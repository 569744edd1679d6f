"""A table as lines of text: what a paste from Excel or Word is, and what one can type."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import chain, takewhile

from emulation_portal.core.cleaning import clean_line
from emulation_portal.core.errors import DomainError
from emulation_portal.core.numbering import grouped
from emulation_portal.documents.paper import written_arrow
from emulation_portal.documents.paper_limits import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_TABLE_CHARACTERS,
    MAX_TABLE_ROWS,
)
from emulation_portal.documents.reading import row_of

# As long as the text of the largest table may be when it is shown again: its strokes, and a sign before its own ones.
MAX_TABLE_SOURCE = 2 * MAX_TABLE_CHARACTERS + MAX_TABLE_ROWS * (3 * MAX_COLUMNS + 2)
_RULE = re.compile(r"\s*\|?(?:\s*:?-{3,}:?\s*\|)+\s*(?::?-{3,}:?\s*)?")  # under the head of a table in Markdown
_STROKE = re.compile(r"(?<!\\)\|")
# A quote that begins a cell, and the rest of the cell if the quote is closed at its end before the next tab.
_QUOTED = re.compile(r'(?:\A|(?<=[\t\n]))"((?:[^"\t]|"")*+"(?=[\t\n]|\Z))?')
_TYPED_QUOTE = "\0"  # stands for a quote that quotes nothing; forms let no NUL in


class TableTextError(DomainError):
    """The lines make no table."""


def rows_of_text(text: str) -> list[list[str]]:
    """Return the cells of each line, the first being the head; short lines are filled up with empty cells.

    Cells are parted by tabs, where an arrow is an arrow, or by `|` where no line has a tab; where every line begins with one they are a frame, and
    `\\|` is a stroke within a cell. A line break within a cell, which Excel puts in quotes, is printed as a space.
    Raises TableTextError.
    """
    text = text.replace("\r\n", "\n")
    shown, pasted = _shown_before(text)
    parted = chain(shown, _by_tabs(pasted) if "\t" in pasted or "|" not in pasted else _by_strokes(pasted))
    rows = [row for cells in parted if any(row := [clean_line(cell) for cell in cells])]
    if rows:
        _check_size(rows)
    return [row + [""] * (len(rows[0]) - len(row)) for row in rows]


def _shown_before(text: str) -> tuple[list[list[str]], str]:
    """Return the rows that this box itself had shown, and the text below them: pasted under them it has tabs."""
    lines = text.split("\n")
    framed = len(list(takewhile(lambda line: line.startswith("| ") and line.rstrip().endswith("|"), lines)))
    below = "\n".join(lines[framed:])
    return (list(_by_strokes("\n".join(lines[:framed]))), below) if framed and "\t" in below else ([], text)


def _by_tabs(text: str) -> Iterator[list[str]]:
    """Part the text as Excel puts it together. A quote that somebody typed is a letter like any other."""
    lines = io.StringIO(_QUOTED.sub(_as_typed, text), newline="")
    try:
        for cells in csv.reader(lines, dialect="excel-tab"):
            yield [written_arrow(cell.replace(_TYPED_QUOTE, '"')) for cell in cells]
    except csv.Error as error:  # nothing else is left than a cell longer than the module takes
        raise TableTextError(f"Bảng có ô dài hơn {grouped(MAX_CELL)} ký tự. Hãy viết gọn lại.") from error


def _as_typed(found: re.Match[str]) -> str:
    rest = found[1] or ""
    return f'"{rest}' if "\n" in rest else f"{_TYPED_QUOTE}{rest}"  # Excel quotes only what has a break within


def _by_strokes(text: str) -> Iterator[list[str]]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and _RULE.fullmatch(lines[1]):
        del lines[1]
    lines = [line for line in lines if line.strip(" |")]
    is_framed = all(line.startswith("|") for line in lines)
    for line in lines:
        bare = line.removeprefix("|") if is_framed else line
        if is_framed and not bare.endswith("\\|"):
            bare = bare.removesuffix("|")
        yield [cell.replace("\\|", "|") for cell in _STROKE.split(bare)]


def _check_size(rows: list[list[str]]) -> None:
    """Raise TableTextError for a table larger than one may be, naming the line."""
    if len(rows) > MAX_TABLE_ROWS:
        raise TableTextError(f"Bảng có {len(rows)} dòng, nhiều nhất {MAX_TABLE_ROWS}. Hãy tách thành nhiều bảng.")
    width = len(rows[0])
    if width > MAX_COLUMNS:
        raise TableTextError(f"Bảng có {width} cột, nhiều nhất {MAX_COLUMNS}. Hãy tách bảng.")
    for number, row in enumerate(rows, start=1):
        if len(row) > width:
            raise TableTextError(
                f"Dòng {number} có {len(row)} ô, nhiều hơn {width} cột của dòng đầu. Hãy kiểm tra lại dòng này."
            )
        longest = max(row, key=len)
        if len(longest) > MAX_CELL:
            raise TableTextError(
                f"Dòng {number} có ô dài {grouped(len(longest))} ký tự (“{longest[:40]}…”), nhiều nhất "
                f"{grouped(MAX_CELL)}. Hãy viết gọn lại, hoặc chuyển phần giải thích ra ngoài bảng."
            )
    total = sum(len(cell) for row in rows for cell in row)
    if total > MAX_TABLE_CHARACTERS:
        raise TableTextError(
            f"Các ô của bảng có {grouped(total)} ký tự, nhiều nhất {grouped(MAX_TABLE_CHARACTERS)}. "
            "Hãy tách thành nhiều bảng."
        )


def text_of_rows(rows: list[list[str]]) -> str:
    """Return the rows as lines that `rows_of_text` reads back: `| 1 | Tên |`."""
    lines = [row_of(clean_line(cell).replace("|", "\\|") for cell in row) for row in rows]
    if len(lines) > 1 and _RULE.fullmatch(lines[1]):  # a row of strokes, below a rule of its own
        lines.insert(1, "| --- |")
    return "\n".join(lines)
