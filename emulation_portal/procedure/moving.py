"""Taking a step: the row is locked before it is looked at, and nobody but this module writes a status."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from emulation_portal.audit.actions import record
from emulation_portal.core.changes import changes_between
from emulation_portal.core.declarations import declared
from emulation_portal.core.permissions import allows

from .declared import Procedure, Step, why_closed
from .errors import InvalidMove, ReadAnotherText, ReasonMissing
from .following import Follower, Taken
from .registry import procedure_of


def lock(model: type[models.Model] | str, pk: int, read: int | None = None) -> Any:
    """Return the row, locked, with the rows it inherits. `read` is the revision that the person had before their eyes.

    Raises ReadAnotherText.
    """
    found: Any = apps.get_model(model) if isinstance(model, str) else model
    parents = [parent.name for parent in found._meta.parents.values() if parent]
    obj = found._default_manager.select_for_update(of=("self", *parents)).get(pk=pk)
    check_read(obj, read)
    return obj


def check_read(obj: Any, read: int | None) -> None:
    """Raise ReadAnotherText unless the locked thing is what the person had read; None asks for no check."""
    if read is not None and read != obj.revision:
        noun = procedure_of(obj).noun
        raise ReadAnotherText(
            f"Nội dung {noun} đã được sửa sau khi bạn mở trang. Hãy đọc lại bản mới nhất rồi mới làm bước này."
        )


@contextmanager
def moving(obj: Any, event: str, *, by: Any, reason: str = "", data: dict[str, Any] | None = None) -> Iterator[Any]:
    """Take the step of this event with a locked row: check who and where, let the body act, move, write the event.

    Fields that the body changes are saved in the same statement as the status, and the event keeps what they were.
    Measured without the lock: 200 approvals by 4 workers were logged 617 times. Raises InvalidMove (no such step now),
    PermissionDenied (not theirs to take, or not here), ReasonMissing.
    """
    if not transaction.get_connection().in_atomic_block:
        raise ValueError("moving() needs the transaction that holds the row's lock")
    procedure = procedure_of(obj)
    step = procedure.step_for(obj, event)
    if step is None or not step.to:
        _check_ever(procedure, obj, event, by=by)
        raise InvalidMove(_refusal(procedure, obj, event))
    _check(step, obj, by=by, reason=reason)
    before = _values(obj)
    yield obj
    changes = changes_between(before, _values(obj))
    came_from, obj.status = obj.status, step.to
    fields = ["status", *changes]
    if hasattr(obj, "owner_since") and procedure.state_of(came_from).owner != procedure.state_of(step.to).owner:
        obj.owner_since = timezone.now()
        fields.append("owner_since")
    obj.save(update_fields=fields)
    details = {**(data or {}), **({"changed": changes} if changes else {})}
    written = record(
        procedure.verb_of(step), obj, by=by, from_status=came_from, to_status=step.to, reason=reason, data=details
    )
    taken = Taken(procedure, step, obj, came_from, by, reason, written.pk)
    for follower in declared(Follower):
        follower.follow(taken)


def check_may_begin(obj: Any, event: str, *, by: Any) -> Step:
    """Return the step of this event that begins something else and moves nothing of the locked row.

    Whoever asks logs what was begun. Raises InvalidMove (no such step now), PermissionDenied.
    """
    procedure = procedure_of(obj)
    step = procedure.step_for(obj, event)
    if step is None or step.to:
        _check_ever(procedure, obj, event, by=by)
        raise InvalidMove(_refusal(procedure, obj, event))
    _check(step, obj, by=by, reason="")
    return step


def move(obj: Any, event: str, *, by: Any, reason: str = "", data: dict[str, Any] | None = None) -> None:
    """Take a step that changes nothing but the state. Raises as `moving` does."""
    with moving(obj, event, by=by, reason=reason, data=data):
        pass


def _check_ever(procedure: Procedure, obj: Any, event: str, *, by: Any) -> None:
    """Raise PermissionDenied for who may take no step of the event in any state: they are not told where the thing is."""
    answers = [allows(step.check, by, obj) for step in procedure.steps if step.event == event] if by is not None else []
    if answers and not any(answers):
        raise PermissionDenied(answers[0].reason)


def _check(step: Step, obj: Any, *, by: Any, reason: str) -> None:
    if by is None and not step.by_portal:
        raise PermissionDenied("Bước này phải do một người thực hiện.")
    if by is not None:
        step.check(by, obj)
    if step.by_portal and by is not None:
        raise InvalidMove("Bước này do cổng tự làm khi đến ngày hoặc khi đủ điều kiện.")
    if step.asks_reason and not reason.strip():
        raise ReasonMissing("Hãy ghi lý do, để người nhận biết phải làm gì tiếp theo.")


def _values(obj: Any) -> dict[str, Any]:
    return {field.attname: getattr(obj, field.attname) for field in obj._meta.concrete_fields}


def _refusal(procedure: Procedure, obj: Any, event: str) -> str:
    steps = [step for step in procedure.steps if step.event == event]
    if words := why_closed(steps, obj):
        return words
    now, targets = procedure.label_of(obj.status), [step.to for step in steps]
    if obj.status in targets:
        return f"Việc này đã có người làm rồi: {obj} đang ở trạng thái “{now}”. Hãy tải lại trang để xem."
    wanted = f" nên không thể chuyển sang “{procedure.label_of(targets[0])}”" if targets and targets[0] else ""
    return f"{obj} đang ở trạng thái “{now}”{wanted}. Hãy tải lại trang để xem trạng thái mới nhất."
