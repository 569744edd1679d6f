"""Whose tasks a unit has, through any number of mergers and splits. A pure function."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple


class Line(NamedTuple):
    """The successor has the tasks of the predecessor since the day; of one that works on, as they were until another."""

    predecessor: int
    successor: int
    since: dt.date
    until: dt.date | None = None


def inherited(successions: Iterable[Line]) -> set[Line]:
    """Return who has whose tasks since when, directly or through others.

    What a unit took over it hands on with its own, but only from the day it has it: who split off before got none of it.
    Nobody inherits from themselves, as after a split that was undone by a merger.
    """
    onward: dict[int, list[Line]] = defaultdict(list)
    for each in successions:
        onward[each.predecessor].append(each)
    found: set[Line] = set()
    waiting = [each for lines in onward.values() for each in lines]
    while waiting:
        line = waiting.pop()
        if line.predecessor == line.successor or line in found:
            continue
        found.add(line)
        waiting += [
            Line(
                line.predecessor, each.successor, each.since, min(filter(None, (line.until, each.until)), default=None)
            )
            for each in onward[line.successor]
            if each.since >= line.since
        ]
    return found
