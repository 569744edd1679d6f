"""Whose tasks a unit has, through any number of mergers and splits. A pure function."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple


class Line(NamedTuple):
    """The successor has the tasks of the predecessor since the day."""

    predecessor: int
    successor: int
    since: dt.date


def inherited(successions: Iterable[Line]) -> list[Line]:
    """Return who has whose tasks since when, directly or through others, once for each pair and from the earliest day.

    What a unit took over it hands on with its own, but only from the day it has it: who split off before got none of it.
    Nobody inherits from themselves, as after a split that was undone by a merger.
    """
    onward: dict[int, list[Line]] = defaultdict(list)
    for each in successions:
        onward[each.predecessor].append(each)
    found: dict[tuple[int, int], dt.date] = {}
    waiting = [each for lines in onward.values() for each in lines]
    while waiting:
        line = waiting.pop()
        known = found.get((line.predecessor, line.successor))
        if line.predecessor == line.successor or (known is not None and known <= line.since):
            continue
        found[line.predecessor, line.successor] = line.since
        later = (each for each in onward[line.successor] if each.since >= line.since)
        waiting += [Line(line.predecessor, each.successor, each.since) for each in later]
    return sorted(Line(*pair, since) for pair, since in found.items())
