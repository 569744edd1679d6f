"""Rows of text as a table of a paper: how wide its columns are, and where what stands in them stands."""

import re

from emulation_portal.core.vietnamese import fold
from emulation_portal.documents.paper import MERGED_ABOVE, MERGED_LEFT, Block, PaperColumn, PaperTable

NARROWEST, WIDEST = 3, 40  # shares of columns, by the letters of their longest cell
ORDINAL_HEADS = {"stt", "tt", "so tt", "so thu tu"}
# 1.250  12,5  1,500,000  0.5  90%  -10  1.500.000 đ: what stands before its unit
_FIGURE = re.compile(
    r"[-–+]?(?:\d{1,3}(?:[. ]\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)(?: ?(?:%|đ|đồng|điểm))?"
)
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}([/.-]\d{4})?|\d{1,2}[/-]\d{4}")
_YEAR = re.compile(r"(?:19|20)\d\d(?: ?[-–] ?(?:19|20)\d\d)?")
_CODE = re.compile(r"0\d{2,}")  # a telephone number, a code
_EMPTY = {"", "-", "–", "—", MERGED_ABOVE, MERGED_LEFT}
_TICK = re.compile(r"[xX✓✔]")


def table_block(rows: list[list[str]], title: str = "") -> list[Block]:
    """Return a table, its first row the head, under its title; nothing for one without rows."""
    if not rows:
        return []
    head, *body = rows
    more_head = _more_head_rows(body)
    data = body[more_head:]
    widths = [_width_of([row[at] for row in rows]) for at in range(len(head))]
    aligns = _aligns_of(head, [[row[at] for row in data] for at in range(len(head))])
    columns = tuple(
        PaperColumn(title=text, width=width, align=align)
        for text, width, align in zip(head, widths, aligns, strict=True)
    )
    printed = tuple(tuple(row) for row in body)
    return [PaperTable(columns=columns, rows=printed, title=title, more_head_rows=more_head)]


def _more_head_rows(body: list[list[str]]) -> int:
    """Return how many rows below the first belong to the head: cells of them are one with those of the head."""
    return next((at for at, row in enumerate(body) if MERGED_ABOVE not in row), len(body) - 1 if body else 0)


def _aligns_of(head: list[str], columns: list[list[str]]) -> list[str]:
    """Return how each column stands: ordinals and days in the middle, words on the left, figures on the right.

    Figures of at most three digits stand in the middle too, where no column of the table has longer ones.
    """
    kinds = [
        "ordinal"
        if fold(title).strip(" .") in ORDINAL_HEADS
        else _kind_of([cell.strip() for cell in cells if cell.strip() not in _EMPTY])
        for title, cells in zip(head, columns, strict=True)
    ]
    figures = "right" if "figure" in kinds else "center"
    return [{"words": "left", "ordinal": "center", "count": figures, "figure": "right"}[kind] for kind in kinds]


def _kind_of(cells: list[str]) -> str:
    if not cells:
        return "words"
    if _is_numbered(cells) or any(all(kind.fullmatch(cell) for cell in cells) for kind in (_DAY, _YEAR, _CODE, _TICK)):
        return "ordinal"
    if not all(_FIGURE.fullmatch(cell) for cell in cells):
        return "words"
    return "count" if all(cell.isdecimal() and len(cell) < 4 for cell in cells) else "figure"


def _is_numbered(cells: list[str]) -> bool:
    return [cell.rstrip(".") for cell in cells] == [str(at) for at in range(1, len(cells) + 1)]


def _width_of(cells: list[str]) -> int:
    """Return a column's share: a number column is narrow, one of sentences wide."""
    longest = max((len(cell) for cell in cells), default=1)
    return min(max(longest, NARROWEST), WIDEST)
