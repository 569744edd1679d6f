"""Roles, given for a time. A hand-over ends one person's and begins another's on the same day."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import Read
from emulation_portal.core.vietnamese import squeeze
from emulation_portal.rights.enums import BLOCK_ROLES, Role, StandIn
from emulation_portal.rights.models import Appointment

from .. import policies, regulations
from ..models import BlockMembership, EmulationBlock, Unit
from .locking import lock_open_unit, lock_row, lock_unit
from .people import PeriodRefused, end_period


class AppointmentRefused(DomainError):
    """The role does not fit the unit, the account or the time."""


class LastAdministrator(DomainError):
    """Nobody could open an account any more."""


@transaction.atomic
def appoint(
    *,
    user: User,
    unit: Unit,
    role: str,
    since: dt.date,
    until: dt.date | None = None,
    block: EmulationBlock | None = None,
    stand_in: str = StandIn.HOLDER,
    basis: str = "",
    by: User | None,
) -> Appointment:
    """Give a user a role at a unit, or at a block on behalf of a unit, from this day until the day before `until`.

    Raises PermissionDenied (not an administrator there, or for oneself), UnitClosed, AppointmentRefused.
    Source: NĐ 30/2020/NĐ-CP Điều 13: thừa ủy quyền is written and limited in time.
    """
    if by:
        policies.check_can_appoint(by, user)
        policies.check_can_place_people(by, unit)
    user = User.objects.select_for_update().get(pk=user.pk)  # two clicks: the second sees what the first wrote
    unit = lock_open_unit(unit.pk)
    if not user.is_active:
        raise AppointmentRefused(f"Tài khoản {user.username} đã ngừng hoạt động. Hãy mở lại tài khoản trước.")
    if until is not None and until <= since:
        raise AppointmentRefused("Ngày kết thúc phải sau ngày bắt đầu.")
    if stand_in == StandIn.TUQ and not (basis and until):
        raise AppointmentRefused("Thừa ủy quyền (TUQ.) phải có văn bản giao và ngày kết thúc.")
    _check_fits(role, unit, block, since)
    row = Appointment(
        user=user,
        unit=unit,
        block=block,
        role=role,
        stand_in=stand_in,
        basis=squeeze(basis),
        effective_from=since,
        effective_to=until,
    )
    _check_not_held(row)
    row.save()
    _record("appointment.started", row, by=by)
    return row


def _check_fits(role: str, unit: Unit, block: EmulationBlock | None, since: dt.date) -> None:
    """Raise AppointmentRefused when the role is none of the unit's, or the unit does not compete in the block."""
    if role not in BLOCK_ROLES:
        if role not in regulations.roles_for(unit.kind):
            raise AppointmentRefused(f"Không có vai trò “{Role(role).label}” ở {unit.get_kind_display().lower()}.")
        return
    if block is None:
        raise AppointmentRefused("Khối trưởng, cụm trưởng được giao ở trang của khối, cụm.")
    if not BlockMembership.objects.in_force(on=since).filter(block=block, unit=unit).exists():
        raise AppointmentRefused(f"“{unit}” không ở {block} trong ngày {short_date(since)}.")


def _check_not_held(row: Appointment) -> None:
    place = {"block": row.block} if row.block else {"unit": row.unit, "block": None}
    same = Appointment.objects.filter(user=row.user, role=row.role, **place).exclude(
        effective_to__lte=row.effective_from
    )
    held = (same.filter(effective_from__lt=row.effective_to) if row.effective_to else same).first()
    if held:
        raise AppointmentRefused(
            f"{row.user.full_name} đã được giao vai trò “{Role(row.role).label}” tại đây từ ngày "
            f"{short_date(held.effective_from)}."
        )


def _record(verb: str, row: Appointment, *, by: User | None, reason: str = "", **data: str) -> None:
    facts = {
        "role": row.role,
        "unit": row.unit.name,
        "block": row.block.name if row.block else "",
        "stand_in": row.stand_in,
        "basis": row.basis,
        "effective_from": row.effective_from.isoformat(),
        "effective_to": row.effective_to.isoformat() if row.effective_to else "",
        **data,
    }
    needed = {name: value for name, value in facts.items() if value or name == "effective_to"}
    record(verb, row.user, by=by, at=row.unit, reason=reason, data=needed)


