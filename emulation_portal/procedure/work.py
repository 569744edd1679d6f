"""What waits for a person: every waiting state of every procedure, by itself."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Q, QuerySet

from emulation_portal.audit.models import Event
from emulation_portal.core.declarations import derived
from emulation_portal.core.work import WorkItem, WorkList, page_of_rows
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

from .opening import due_on
from .registry import procedure_of, procedures

READ_AT_ONCE = 200  # keys are small, and as long as there are no more than that nothing is counted apart
Key = tuple[dt.datetime, str, int]  # since when a thing waits, its model, its primary key


def waiting_for(user: Any, on: dt.date) -> WorkList:
    """Return what waits for this user in any procedure, longest waiting first."""
    return _Waiting(_waiting(user), on)


class _Waiting:
    """Things of several tables in one order: keys are merged, and only the things of a page are read."""

    def __init__(self, by_model: dict[str, QuerySet[Any]], on: dt.date) -> None:
        self._by_model, self._on = by_model, on

    def page(self, start: int, stop: int) -> tuple[Sequence[WorkItem], int]:
        keys: list[Key] = []
        total = 0
        for label, rows in self._by_model.items():
            found, number = _keys(label, rows, stop)
            keys += found
            total += number
        return self._items(sorted(keys)[start:stop]), total

    def _items(self, page: list[Key]) -> list[WorkItem]:
        things = {
            (label, obj.pk): obj
            for label, rows in self._by_model.items()
            if (wanted := [pk for _, of, pk in page if of == label])
            for obj in rows.model._default_manager.filter(pk__in=wanted)
        }
        senders = _senders(things.values()) if things else {}
        found = [(since, things[label, pk]) for since, label, pk in page if (label, pk) in things]
        waiting = [obj for since, obj in found if obj.owner_since == since]  # one may just have been moved
        return [_item(obj, on=self._on, sender=senders.get(_subject(obj), "")) for obj in waiting]


def _waiting(user: Any) -> dict[str, QuerySet[Any]]:
    """Return, by the model that lists show, what waits for a role of the user within their reach."""
    rights = rights_of(user)
    held = [each for each in _waiting_states() if rights.hold(each.owner)]
    stand: dict[tuple[str, Q], Q] = {}  # those of all roles that reach equally far together
    for each in held:
        place = each.label, rights.reach(each.unit, each.owner)
        stand[place] = stand.get(place, Q()) | each.stands
    wanted: dict[str, Q] = {}
    for (label, reach), stands in stand.items():
        wanted[label] = wanted.get(label, Q()) | reach & stands
    return {label: apps.get_model(label)._default_manager.filter(condition) for label, condition in wanted.items()}


class _WaitingStates(NamedTuple):
    """Where things of a procedure wait for a role: the model that lists show, the look-up of their unit, their states."""

    label: str
    unit: str
    owner: Role
    stands: Q


@derived
def _waiting_states() -> list[_WaitingStates]:
    found = []
    for each in procedures():
        waiting = {status: state for status, state in each.states.items() if state.owner and not state.is_pooled}
        for owner in {state.owner for state in waiting.values() if state.owner is not None}:
            states = sorted(status for status, state in waiting.items() if state.owner == owner)
            stands = Q(status__in=states, **each.narrow)
            found.append(_WaitingStates(each.listed_as or each.model, each.unit, owner, stands))
    return found


def _keys(label: str, rows: QuerySet[Any], stop: int) -> tuple[list[Key], int]:
    order = rows.order_by("owner_since", "pk").values_list("owner_since", "pk")
    found, number = page_of_rows(order, 0, max(stop, READ_AT_ONCE))
    return [(since, label, pk) for since, pk in found], number


def _subject(obj: Any) -> tuple[str, str]:
    """Return how the log names the thing: by the model of its procedure, which may inherit the one that lists show."""
    return procedure_of(obj).model.lower(), str(obj.pk)


def _senders(things: Any) -> dict[tuple[str, str], str]:
    """Return who moved each thing to where it stands: one query for all."""
    stands = {_subject(obj): obj.status for obj in things}
    moved = Q(pk__in=())
    for label in {label for label, _ in stands}:
        moved |= Q(object_type=label, object_id__in=[key for of, key in stands if of == label])
    events = Event.objects.filter(moved).exclude(to_status="").order_by("pk")
    told = events.values_list("object_type", "object_id", "to_status", "actor_name")
    return {(label, key): name for label, key, status, name in told if stands[label, key] == status}


def _item(obj: Any, *, on: dt.date, sender: str) -> WorkItem:
    state, since = procedure_of(obj).state_of(obj.status), obj.owner_since
    due = due_on(state, since)
    return WorkItem(
        title=state.task,
        why=str(obj),
        url=obj.get_absolute_url(),
        button=state.button,
        due_on=due,
        is_late=due is not None and due < on,
        sender=sender,
        came=state.came,
        since=since,
    )
