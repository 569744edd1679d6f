"""Merged cells of a table: which cells are printed, and over how many rows and columns each goes."""

from collections.abc import Sequence
from typing import NamedTuple

from ..paper import MERGED_ABOVE, MERGED_LEFT, MERGES, WRITTEN


class Cell(NamedTuple):
    """A printed cell: its column, its words, and how many rows and columns it takes."""

    column: int
    text: str
    rows: int = 1
    columns: int = 1


def merged(rows: Sequence[Sequence[str]]) -> list[list[Cell]]:
    """Return the cells of each row that are printed. What points to no cell is an empty cell of its own.

    A cell goes over the columns on its right that say so, and over the rows below that say so: over a rectangle, or
    over nothing beside its own place, so that it never covers the words of another.
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
    taken: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place, of in owner.items():
        taken.setdefault(of, []).append(place)
    spans = {of: _rectangle(of, places) for of, places in taken.items()}
    return [
        [
            Cell(x, _words(text), *(spans.get((y, x)) or (1, 1)))
            for x, text in enumerate(row)
            if owner[y, x] == (y, x) or spans[owner[y, x]] is None
        ]
        for y, row in enumerate(rows)
    ]


def _rectangle(of: tuple[int, int], places: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return over how many rows and columns the places of a cell go; None when they fill no rectangle."""
    rows = max(y for y, _ in places) - of[0] + 1
    columns = max(x for _, x in places) - of[1] + 1
    return (rows, columns) if rows * columns == len(places) else None


def _words(cell: str) -> str:
    """Return what is printed of a cell: an arrow that was written as such stands behind a sign."""
    return "" if cell in MERGES else WRITTEN.get(cell, cell)
