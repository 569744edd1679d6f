"""Letting a unit of two or three people have one person write and confirm."""

import datetime as dt

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError
from emulation_portal.procedure.moving import lock
from units.models import Unit

from ..models import SoleSignOff
from ..policies import check_can_let_sign_alone


class ReasonWanted(DomainError):
    """Why stands in the log."""


@transaction.atomic
def let_sign_alone(*, unit_id: int, reason: str, by: User, on: dt.date) -> SoleSignOff:
    """Let one person of the unit write and confirm its reports from now on. Raises PermissionDenied, ReasonWanted."""
    unit: Unit = lock(Unit, unit_id)
    check_can_let_sign_alone(by, unit)
    if not reason.strip():
        raise ReasonWanted("Hãy ghi lý do, ví dụ: đơn vị chỉ có hai người làm việc thường xuyên.")
    allowed, is_new = SoleSignOff.objects.get_or_create(
        unit=unit, defaults={"reason": reason.strip(), "allowed_on": on, "allowed_by": by}
    )
    if is_new:
        record("unit.sole_sign_off_allowed", unit, by=by, reason=reason)
    return allowed


@transaction.atomic
def end_sole_sign_off(*, unit_id: int, by: User) -> bool:
    """Ask for two people again; return whether one was enough until now. Raises PermissionDenied."""
    unit: Unit = lock(Unit, unit_id)
    check_can_let_sign_alone(by, unit)
    gone, _ = SoleSignOff.objects.filter(unit=unit).delete()
    if gone:
        record("unit.sole_sign_off_ended", unit, by=by)
    return bool(gone)
