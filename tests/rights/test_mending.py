"""Periods that overlapped are parted without losing a day, and without a row that nobody hears of."""

import datetime as dt
from importlib import import_module

import pytest

mending = import_module("emulation_portal.rights.migrations._mending")
Span = mending.Span


def day(number: int | None) -> dt.date | None:
    return None if number is None else dt.date(2026, 1, number)


def settled(*rows: tuple) -> tuple[list[tuple], dict[int, int]]:
    """Settle rows of (start, end[, tag]); their keys are 1, 2, …"""
    spans = [Span(pk, day(row[0]), day(row[1]), *row[2:]) for pk, row in enumerate(rows, start=1)]
    kept, dropped = mending.settle(spans)
    number = {None: None} | {dt.date(2026, 1, n): n for n in range(1, 32)}
    return [(span.pk or -span.origin, number[span.start], number[span.end]) for span in kept], dropped


@pytest.mark.parametrize(
    ("rows", "kept", "dropped"),
    [
        ([(1, 5), (5, 9)], [(1, 1, 5), (2, 5, 9)], {}),
        ([(1, 7), (5, 9)], [(1, 1, 5), (2, 5, 9)], {}),
        ([(1, None), (5, 9)], [(1, 1, 5), (2, 5, None)], {}),
        ([(1, 20), (5, 9)], [(1, 1, 5), (2, 5, 20)], {}),
        ([(5, 9), (1, None)], [(2, 1, 5), (1, 5, None)], {}),
        ([(1, 5), (1, 9)], [(1, 1, 9)], {2: 1}),
        ([(1, None), (1, 9)], [(1, 1, None)], {2: 1}),
        ([(1, 9), (1, 9), (3, 4), (20, None)], [(1, 1, 3), (3, 3, 9), (4, 20, None)], {2: 1}),
    ],
)
def test_rows_that_say_the_same(rows, kept, dropped) -> None:
    assert settled(*rows) == (kept, dropped)


@pytest.mark.parametrize(
    ("rows", "kept", "dropped"),
    [
        ([(1, 9, "a"), (5, None, "b")], [(1, 1, 5), (2, 5, None)], {}),
        ([(1, None, "a"), (5, 9, "b")], [(1, 1, 5), (2, 5, 9), (-1, 9, None)], {}),
        ([(1, 9, "a"), (1, 12, "b")], [(1, 1, 9), (2, 9, 12)], {}),
        ([(1, 9, "a"), (1, 9, "b")], [(1, 1, 9)], {2: 1}),
        ([(1, 9, "a"), (1, 5, "a"), (1, 3, "b")], [(1, 1, 9)], {2: 1, 3: 1}),
    ],
)
def test_rows_that_say_something_else_of_the_same_days(rows, kept, dropped) -> None:
    """The earlier goes on after the later; minus: in a row of its own."""
    assert settled(*rows) == (kept, dropped)


def test_every_day_that_was_covered_is_covered_once() -> None:
    """All pairs and triples of short periods, with two things that they may say."""
    ends = [(start, end) for start in range(1, 4) for end in (*range(start + 1, 6), None)]
    for first in ends:
        for second in ends:
            for tags in ("aa", "ab"):
                rows = [(*first, tags[0]), (*second, tags[1]), (2, 4, "a")]
                kept, _ = settled(*rows)
                before = {n for start, end, _ in rows for n in range(start, end or 9)}
                after = [n for _, start, end in kept for n in range(start, end or 9)]
                assert (sorted(after), len(after)) == (sorted(before), len(set(after))), rows
