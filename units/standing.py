"""How units stood on a day: their names then, where they stood, whether they worked."""

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from emulation_portal.core.prepared import Given, is_one_of

from .models import FormerStanding, Inheritance, Succession, Unit


class Standing(NamedTuple):
    """How a unit stands from one day until the day before another; None: since it is known, or until now."""

    effective_from: dt.date | None
    effective_to: dt.date | None
    name: str
    parent: Unit | None
    is_working: bool
    basis: str = ""  # by what paper it began


def course_of(unit: Unit) -> list[Standing]:
    """Return how a unit stood at all times, oldest first; a closing day that is still to come is in it."""
    course, begins, basis = [], None, ""
    for row in unit.former_standings.order_by("effective_to").select_related("parent"):
        course.append(Standing(begins, row.effective_to, row.name, row.parent, not row.is_closed, basis))
        begins, basis = row.effective_to, row.basis
    course.append(Standing(begins, unit.closed_on, unit.name, unit.parent, True, basis))
    if unit.closed_on:
        course.append(Standing(unit.closed_on, None, unit.name, unit.parent, False, unit.closed_reason))
    return course


def name_on(day: Any, *, unit: str = "unit") -> Any:
    """Return the expression of how the unit behind the lookup was called on a day; the day may be of the row itself."""
    held = Q(effective_to__gt=day) & (Q(effective_from__isnull=True) | Q(effective_from__lte=day))
    former = FormerStanding.objects.filter(held, unit=OuterRef(unit)).order_by().values("name")[:1]
    return Coalesce(Subquery(former), F(f"{unit}__name" if unit != "pk" else "name"))


def successors_of(unit: Unit) -> QuerySet[Succession]:
    """Return who takes, or will take, the tasks of a unit over."""
    return unit.successions.valid().select_related("successor")


def predecessors_of(unit: Unit) -> QuerySet[Succession]:
    """Return whose tasks a unit takes, or will take, over."""
    return unit.succeeded.valid().select_related("predecessor")


def inherited_by(units: str, on: str) -> Any:
    """Return whose tasks units have on a day, for a prepared query, which is given both by these names."""
    return Inheritance.objects.filter(is_one_of("successor", units), since__lte=Given(on)).values("predecessor")


def heirs_of(units: Any, *, on: dt.date) -> QuerySet[Inheritance]:
    """Return who has on a day the tasks of these units, directly or through others."""
    return Inheritance.objects.filter(predecessor__in=units, since__lte=on)
