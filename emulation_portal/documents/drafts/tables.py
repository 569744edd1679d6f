"""A table as lines of text: what a paste from Excel or Word is, and what one can type."""

import re

from emulation_portal.core.errors import DomainError
from emulation_portal.core.forms import clean_line
from emulation_portal.documents.paper_limits import MAX_COLUMNS

MAX_TABLE_ROWS = 500
_STROKE = re.compile(r"(?<!\\)\|")


class TableTextError(DomainError):
    """The lines make no table."""


def rows_of_text(text: str) -> list[list[str]]:
    """Return the cells of each line, the first being the head; short lines are filled up with empty cells.

    Cells are parted by tabs, or by `|` where no line has a tab; where every line begins with one they are a frame, and
    `\\|` is a stroke within a cell. Raises TableTextError.
    """
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip(" \t|")]
    if "\t" in text:
        parted = [line.split("\t") for line in lines]
    else:
        is_framed = all(line.lstrip().startswith("|") for line in lines)
        parted = [_by_strokes(line.strip(), is_framed=is_framed) for line in lines]
    rows = [[clean_line(cell) for cell in cells] for cells in parted]
    if not rows:
        return []
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
    return [row + [""] * (width - len(row)) for row in rows]


def _by_strokes(line: str, *, is_framed: bool) -> list[str]:
    bare = line.removeprefix("|") if is_framed else line
    if is_framed and not bare.endswith("\\|"):
        bare = bare.removesuffix("|")
    return [cell.replace("\\|", "|") for cell in _STROKE.split(bare)]


def text_of_rows(rows: list[list[str]]) -> str:
    """Return the rows as lines that `rows_of_text` reads back: `| 1 | Tên |`."""
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)
