"""What an edit changed, in the plain values that the log keeps: enough to tell it by, and never more than an event holds."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .numbering import grouped

MAX_BYTES = 60_000  # of all that one event tells of an edit
MAX_TEXT = 4_000  # characters of one value, before and after
MAX_NAMES = 50  # of what was taken in or out by name
LONG = 300  # characters beyond which a text is told where it differs, not whole
AROUND = 60  # characters kept beside the place
CUT = 100  # characters of a value for which there is no room any more


def plain(value: Any) -> Any:
    """Return the value as JSON knows it."""
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else str(value)


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return {field: [before, after]} of what differs; of long texts only the place, with some words beside it."""
    return {
        name: [_clipped(each) for each in _where_they_differ(plain(before.get(name)), plain(value))]
        for name, value in after.items()
        if before.get(name) != value
    }


def _where_they_differ(before: Any, after: Any) -> tuple[Any, Any]:
    if not (isinstance(before, str) and isinstance(after, str)) or max(len(before), len(after)) <= LONG:
        return before, after
    start = _alike(before, after)
    same_end = _alike(before[start:][::-1], after[start:][::-1])
    return _place_in(before, start, same_end), _place_in(after, start, same_end)


def _alike(one: str, other: str) -> int:
    """Return how many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _place_in(text: str, start: int, same_end: int) -> str:
    begin, end = max(start - AROUND, 0), min(len(text) - same_end + AROUND, len(text))
    return f"{'…' if begin else ''}{text[begin:end]}{'…' if end < len(text) else ''}"


def _clipped(value: Any, limit: int = MAX_TEXT) -> Any:
    if not isinstance(value, str) or len(value) <= limit:
        return value
    return f"{value[:limit]}… (và {grouped(len(value) - limit)} ký tự khác)"


@dataclass(frozen=True)
class Row:
    """One row of a list as it stood: its key, what it is called, and what it says."""

    key: Any
    name: str
    values: Mapping[str, Any]


def rows_between(before: Sequence[Row], after: Sequence[Row]) -> dict[str, Any]:
    """Return which rows were changed, added and removed, and the order when it is another; {} for the same rows.

    A row that was written anew in the same words is the same. `order` has, for each row that stayed, its place before.
    """
    old, new = {row.key: row for row in before}, {row.key: row for row in after}
    anew: dict[str, list[Row]] = defaultdict(list)
    for row in before:
        if row.key not in new:
            anew[repr(row.values)].append(row)
    was = {
        row.key: old[row.key] if row.key in old else anew[repr(row.values)].pop(0)
        for row in after
        if row.key in old or anew[repr(row.values)]
    }
    changed = [(row.name, changes_between(was[row.key].values, row.values)) for row in after if row.key in was]
    place = {row.key: at for at, row in enumerate(before, start=1)}
    order = [place[was[row.key].key] for row in after if row.key in was]
    found: dict[str, Any] = {
        "changed": [{"row": name[:80], "fields": fields} for name, fields in changed if fields],
        "added": [_said(row) for row in after if row.key not in was],
        "removed": [_said(row) for rows in anew.values() for row in rows],
        "order": order if order != sorted(order) else [],
    }
    return {what: rows for what, rows in found.items() if rows}


def _said(row: Row) -> dict[str, Any]:
    return {name: _clipped(plain(value)) for name, value in row.values.items() if value not in (None, "", [])}


def first_names(names: Iterable[str], count: int, noun: str) -> list[str]:
    """Return the first names of a list, and how many there are besides: “và 19.950 đơn vị khác”."""
    shown = [name for name, _ in zip(names, range(MAX_NAMES), strict=False)]
    rest = count - len(shown)
    return [*shown, f"và {grouped(rest)} {noun} khác"] if rest > 0 else shown


def within_an_event(changed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the changes as they fit into one event: what there is no room for is cut short, or counted as `left_out`."""
    left, kept = MAX_BYTES, {}
    for name, value in changed.items():
        kept[name] = _rows_within(value, left) if isinstance(value, Mapping) else _fields_within(value, left)
        left -= _size(kept[name])
    return kept


def _fields_within(pair: Collection[Any], room: int) -> Any:
    return pair if _size(pair) <= room else [_clipped(value, CUT) for value in pair]


def _rows_within(rows: Mapping[str, Sequence[Any]], room: int) -> dict[str, Any]:
    kept: dict[str, Any] = {what: [] for what in rows}
    left_out = 0
    for what, entries in rows.items():
        for entry in entries:
            size = _size(entry)
            if size > room:
                left_out += 1
                continue
            kept[what].append(entry)
            room -= size
    return {**kept, "left_out": left_out} if left_out else kept


def _size(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False).encode()) + 2
