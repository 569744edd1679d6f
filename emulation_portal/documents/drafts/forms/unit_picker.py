"""Choosing units from a list that may be very long: what is chosen first, then by kind, as many as a page can carry."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from emulation_portal.core.numbering import whole_number
from units.enums import MEMBER_KINDS, OFFICE_KINDS, UnitKind
from units.models import Unit

MOST_SHOWN = 300  # a page of 1,000 boxes weighs more than a first visit may
MOST_CHOSEN_SHOWN = 100  # of those that were saved before; what is ticked now is always shown


@dataclass(frozen=True)
class Choice:
    pk: int
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Ticks:
    """What a page says of the units: those it ticks, those it showed, those that pages before it unticked.

    Units that were saved and not shown stay chosen, so that a page need not carry all of them.
    """

    ticked: frozenset[int]
    dropped: frozenset[int]

    @classmethod
    def sent(cls, ticked: Iterable[object], shown: str, dropped: str) -> "Ticks":
        now = keys(ticked)
        return cls(now, (keys(shown.split(",")) | keys(dropped.split(","))) - now)

    def chosen(self, saved: Iterable[int]) -> set[int]:
        return (set(saved) - self.dropped) | self.ticked


def keys(values: Iterable[object]) -> frozenset[int]:
    return frozenset(key for value in values if (key := whole_number(str(value))) is not None)


@dataclass(frozen=True)
class UnitPicker:
    """What the list shows."""

    groups: list[tuple[str, list[Choice]]]
    chosen: int
    chosen_left_out: int  # chosen units that are not shown; they stay chosen
    left_out: int  # units that match and do not fit
    is_whole: bool  # all units are in the list, so that a script can search it
    text: str
    dropped: str

    @property
    def shown(self) -> str:
        return ",".join(str(choice.pk) for _, choices in self.groups for choice in choices)


def unit_picker(units: QuerySet[Unit], *, saved: set[int], ticks: Ticks, text: str = "") -> UnitPicker:
    """Return the list: chosen units, then those that match the text."""
    chosen = ticks.chosen(saved)
    ours: list[Choice] = _choices(units.filter(pk__in=ticks.ticked - saved), is_chosen=True)
    ours += _choices(units.filter(pk__in=chosen & saved)[:MOST_CHOSEN_SHOWN], is_chosen=True)
    others = (units.matching(text) if text else units).exclude(pk__in=chosen)  # type: ignore[attr-defined]
    offered = list(others.only("name", "code", "kind")[:MOST_SHOWN])
    left_out = others.count() - MOST_SHOWN if len(offered) == MOST_SHOWN else 0
    same_name = _twice([*(choice.words for choice in ours), *(unit.name for unit in offered)])
    shown: dict[str, list[Choice]] = {}
    for unit in offered:
        shown.setdefault(unit.kind, []).append(Choice(unit.pk, _words(unit, same_name), False))
    groups = [("Đã chọn", ours)] if ours else []
    groups += [(str(UnitKind(kind).label), shown[kind]) for kind in (*MEMBER_KINDS, *OFFICE_KINDS) if kind in shown]
    return UnitPicker(
        groups,
        chosen=len(chosen),
        chosen_left_out=max(len(chosen) - len(ours), 0),
        left_out=max(left_out, 0),
        is_whole=not text and left_out <= 0 and len(chosen) <= len(ours),
        text=text,
        dropped=",".join(map(str, sorted(ticks.dropped))),
    )


def _choices(units: QuerySet[Unit], *, is_chosen: bool) -> list[Choice]:
    rows = list(units.only("name", "code", "kind"))
    same_name = _twice(unit.name for unit in rows)
    return [Choice(unit.pk, _words(unit, same_name), is_chosen) for unit in rows]


def _twice(names: Iterable[str]) -> set[str]:
    return {name for name, count in Counter(names).items() if count > 1}


def _words(unit: Unit, same_name: set[str]) -> str:
    return f"{unit.name} ({unit.code})" if unit.name in same_name else unit.name
