"""Whose turn it is to ask. Where all of a class must meet the same, one of them asks, and at the next thing another.

Over a whole table everybody asks many times. `script/test --every-actor` lets all of them ask everything.
"""

from collections.abc import Hashable, Iterable, Mapping

EVERYBODY_ASKS = False  # set by the option


def one_of(people: Iterable[str], at: int) -> list[str]:
    """Return whose turn it is at this place of the table; nobody where there is nobody."""
    ordered = sorted(people)
    if EVERYBODY_ASKS:
        return ordered
    return ordered[at % len(ordered) :][:1] if ordered else []


def one_of_each(right: Mapping[str, Hashable], classes: Iterable[set[str]], at: int) -> list[str]:
    """Return one of those who are of one class and must meet the same, of each such group: no class hides a difference."""
    groups = [
        {who for who in people if who in right and right[who] == answer}
        for people in classes
        for answer in {right[who] for who in people if who in right}
    ]
    return sorted({who for group in groups for who in one_of(group, at)})
