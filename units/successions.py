"""Who succeeded whom, and whose papers a unit has by it."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from .models import Inheritance, Succession, Unit


def successors_of(unit: Unit) -> QuerySet[Succession]:
    """Return who takes, or will take, the tasks of a unit over."""
    return unit.successions.valid().select_related("successor")


def predecessors_of(unit: Unit) -> QuerySet[Succession]:
    """Return whose tasks a unit takes, or will take, over."""
    return unit.succeeded.valid().select_related("predecessor")


def hands_on(on: Any, issued_on: Any, prefix: str = "") -> Q:
    """Return the condition that by the inheritance behind the prefix one has, on a day, papers that were issued on another.

    Both days may be of the row, or given to a prepared query.
    """
    until = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": issued_on})
    return Q(**{f"{prefix}since__lte": on}) & until


def heirs_of(units: Any, *, on: dt.date, issued_on: dt.date) -> QuerySet[Inheritance]:
    """Return who has on a day what was issued to these units on another, directly or through others."""
    return Inheritance.objects.filter(hands_on(on, issued_on), predecessor__in=units)