def _locked(appointment_id: int) -> Appointment:
    return lock_row(Appointment.objects.select_related("user", "unit", "block"), appointment_id)


@transaction.atomic
def end_appointment(
    *, appointment_id: int, on: dt.date, by: User, reason: str = "", read: Read | None = None
) -> Appointment:
    """Thôi giao vai trò from this day. Raises PermissionDenied, PeriodRefused, ChangedMeanwhile, LastAdministrator."""
    policies.check_can_administer(by)
    check_an_administrator_stays(on=on, without=[appointment_id])  # its locks first, or two of these block each other
    row = _locked(appointment_id)
    policies.check_can_end(by, row)
    end_period(row, on=on, read=read)
    _record("appointment.ended", row, by=by, reason=reason)
    return row


@transaction.atomic
def cancel_appointment(*, appointment_id: int, today: dt.date, by: User, reason: str) -> None:
    """Hủy a role given by mistake today or for a later day: its row goes, its events stay.

    Raises PermissionDenied, AppointmentRefused (in force before today, or no reason), LastAdministrator.
    """
    policies.check_can_administer(by)
    check_an_administrator_stays(on=today, without=[appointment_id])
    row = _locked(appointment_id)
    policies.check_can_end(by, row)
    if row.effective_from < today:
        raise AppointmentRefused("Vai trò này đã có hiệu lực từ trước hôm nay nên chỉ có thể cho thôi, không hủy được.")
    if not reason.strip():
        raise AppointmentRefused("Hãy ghi lý do hủy.")
    _record("appointment.cancelled", row, by=by, reason=reason)
    row.delete()


@transaction.atomic
def hand_over(*, appointment_ids: Iterable[int], to: User, on: dt.date, by: User) -> list[Appointment]:
    """Bàn giao: the roles end for one and begin for the other on the same day, all or none.

    Raises PermissionDenied, AppointmentRefused (to themselves; ended before), PeriodRefused, UnitClosed.
    """
    policies.check_can_appoint(by, to)
    wanted = sorted(appointment_ids)
    for unit_id in sorted(set(Appointment.objects.filter(pk__in=wanted).values_list("unit_id", flat=True))):
        lock_unit(unit_id)
    taken = []
    for appointment_id in wanted:
        old = _locked(appointment_id)
        policies.check_can_end(by, old)
        if old.user_id == to.pk:
            raise AppointmentRefused("Người nhận bàn giao phải là người khác.")
        until = old.effective_to
        if until is not None and until <= on:
            raise PeriodRefused(f"Vai trò này đã kết thúc từ ngày {short_date(until)} nên không còn gì để bàn giao.")
        end_period(old, on=on)
        new = appoint(
            user=to,
            unit=old.unit,
            role=old.role,
            since=on,
            until=until,
            block=old.block,
            stand_in=old.stand_in,
            basis=old.basis,
            by=by,
        )
        _record("appointment.handed_over", old, by=by, to=to.full_name, to_user=str(to.pk))
        taken.append(new)
    return taken


def check_an_administrator_stays(*, on: dt.date, without: Sequence[int] = (), without_user: int | None = None) -> None:
    """Raise LastAdministrator when an alliance that has an administrator on the day would have none.

    Locks all administrators' rows: two of them ending each other's role at once would leave none.
    """
    rows = Appointment.objects.select_for_update(of=("self",)).filter(role=Role.ADMIN).order_by("pk")
    present = [row for row in rows.in_force(on=on).select_related("user", "unit") if row.user.is_active]
    going = [row for row in present if row.pk in without or row.user_id == without_user]
    left = {row.unit.root_id for row in present if row not in going}
    if any(row.unit.root_id not in left for row in going):
        raise LastAdministrator(
            "Đây là quản trị viên cuối cùng. Hãy giao vai trò Quản trị hệ thống cho người khác trước."
        )
