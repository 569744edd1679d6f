"""Writing to the audit log. Changes of state are written by `procedure.moving`."""

from typing import Any, Protocol

from django.db import models

from emulation_portal.core.vietnamese import nfc
from emulation_portal.rights.held import Place, place_of

from ..enums import PORTAL_NAME
from ..models import Event


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
