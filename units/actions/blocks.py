"""Khối, cụm thi đua and who competes in them from when to when."""

import datetime as dt

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record

from .. import policies
from ..models import BlockMembership, EmulationBlock, Unit
from .organisation import UnitRefused, changes_of
from .people import end_period


@transaction.atomic
def save_block(block: EmulationBlock, *, by: User) -> EmulationBlock:
    """Write a new block down, or what changed of one. Raises PermissionDenied."""
    policies.check_can_manage_units(by)
    if block._state.adding:
        block.save()
        record("block.created", block, by=by)
        return block
    changed = changes_of(block, ["kind", "name"])
    block.save()
    if changed:
        record("block.changed", block, by=by, data={"changed": changed})
    return block


@transaction.atomic
def join_block(*, block: EmulationBlock, unit: Unit, since: dt.date, is_lead: bool, by: User) -> BlockMembership:
    """Let a unit compete in a block. Raises PermissionDenied, UnitRefused (closed, or in this or another block then)."""
    policies.check_can_manage_units(by)
    unit = Unit.objects.select_for_update().get(pk=unit.pk)  # two clicks must not put it into two blocks
    if unit.is_closed:
        raise UnitRefused(f"“{unit}” đã thôi hoạt động nên không vào khối, cụm được.")
    present = unit.block_memberships.exclude(effective_to__lte=since).select_related("block").first()
    if present:
        raise UnitRefused(f"“{unit}” đang ở {present.block}. Hãy cho ra khỏi khối đó trước ngày này rồi thêm lại.")
    membership = BlockMembership.objects.create(block=block, unit=unit, is_lead=is_lead, effective_from=since)
    record(
        "block.unit_joined", block, by=by, at=unit,
        data={"unit": unit.name, "since": since.isoformat(), "is_lead": is_lead},
    )  # fmt: skip
    return membership


@transaction.atomic
def leave_block(*, membership_id: int, on: dt.date, by: User) -> BlockMembership:
    """Take a unit out of a block from this day. Raises PermissionDenied, PeriodRefused."""
    policies.check_can_manage_units(by)
    membership = BlockMembership.objects.select_for_update(of=("self",)).select_related("unit", "block").get(
        pk=membership_id
    )  # fmt: skip
    end_period(membership, on=on)
    record(
        "block.unit_left", membership.block, by=by, at=membership.unit,
        data={"unit": membership.unit.name, "on": on.isoformat()},
    )  # fmt: skip
    return membership
