"""Half-open periods [effective_from, effective_to): the last day is the one before `effective_to`; null is open."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q


def in_force_on(on: dt.date, prefix: str = "") -> Q:
    """Return the condition that the period of the row behind the prefix holds the day."""
    starts = Q(**{f"{prefix}effective_from__lte": on})
    return starts & (Q(**{f"{prefix}effective_to__isnull": True}) | Q(**{f"{prefix}effective_to__gt": on}))


def period_constraint(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
        name=name,
        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
    )


class InForceQuerySet(models.QuerySet):
    """Rows that hold for a time."""

    def in_force(self, *, on: dt.date) -> Self:
        return self.filter(in_force_on(on))
