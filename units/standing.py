"""How units stood on a day: their names then, where they stood, whether they worked."""

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from .models import FormerStanding, Unit


class Standing(NamedTuple):
    """How a unit stands from one day until the day before another; None: since it is known, or until now."""

    effective_from: dt.date | None
    effective_to: dt.date | None
    name: str
    short_name: str
    parent: Unit | None
    is_working: bool
    basis: str = ""  # by what paper it began


def course_of(unit: Unit) -> list[Standing]:
    """Return how a unit stood at all times, oldest first; a closing day that is still to come is in it."""
    course, begins, basis = [], None, ""
    for row in unit.former_standings.order_by("effective_to").select_related("parent"):
        course.append(
            Standing(begins, row.effective_to, row.name, row.short_name, row.parent, not row.is_closed, basis)
        )
        begins, basis = row.effective_to, row.basis
    called = (unit.name, unit.short_name, unit.parent)
    course.append(Standing(begins, unit.closed_on, *called, True, basis))
    if unit.closed_on:
        course.append(Standing(unit.closed_on, None, *called, False, unit.closed_reason))
    return course


def standing_on(unit: Unit, day: dt.date) -> Standing:
    """Return how a unit stands on a day; before it was written down, as it stood first."""
    return next(each for each in course_of(unit) if each.effective_to is None or day < each.effective_to)


def name_on(day: Any, *, unit: str = "unit") -> Any:
    """Return the expression of how the unit behind the lookup was called on a day; the day may be of the row itself."""
    held = Q(effective_to__gt=day) & (Q(effective_from__isnull=True) | Q(effective_from__lte=day))
    former = FormerStanding.objects.filter(held, unit=OuterRef(unit)).order_by().values("name")[:1]
    return Coalesce(Subquery(former), F(f"{unit}__name" if unit != "pk" else "name"))
