"""A table as lines of text: what a paste from Excel or Word is, and what one can type."""

from emulation_portal.core.errors import DomainError
from emulation_portal.documents.paper_limits import MAX_COLUMNS

MAX_TABLE_ROWS = 500


class TableTextError(DomainError):
    """The lines make no table."""


def rows_of_text(text: str) -> list[list[str]]:
    """Return the cells of each line, the first being the head; short lines are filled up with empty cells.

    Cells are parted by tabs, or by `|` where no line has a tab. Raises TableTextError.
    """
    mark = "\t" if "\t" in text else "|"
    lines = [line for line in text.split("\n") if line.strip(" \t|")]
    rows = [[cell.strip() for cell in line.strip(" |" if mark == "|" else "").split(mark)] for line in lines]
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


def text_of_rows(rows: list[list[str]]) -> str:
    """Return the rows as lines, cells parted by ` | `."""
    return "\n".join(" | ".join(row) for row in rows)
