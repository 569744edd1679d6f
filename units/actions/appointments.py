"""Roles, given for a time. A hand-over ends one person's and begins another's on the same day."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment

from .. import policies, regulations
from ..models import Unit
from .people import PeriodRefused, end_period


class AppointmentRefused(DomainError):
    """The role does not fit the unit, the account or the time."""


class LastAdministrator(DomainError):
    """Nobody could open an account any more."""


@transaction.atomic
def appoint(
    *, user: User, unit: Unit, role: str, since: dt.date, until: dt.date | None = None, by: User | None
) -> Appointment:
    """Give a user a role in a unit from this day, until the day before `until`.

    Raises PermissionDenied (not an administrator, or for oneself), AppointmentRefused.
    """
    if by:
        policies.check_can_appoint(by, user)
        policies.check_can_manage_people(by, unit)
    user = User.objects.select_for_update().get(pk=user.pk)  # two clicks: the second sees what the first wrote
    if not user.is_active:
        raise AppointmentRefused(f"Tài khoản {user.username} đã ngừng hoạt động. Hãy mở lại tài khoản trước.")
    if role not in regulations.roles_for(unit.kind):
        raise AppointmentRefused(f"Không có vai trò “{Role(role).label}” ở {unit.get_kind_display().lower()}.")
    if until is not None and until <= since:
        raise AppointmentRefused("Ngày kết thúc phải sau ngày bắt đầu.")
    rows = Appointment.objects.filter(user=user, unit=unit, role=role).exclude(effective_to__lte=since)
    overlap = (rows.filter(effective_from__lt=until) if until else rows).first()
    if overlap:
        raise AppointmentRefused(
            f"{user.full_name} đã được giao vai trò “{Role(role).label}” tại đây từ ngày "
            f"{short_date(overlap.effective_from)}."
        )
    appointment = Appointment.objects.create(user=user, unit=unit, role=role, effective_from=since, effective_to=until)
    _record("appointment.started", appointment, by=by)
    return appointment


def _record(verb: str, appointment: Appointment, *, by: User | None, reason: str = "", **data: str) -> None:
    record(
        verb, appointment.user, by=by, at=appointment.unit, reason=reason,
        data={
            "role": appointment.role,
            "unit": appointment.unit.name,
            "effective_from": appointment.effective_from.isoformat(),
            "effective_to": appointment.effective_to.isoformat() if appointment.effective_to else "",
            **data,
        },
    )  # fmt: skip


def _locked(appointment_id: int) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("user", "unit")
    return rows.get(pk=appointment_id)


@transaction.atomic
def end_appointment(*, appointment_id: int, on: dt.date, by: User, reason: str = "") -> Appointment:
    """Thôi giao vai trò from this day. Raises PermissionDenied, PeriodRefused, LastAdministrator."""
    policies.check_can_manage_people(by)
    check_an_administrator_stays(on=on, without=[appointment_id])  # its locks first, or two of these block each other
    appointment = _locked(appointment_id)
    end_period(appointment, on=on)
    _record("appointment.ended", appointment, by=by, reason=reason)
    return appointment


@transaction.atomic
def cancel_appointment(*, appointment_id: int, today: dt.date, by: User, reason: str) -> None:
    """Hủy a role given by mistake today or for a later day: its row goes, its events stay.

    Raises PermissionDenied, AppointmentRefused (in force before today, or no reason), LastAdministrator.
    """
    policies.check_can_manage_people(by)
    check_an_administrator_stays(on=today, without=[appointment_id])
    appointment = _locked(appointment_id)
    if appointment.effective_from < today:
        raise AppointmentRefused("Vai trò này đã có hiệu lực từ trước hôm nay nên chỉ có thể cho thôi, không hủy được.")
    if not reason.strip():
        raise AppointmentRefused("Hãy ghi lý do hủy.")
    _record("appointment.cancelled", appointment, by=by, reason=reason)
    appointment.delete()


@transaction.atomic
def hand_over(*, appointment_ids: Iterable[int], to: User, on: dt.date, by: User) -> list[Appointment]:
    """Bàn giao: the roles end for one and begin for the other on the same day, all or none.

    Raises PermissionDenied, AppointmentRefused (to themselves; ended before), PeriodRefused.
    """
    taken = []
    for appointment_id in sorted(appointment_ids):
        old = _locked(appointment_id)
        policies.check_can_appoint(by, to)
        if old.user_id == to.pk:
            raise AppointmentRefused("Người nhận bàn giao phải là người khác.")
        until = old.effective_to
        if until is not None and until <= on:
            raise PeriodRefused(f"Vai trò này đã kết thúc từ ngày {short_date(until)} nên không còn gì để bàn giao.")
        end_period(old, on=on)
        new = appoint(user=to, unit=old.unit, role=old.role, since=on, until=until, by=by)
        _record("appointment.handed_over", old, by=by, to=to.full_name, to_user=str(to.pk))
        taken.append(new)
    return taken


def check_an_administrator_stays(*, on: dt.date, without: Sequence[int] = (), without_user: int | None = None) -> None:
    """Raise LastAdministrator when nobody active would hold the role on the day.

    Locks all administrators' rows: two of them ending each other's role at once would leave none.
    """
    rows = (
        Appointment.objects.select_for_update(of=("self",))
        .filter(role=Role.ADMIN)
        .select_related("user")
        .order_by("pk")
    )
    present = [row for row in rows.in_force(on=on) if row.user.is_active]
    if not present:
        return
    staying = [row for row in present if row.pk not in without and row.user_id != without_user]
    if not staying:
        raise LastAdministrator(
            "Đây là quản trị viên cuối cùng. Hãy giao vai trò Quản trị hệ thống cho người khác trước."
        )
