"""Half-open periods [effective_from, effective_to): the last day is the one before `effective_to`; null is open."""

import datetime as dt
from typing import Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from emulation_portal.core.prepared import Given

_PERIOD = Func("effective_from", "effective_to", function="daterange", output_field=DateRangeField())


def in_force_on(on: dt.date | Given, prefix: str = "") -> Q:
    """Return the condition that the period of the row behind the prefix holds the day."""
    starts = Q(**{f"{prefix}effective_from__lte": on})
    return starts & (Q(**{f"{prefix}effective_to__isnull": True}) | Q(**{f"{prefix}effective_to__gt": on}))


def period_constraint(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
        name=name,
        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
    )


def never_twice_at_once(name: str, *fields: str, words: str, condition: Q | None = None) -> ExclusionConstraint:
    """Let the database refuse two rows that agree in these fields and whose periods have a day in common."""
    return ExclusionConstraint(
        name=name,
        expressions=[*((field, RangeOperators.EQUAL) for field in fields), (_PERIOD, RangeOperators.OVERLAPS)],
        condition=condition,
        violation_error_message=words,
    )


def nobody_in_closed_unit(table: str) -> pgtrigger.Trigger:
    """Let the database refuse a row that lasts beyond the closing day of its unit.

    The share lock makes who places somebody and who closes the unit wait for each other.
    """
    return pgtrigger.Trigger(
        name="nobody_in_closed_unit",
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("unit_id", "effective_from", "effective_to"),
        when=pgtrigger.Before,
        declare=[("closing", "DATE")],
        func=f"""
            SELECT closed_on INTO closing FROM units_unit WHERE id = NEW.unit_id FOR SHARE;
            IF closing IS NOT NULL AND (NEW.effective_to IS NULL OR NEW.effective_to > closing) THEN
                RAISE EXCEPTION 'unit % of a row of {table} is closed from %', NEW.unit_id, closing
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_in_closed_unit';
            END IF;
            RETURN NEW;
        """,
    )


class InForceQuerySet(models.QuerySet):
    """Rows that hold for a time."""

    def in_force(self, *, on: dt.date) -> Self:
        return self.filter(in_force_on(on))
