"""A closing, be it by a merger, that was written by mistake: what it ended, began and moved is as it was before."""

import datetime as dt
from collections import Counter
from typing import Any

from django.db import models

from emulation_portal.accounts.models import User
from emulation_portal.rights.models import Appointment

from ..models import BlockMembership, Closing, Position, SigningAuthority, Unit
from .standing import stand_back

HELD = (Appointment, Position, BlockMembership, SigningAuthority)


def end_held(rows: "models.QuerySet[Any]", *, on: dt.date) -> list[list[Any]]:
    """End rows on a day; return each with the end it had."""
    had = [[pk, until and until.isoformat()] for pk, until in rows.values_list("pk", "effective_to")]
    rows.update(effective_to=on)
    return had


def take_back(unit: Unit, *, closed_on: dt.date, by: User) -> dict[str, int]:
    """Undo what the closing of an opened unit did; return how many rows of each kind. What was changed since stays."""
    closing = Closing.objects.filter(unit=unit).first()
    counts: Counter[str] = Counter()
    if closing is None:
        return {}
    for model in HELD:
        name = str(model._meta.model_name)
        for pk, until in closing.ended.get(name, []):
            rows = model._base_manager.filter(pk=pk, effective_to=closed_on)
            counts[name] += rows.update(effective_to=until and dt.date.fromisoformat(until))
    for pk, until in closing.begun:
        begun = Position.objects.filter(pk=pk, effective_from=closed_on, effective_to=until)
        counts["begun"] += begun.delete()[0]
    for below in Unit.objects.filter(pk__in=closing.moved):
        counts["moved"] += stand_back(below, above=unit, since=closed_on, by=by)
    closing.delete()
    return {name: count for name, count in counts.items() if count}
