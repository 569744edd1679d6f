"""Tables of a Word file: those that only lay a paper out, and those that say something; merged cells."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..paper import MERGED_ABOVE as ABOVE
from ..paper import MERGED_LEFT as LEFT
from ..paper import written_arrow
from .text import row_of

Cell = list[str]  # its paragraphs

_NATION = re.compile(r"CỘNG H[ÒO][ÀA] XÃ HỘI CHỦ NGHĨA|Độc lập\s?[-–]\s?Tự do|ĐẢNG CỘNG SẢN VIỆT NAM", re.IGNORECASE)
_NUMBER = re.compile(r"Số\s?:[\s\d._…]*[/-]", re.IGNORECASE)
_PLACE_DATE = re.compile(r"[^\n]{2,40}[,;]?\s+ngày\b.{0,40}\bnăm\b", re.IGNORECASE)
_RECIPIENTS = re.compile(r"\W{0,4}Nơi\s+(?:nhận|gửi)\s*:?(?:\W{0,4}$|\s*\n|:)", re.IGNORECASE)
_AUTHORITY = re.compile(r"\W{0,4}(?:TM|KT|TL|TUQ|Q)\s?\.\s?[A-ZĐ]")
MAX_SIGNING_COLUMNS, MAX_SIGNING_ROWS = 4, 8


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
    """Whether the table only puts side by side what a paper has at its head or its end, whatever its columns."""
    columns = full_columns(rows)
    if columns <= 1:
        return True
    cells = ["\n".join(_bare(block) for block in cell.blocks) for row in rows for cell in row]
    lines = [line for cell in cells for line in cell.split("\n")]
    if any(_NATION.search(cell) for cell in cells):
        return True
    if any(_NUMBER.match(line) for line in lines) and any(_PLACE_DATE.match(line) for line in lines):
        return True
    if columns > MAX_SIGNING_COLUMNS or len(rows) > MAX_SIGNING_ROWS:
        return False
    return any(_RECIPIENTS.match(cell) for cell in cells) or any(_signs(line) for line in lines)


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
