"""A closing, be it by a merger, that was written by mistake: what it ended, began and moved is as it was before."""

import datetime as dt
from collections import Counter
from typing import Any

from django.db import IntegrityError, models, transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
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
    """Undo what the closing of an opened unit did; return how many rows of each kind, and how many were `left`.

    Left is what was changed since, what another row stands in the way of, and a role of an account that was closed.
    """
    closing = Closing.objects.filter(unit=unit).first()
    counts: Counter[str] = Counter()
    if closing is None:
        return {}
    for model in HELD:
        name = str(model._meta.model_name)
        for pk, until in closing.ended.get(name, []):
            counts[name if _restore(model, pk, until, closed_on=closed_on, by=by) else "left"] += 1
    for pk, until in closing.begun:
        counts["begun" if _unless_needed(unit, pk, until, closed_on=closed_on, by=by) else "left"] += 1
    for below in Unit.objects.filter(pk__in=closing.moved):
        counts["moved" if stand_back(below, above=unit, since=closed_on, by=by) else "left"] += 1
    closing.delete()
    return dict(counts)


def _restore(model: Any, pk: int, until: str | None, *, closed_on: dt.date, by: User) -> bool:
    row = model._base_manager.filter(pk=pk, effective_to=closed_on).first()
    if row is None or (isinstance(row, Appointment) and not row.user.is_active):
        return False
    row.effective_to = until and dt.date.fromisoformat(until)
    try:
        with transaction.atomic():
            row.save(update_fields=["effective_to"])
    except IntegrityError:  # another of its kind has begun since
        return False
    if isinstance(row, Appointment):
        record("appointment.restored", row.user, by=by, at=row.unit, data={"role": row.role, "unit": row.unit.name})
    return True


def _unless_needed(unit: Unit, pk: int, until: str | None, *, closed_on: dt.date, by: User) -> bool:
    """Take away a post that began by the closing, unless it was changed since, or another closing brought it too."""
    others = Closing.objects.exclude(unit=unit).filter(begun__contains=[[pk, until]])
    row = Position.objects.filter(pk=pk, effective_from=closed_on, effective_to=until).select_related("person", "unit")
    if (post := row.first()) is None or others.exists():
        return False
    data = {"title": post.title, "unit": post.unit.name}
    record("position.cancelled", post.person, by=by, at=post.unit, data=data)
    post.delete()
    return True
