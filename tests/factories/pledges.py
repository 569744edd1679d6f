"""Giao ước, as tests need them, brought to any station by the real actions."""

import datetime as dt

from campaigns.pledges import actions
from campaigns.pledges.actions import SignedOnPaper
from campaigns.pledges.content import Pledged, PledgedAim
from campaigns.pledges.models import Pledge, PledgeParty, PledgeSignature
from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today
from emulation_portal.procedure.acting import carry_out
from emulation_portal.rights.enums import Role
from units.models import EmulationBlock, Unit

from . import files
from .campaigns import cast
from .people import AppointmentFactory, BlockFactory, BlockMembershipFactory, UnitFactory, account
from .reports import people_of_unit

SAID = Pledged(
    preamble="Căn cứ Luật Thi đua, khen thưởng\nCác đơn vị trong khối thống nhất ký giao ước:",
    content="Điều 1. Hoàn thành chỉ tiêu của năm.\nĐiều 2. Nộp báo cáo đúng hạn.",
    targets=(PledgedAim("Doanh thu tăng", "từ 8% trở lên"), PledgedAim("Thành viên mới", "05 thành viên")),
)


def block_of_units(*units: Unit, **fields) -> EmulationBlock:
    """Return a block in which these units compete."""
    block = BlockFactory(**fields)
    for unit in units:
        BlockMembershipFactory(block=block, unit=unit)
    return block


def draft(block: EmulationBlock, *, year: int = 0, due_in: int = 20, by: User | None = None) -> Pledge:
    """Return the giao ước of a block with its text, not opened yet; due in so many days."""
    on, by = today(), by or cast().officer
    row = actions.begin_pledge(block=block, year=year or on.year, due_on=on + dt.timedelta(days=due_in), by=by)
    return actions.write_pledge(pledge_id=row.pk, said=SAID, seen=row.revision, by=by)


def signing(block: EmulationBlock, *, by: User | None = None, **fields) -> Pledge:
    """Return one that the units of the block are signing."""
    by = by or cast().officer
    return carry_out(draft(block, by=by, **fields), "opened", by=by, on=today())


def party(pledge: Pledge, unit: Unit) -> PledgeParty:
    return PledgeParty.objects.standing().get(pledge=pledge, unit=unit)


def signed(pledge: Pledge, unit: Unit, head: User) -> PledgeSignature:
    version = pledge.versions.count()
    return actions.sign(party_id=party(pledge, unit).pk, version=version, by=head, on=today())


def scanned(pledge: Pledge, *units: Unit, by: User | None = None) -> list[PledgeSignature]:
    by = by or cast().officer
    rows = [SignedOnPaper(party(pledge, unit).pk, "Trần Văn Ký", "Giám đốc") for unit in units]
    scan = files.sent(by=by)
    return actions.file_scan(pledge_id=pledge.pk, signed=rows, signed_on=today(), scan=scan, by=by, on=today())


def two_units() -> tuple[Unit, Unit]:
    return UnitFactory(), UnitFactory()


def in_state(status: str) -> Pledge:
    """Return a giao ước in this state; one that is being signed can be concluded."""
    officer, units = cast().officer, two_units()
    block = block_of_units(*units)
    if status == "draft":
        return draft(block)
    if status == "dropped":
        return carry_out(draft(block), "dropped", by=officer, on=today(), reason="Lập nhầm.")
    row = signing(block)
    for unit in units:
        signed(row, unit, people_of_unit(unit)[1])
    return carry_out(row, "concluded", by=officer, on=today()) if status == "concluded" else row


def lead_of(block: EmulationBlock, unit: Unit) -> User:
    """Return somebody who leads the block on behalf of the unit."""

    user = account()
    AppointmentFactory(user=user, unit=unit, role=Role.CLUSTER_LEAD, block=block)
    return user
