"""Merged cells of a table: which cells are printed, and over how many rows and columns each goes."""

from collections.abc import Sequence
from typing import NamedTuple

from ..paper import MERGED_ABOVE, MERGED_LEFT


class Cell(NamedTuple):
    """A printed cell: its column, its words, and how many rows and columns it takes."""

    column: int
    text: str
    rows: int = 1
    columns: int = 1


def merged(rows: Sequence[Sequence[str]]) -> list[list[Cell]]:
    """Return the cells of each row that are printed. What points to no cell is an empty cell of its own.

    A cell goes over the columns on its right that say so, and over the rows below that say so in its first column.
    """
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            if text == MERGED_LEFT and x:
                owner[y, x] = owner[y, x - 1]
            elif text == MERGED_ABOVE and y:
                owner[y, x] = owner[y - 1, x]
            else:
                owner[y, x] = (y, x)
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for (y, x), (top, left) in owner.items():
        down, right = spans.get((top, left), (1, 1))
        spans[top, left] = max(down, y - top + 1), max(right, x - left + 1)
    return [
        [
            Cell(x, "" if text in {MERGED_ABOVE, MERGED_LEFT} else text, *spans[y, x])
            for x, text in enumerate(row)
            if owner[y, x] == (y, x)
        ]
        for y, row in enumerate(rows)
    ]
