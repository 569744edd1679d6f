"""What waits for a person: every waiting state of every procedure, by itself."""

import datetime as dt
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from emulation_portal.core.work import WorkItem
from emulation_portal.rights.held import rights_of

from .opening import due_on
from .registry import procedure_of, procedures


def work_items(user: Any, *, on: dt.date) -> list[WorkItem]:
    """Return what waits for this user in any procedure, longest waiting first: one query for each table of things."""
    found = [_item(obj, on=on) for things in _waiting(user).values() for obj in things]
    return [item for _, item in sorted(found, key=lambda pair: pair[0])]


def _waiting(user: Any) -> dict[str, QuerySet[Any]]:
    """Return, by the model that lists show, what waits for a role of the user within their reach."""
    rights = rights_of(user)
    wanted: dict[str, Q] = {}
    for procedure in procedures():
        for status, state in procedure.states.items():
            if state.owner is None or not rights.hold(state.owner):
                continue
            here = rights.reach(procedure.unit, state.owner) & Q(status=status, **procedure.narrow)
            label = procedure.listed_as or procedure.model
            wanted[label] = wanted[label] | here if label in wanted else here
    return {label: apps.get_model(label)._default_manager.filter(condition) for label, condition in wanted.items()}


def _item(obj: Any, *, on: dt.date) -> tuple[str, WorkItem]:
    """Return since when the thing waits, to sort by, and the item."""
    state, since = procedure_of(obj).state_of(obj.status), obj.owner_since
    due = due_on(state, since)
    item = WorkItem(
        title=state.task,
        why=str(obj),
        url=obj.get_absolute_url(),
        button=state.button,
        due_on=due,
        is_late=due is not None and due < on,
    )
    return since.isoformat() if since else "", item
