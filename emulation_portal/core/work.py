"""“Việc cần làm”: what one item says, and lists of items that are read no further than a page shows."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Protocol

from django.db.models import QuerySet


@dataclass(frozen=True)
class WorkItem:
    """One thing worth doing on somebody's home page: what, why, from whom, since when, by when, and the one button."""

    title: str
    why: str
    url: str
    button: str
    due_on: dt.date | None = None
    due_words: str = ""
    is_late: bool = False
    sender: str = ""
    came: str = "chuyển đến từ"  # between the sender and the time
    since: dt.datetime | None = None


class WorkList(Protocol):
    """What one source has for a person: counted whole, read in part."""

    def page(self, start: int, stop: int) -> tuple[Sequence[WorkItem], int]:
        """Return the items from `start` to before `stop`, none when they are equal, and how many there are in all."""


@dataclass(frozen=True)
class AtHand:
    """Items that are few by their nature."""

    found: Sequence[WorkItem]

    def page(self, start: int, stop: int) -> tuple[Sequence[WorkItem], int]:
        return self.found[start:stop], len(self.found)


NOTHING = AtHand(())


@dataclass(frozen=True)
class OfRows:
    """One item for each row of an ordered QuerySet."""

    rows: QuerySet[Any]
    item: Callable[[Any], WorkItem]

    def page(self, start: int, stop: int) -> tuple[Sequence[WorkItem], int]:
        """Count only when the rows that were read do not tell how many there are."""
        found, total = page_of_rows(self.rows, start, stop)
        return [self.item(row) for row in found], total


def page_of_rows(rows: QuerySet[Any], start: int, stop: int) -> tuple[list[Any], int]:
    """Return the rows from `start` to before `stop`, and how many there are."""
    if start or start == stop:
        number = rows.count()
        return list(rows[start:stop]) if start < min(stop, number) else [], number
    found = list(rows[: stop + 1])
    return found[:stop], len(found) if len(found) <= stop else rows.count()


def page_of(
    lists: Iterable[WorkList], *, start: int, stop: int, known: Sequence[int] = ()
) -> tuple[list[WorkItem], list[int]]:
    """Return the items from `start` to before `stop` of all lists, one after the other, and how many each list has.

    Where that is known already, only the lists that stand on the page are asked.
    """
    found: list[WorkItem] = []
    numbers: list[int] = []
    for each, known_number in zip_longest(lists, known):
        before = sum(numbers)
        first = max(start - before, 0)
        last = max(stop - before, first)
        if known_number is None or first < min(last, known_number):
            items, number = each.page(first, last)
            found += items
        numbers.append(number if known_number is None else known_number)
    return found, numbers
