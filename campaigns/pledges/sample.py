"""Giao ước in the sample: those of last year, concluded, and those of the coming year, which the khối are signing."""

import datetime as dt
import io
from typing import Any

from PIL import Image

from campaigns.sample.staging import Cast
from emulation_portal.accounts.models import User
from emulation_portal.files.actions import receive_file
from emulation_portal.files.models import StoredFile
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from units.models import EmulationBlock, Unit
from units.sample import SampleUnits

from .actions import SignedOnPaper, begin_pledge, conclude, file_scan, open_signing, sign, write_pledge
from .content import Pledged, PledgedAim, said_in
from .forms import SCANS
from .models import Pledge, PledgeParty

_DAYS_LEFT = 20
_AIMS = (
    PledgedAim("Doanh thu bình quân của các đơn vị trong khối tăng", "từ 8% trở lên"),
    PledgedAim("Đơn vị nộp báo cáo thi đua đúng hạn", "100%"),
    PledgedAim("Thành viên mới kết nạp của mỗi đơn vị", "ít nhất 05 thành viên"),
    PledgedAim("Ủng hộ quỹ vì người nghèo, đền ơn đáp nghĩa", "mỗi đơn vị ít nhất 01 đợt"),
)


def is_there() -> bool:
    return Pledge.objects.exists()


def load_pledges(on: dt.date, so_far: dict[type, Any]) -> None:
    """Load for each khối one that was concluded, and for the first two one that is being signed."""
    units, cast = so_far[SampleUnits], so_far[Cast]
    coming = on.year if on.month <= 6 else on.year + 1
    for block in units.blocks:
        _concluded(block, coming - 1, on=on, officer=cast.officer)
    for block in units.blocks[:2]:
        _signing(block, coming, on=on, officer=cast.officer, spared=units.members[1])


def _begun(block: EmulationBlock, year: int, due_on: dt.date, *, on: dt.date, officer: User) -> Pledge:
    pledge = begin_pledge(block=block, year=year, due_on=due_on, by=officer)
    said = said_in(pledge)
    said = Pledged(said.preamble, said.content, _AIMS)
    write_pledge(pledge_id=pledge.pk, said=said, seen=pledge.revision, by=officer)
    return open_signing(pledge_id=pledge.pk, by=officer, on=on)


def _concluded(block: EmulationBlock, year: int, *, on: dt.date, officer: User) -> None:
    """Let all units of a khối have signed on one paper, at the conference of the year's first months."""
    day = min(dt.date(year, 2, 10), on)
    pledge = _begun(block, year, day, on=day, officer=officer)
    _on_paper(list(pledge.parties.all()), pledge, on=day, officer=officer)
    conclude(pledge_id=pledge.pk, by=officer, on=day)


def _signing(block: EmulationBlock, year: int, *, on: dt.date, officer: User, spared: Unit) -> None:
    """Let who has an account have signed on the portal, two more on paper, and most not yet; one is left to be tried."""
    pledge = _begun(block, year, on + dt.timedelta(days=_DAYS_LEFT), on=on, officer=officer)
    parties = list(pledge.parties.exclude(unit=spared).order_by("name", "pk"))
    heads = {row.unit_id: row.user for row in Appointment.objects.filter(role=Role.UNIT_HEAD).select_related("user")}
    signing = [party for party in parties if party.unit_id in heads][:2]
    for party in signing:
        sign(party_id=party.pk, version=1, by=heads[party.unit_id], on=on)
    _on_paper([party for party in parties if party not in signing][:2], pledge, on=on, officer=officer)


def _on_paper(parties: list[PledgeParty], pledge: Pledge, *, on: dt.date, officer: User) -> None:
    signed = [SignedOnPaper(party.pk, *_head_of(party.unit)) for party in parties]
    file_scan(pledge_id=pledge.pk, signed=signed, signed_on=on, scan=_scan(officer), by=officer, on=on)


def _head_of(unit: Unit) -> tuple[str, str]:
    head = unit.positions.filter(is_head=True).select_related("person").order_by("pk").first()
    return (head.person.full_name, head.title) if head else ("Người ký (mẫu)", "")


def _scan(officer: User) -> StoredFile:
    """Return a blank sheet in the place of a scan."""
    stream = io.BytesIO()
    Image.new("RGB", (300, 420), "#fbfaf7").save(stream, "PNG")
    stream.seek(0)
    return receive_file("ban-ky-giao-uoc-mau.png", stream, allowed=SCANS, by=officer)
