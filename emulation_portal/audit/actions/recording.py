"""Writing to the audit log. Changes of state are written by `procedure.moving`."""

from collections.abc import Iterable
from itertools import islice
from typing import Any, NamedTuple, Protocol

from django.db import models

from emulation_portal.core.vietnamese import nfc
from emulation_portal.rights.held import Place, place_of

from ..enums import PORTAL_NAME
from ..models import Event

AT_ONCE = 2_000


class Actor(Protocol):
    """Who acts: a user of the portal."""

    @property
    def pk(self) -> Any: ...

    @property
    def full_name(self) -> str: ...


def record(
    verb: str,
    obj: models.Model,
    *,
    by: Actor | None,
    name: str = "",
    at: Place | None = None,
    from_status: str = "",
    to_status: str = "",
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """Write one event. It stands or falls with the transaction of what it tells.

    `at`: the unit where it happens, when that is neither the object's own place nor where the actor serves.
    """
    place = place_of(obj, at=at, by=by)
    return Event.objects.create(
        verb=verb,
        actor_id=by.pk if by else None,
        actor_name=by.full_name if by else PORTAL_NAME,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_name=(name or str(obj))[:500],
        unit_id=place.pk if place else None,
        place=place.path if place else "",
        from_status=from_status,
        to_status=to_status,
        reason=nfc(reason).strip(),
        data=data or {},
    )


class Happened(NamedTuple):
    """What happened to one of many things: its key and name, and the unit where it happened."""

    pk: int
    name: str
    unit_id: int
    path: str
    data: dict[str, Any]


def record_many(verb: str, model: type[models.Model], told: Iterable[Happened], *, by: Actor | None) -> None:
    """Write an event of each of many things of one kind, as `record` does of one, at the cost of a few statements."""
    waiting = iter(told)
    while part := list(islice(waiting, AT_ONCE)):
        Event.objects.bulk_create(
            Event(
                verb=verb,
                actor_id=by.pk if by else None,
                actor_name=by.full_name if by else PORTAL_NAME,
                object_type=model._meta.label_lower,
                object_id=str(each.pk),
                object_name=each.name[:500],
                unit_id=each.unit_id,
                place=each.path,
                data=each.data,
            )
            for each in part
        )
