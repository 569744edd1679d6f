"""Khối, cụm thi đua and who competes in them from when to when."""

import datetime as dt
from contextlib import AbstractContextManager

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.contention import naming_what_is_taken
from emulation_portal.core.dates import short_date
from emulation_portal.core.versions import Read, saving
from emulation_portal.rights.models import Appointment

from .. import policies
from ..models import BlockMembership, EmulationBlock, Unit
from .appointments import end_appointment
from .locking import lock_open_unit, lock_row
from .organisation import UnitRefused
from .people import end_period


@transaction.atomic
def save_block(block: EmulationBlock, *, by: User, read: Read | None = None) -> EmulationBlock:
    """Write a new block down, or what changed of one; return it as it is saved.

    Raises PermissionDenied, UnitRefused (a unit in two of a kind), ChangedMeanwhile.
    """
    policies.check_can_manage_block(by, block)
    if block._state.adding:
        with _naming_taken_name(block.name):
            block.save()
        record("block.created", block, by=by)
        return block
    change = saving(block, ("kind", "name"), read=read)
    if "kind" in change.names:
        _check_stands_alone(change.after)
    with _naming_taken_name(change.after.name):
        block = change.write()
    if change.told:
        record("block.changed", block, by=by, data={"changed": change.told})
    return block


def _naming_taken_name(name: str) -> AbstractContextManager[None]:
    def taken() -> UnitRefused:
        return UnitRefused(f"Tên “{name}” vừa có khối, cụm khác dùng. Hãy ghi tên khác.")

    return naming_what_is_taken({"block_name_once_in_alliance": taken})


def _check_stands_alone(block: EmulationBlock) -> None:
    """Raise UnitRefused when a unit of the block would stand in two of its new kind at once."""
    others = BlockMembership.objects.filter(kind=block.kind, unit__in=block.memberships.values("unit"))
    for other in others.exclude(block=block).select_related("unit", "block"):
        own = block.memberships.filter(unit=other.unit).exclude(effective_to__lte=other.effective_from)
        if (own.filter(effective_from__lt=other.effective_to) if other.effective_to else own).exists():
            raise UnitRefused(f"“{other.unit}” đã ở {other.block}, cũng là {block.get_kind_display().lower()}.")


@transaction.atomic
def join_block(*, block: EmulationBlock, unit: Unit, since: dt.date, by: User) -> BlockMembership:
    """Let a unit compete in a block.

    Raises PermissionDenied, UnitClosed, UnitRefused (of another alliance, or in a block of this kind then).
    """
    policies.check_can_manage_block(by, block)
    policies.check_can_manage_units(by, unit)
    unit = lock_open_unit(unit.pk)  # two clicks must not put it into two blocks
    if unit.root_id != block.alliance_id:
        raise UnitRefused(f"“{unit}” không thuộc {block.alliance}, là nơi lập {block}.")
    of_kind = unit.block_memberships.filter(kind=block.kind).exclude(effective_to__lte=since)
    present = of_kind.select_related("block").first()
    if present:
        raise UnitRefused(f"“{unit}” đang ở {present.block}. Hãy cho ra khỏi khối đó trước ngày này rồi thêm lại.")
    membership = BlockMembership.objects.create(block=block, unit=unit, effective_from=since)
    record("block.unit_joined", block, by=by, at=unit, data={"unit": unit.name, "since": since.isoformat()})
    return membership


@transaction.atomic
def leave_block(*, membership_id: int, on: dt.date, by: User, read: Read | None = None) -> BlockMembership:
    """Take a unit out of a block from this day; whoever leads the block on its behalf leads it no more.

    Raises PermissionDenied, PeriodRefused, ChangedMeanwhile, UnitRefused (somebody begins to lead it on or after the day).
    """
    membership = lock_row(BlockMembership.objects.select_related("unit", "block__alliance"), membership_id)
    policies.check_can_manage_block(by, membership.block)
    end_period(membership, on=on, read=read)
    leads = Appointment.objects.filter(block=membership.block, unit=membership.unit).exclude(effective_to__lte=on)
    for lead in leads.select_related("user"):
        if lead.effective_from >= on:
            raise UnitRefused(
                f"{lead.user} được giao làm khối trưởng từ ngày {short_date(lead.effective_from)}. "
                "Hãy hủy việc giao đó trước."
            )
        end_appointment(appointment_id=lead.pk, on=on, by=by, reason=f"{membership.unit} ra khỏi {membership.block}.")
    data = {"unit": membership.unit.name, "on": on.isoformat()}
    record("block.unit_left", membership.block, by=by, at=membership.unit, data=data)
    return membership
