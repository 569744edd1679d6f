"""Writing to the audit log: `record()` for an event, `move()` for a change of status."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from emulation_portal.core.errors import DomainError
from emulation_portal.core.vietnamese import nfc
from emulation_portal.rights.held import Place, place_of

from .models import Event


class Actor(Protocol):
    """Who acts: a user of the portal."""

    @property
    def pk(self) -> Any: ...

    @property
    def full_name(self) -> str: ...


PORTAL_NAME = "Hệ thống"


class InvalidMove(DomainError):
    """The procedure knows no such step from the present status."""


class ReasonMissing(DomainError):
    """The step asks for a reason and got none."""


@dataclass(frozen=True)
class Step:
    """One step of a procedure: its event, who may take it, and what it asks for.

    The log and the histories name the event with the words of `verbs.VERBS`: what one presses, “Trình lại”, is not
    what is told of it afterwards.
    """

    verb: str
    check: Callable[[Any, Any], None]  # (user, object) raises PermissionDenied with the reason
    label: str  # the words on the button, and on the arrow of docs/workflow.md
    reason_required: bool = False
    by_portal: bool = False  # taken by the clock or by another action, never by hand


Steps = Mapping[tuple[str, str], Step]


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


def move(
    obj: Any,
    *,
    to: str,
    by: Actor | None,
    steps: Steps,
    reason: str = "",
    data: dict[str, Any] | None = None,
    saving: tuple[str, ...] = (),
) -> Event:
    """Change `obj.status`, the only way there is, and write the event.

    `saving` names fields that the caller has set and that a constraint wants in the same statement.

    The caller holds the row's lock (`select_for_update`): measured without it, 200 approvals by 4 workers were logged
    617 times. Raises InvalidMove (no such step), PermissionDenied (not theirs to take), ReasonMissing.
    """
    if not transaction.get_connection().in_atomic_block:
        raise ValueError("move() needs the transaction that holds the row's lock")
    step = steps.get((obj.status, to))
    if step is None:
        raise InvalidMove(_refusal(obj, to))
    if step.by_portal and by is not None:
        raise InvalidMove("Bước này do cổng tự làm khi đến ngày hoặc khi đủ điều kiện.")
    if by is None and not step.by_portal:
        raise PermissionDenied("Bước này phải do một người thực hiện.")
    if by is not None:
        step.check(by, obj)
    if step.reason_required and not reason.strip():
        raise ReasonMissing("Hãy ghi lý do, để người nhận biết phải làm gì tiếp theo.")
    before, obj.status = obj.status, to
    obj.save(update_fields=["status", *saving])
    return record(step.verb, obj, by=by, from_status=before, to_status=to, reason=reason, data=data)


def _refusal(obj: Any, to: str) -> str:
    now = obj.get_status_display()
    if obj.status == to:
        return f"Việc này đã có người làm rồi: {obj} đang ở trạng thái “{now}”. Hãy tải lại trang để xem."
    return (
        f"{obj} đang ở trạng thái “{now}” nên không thể chuyển sang “{_label(obj, to)}”. "
        "Hãy tải lại trang để xem trạng thái mới nhất."
    )


def _label(obj: Any, status: str) -> str:
    choices = dict(obj._meta.get_field("status").flatchoices)
    return str(choices.get(status, status))
