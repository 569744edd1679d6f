"""Choosing units from a list that may be very long: what is chosen first, then by kind, as many as a page can carry."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from units.enums import MEMBER_KINDS, OFFICE_KINDS, UnitKind
from units.models import Unit

MOST_SHOWN = 400  # a page of 1,000 boxes weighs more than a first visit may


@dataclass(frozen=True)
class Choice:
    pk: int
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class UnitPicker:
    """What the list shows. Whatever is chosen is always in it, so that saving the page loses nothing."""

    groups: list[tuple[str, list[Choice]]]
    chosen: int
    left_out: int  # units that match and do not fit
    is_whole: bool  # all units are in the list, so that a script can search it
    text: str


def unit_picker(units: QuerySet[Unit], *, chosen: set[int], text: str = "") -> UnitPicker:
    """Return the list: chosen units, then those that match the text."""
    rows = list(units.values_list("pk", "name", "code", "kind"))
    same_name = {name for name, count in Counter(row[1] for row in rows).items() if count > 1}
    matching = set(units.matching(text).values_list("pk", flat=True)) if text else {row[0] for row in rows}  # type: ignore[attr-defined]
    shown: dict[str, list[Choice]] = {}
    fitting = left_out = 0
    for pk, name, code, kind in rows:
        is_chosen = pk in chosen
        if not is_chosen and pk not in matching:
            continue
        if not is_chosen and fitting >= MOST_SHOWN:
            left_out += 1
            continue
        fitting += not is_chosen
        words = f"{name} ({code})" if name in same_name else name
        shown.setdefault("" if is_chosen else kind, []).append(Choice(pk, words, is_chosen))
    groups = [("Đã chọn", shown[""])] if "" in shown else []
    groups += [(str(UnitKind(kind).label), shown[kind]) for kind in (*MEMBER_KINDS, *OFFICE_KINDS) if kind in shown]
    number_chosen = len(shown.get("", []))
    return UnitPicker(groups, number_chosen, left_out, fitting + number_chosen == len(rows), text)
