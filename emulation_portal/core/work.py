"""“Việc cần làm”: what one item says, and lists of items that are read no further than a page shows."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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
    since: dt.datetime | None = None


class WorkList(Protocol):
    """What one source has for a person: counted whole, shown in part."""

    def count(self) -> int: ...

    def items(self, start: int, stop: int) -> Sequence[WorkItem]: ...


@dataclass(frozen=True)
class AtHand:
    """Items that are few by their nature."""

    found: Sequence[WorkItem]

    def count(self) -> int:
        return len(self.found)

    def items(self, start: int, stop: int) -> Sequence[WorkItem]:
        return self.found[start:stop]


NOTHING = AtHand(())


@dataclass(frozen=True)
class OfRows:
    """One item for each row of an ordered QuerySet."""

    rows: QuerySet[Any]
    item: Callable[[Any], WorkItem]

    def count(self) -> int:
        return self.rows.count()

    def items(self, start: int, stop: int) -> Sequence[WorkItem]:
        return [self.item(row) for row in self.rows[start:stop]]


def page_of(lists: Iterable[WorkList], *, start: int, stop: int) -> tuple[list[WorkItem], int]:
    """Return the items from `start` to before `stop` of all lists, one after the other, and how many there are in all."""
    found: list[WorkItem] = []
    before = 0
    for each in lists:
        number = each.count()
        first, last = max(start - before, 0), min(stop - before, number)
        if first < last:
            found += each.items(first, last)
        before += number
    return found, before
