"""Sample awards of the years 2021 to 2025: runs of titles, one that was cancelled, names that nobody is linked to yet; and a
complaint that is being looked into.
"""

import datetime as dt
from typing import Any

from campaigns.sample.staging import Cast
from emulation_portal.accounts.models import User
from emulation_portal.law.enums import AwardGround, AwardSubject
from emulation_portal.procedure.acting import carry_out
from units.models import Position, Unit
from units.sample import SampleUnits

from .actions import save_award, save_conduct
from .enums import ConductKind
from .models import ConductFact, PastAward

FIRST_YEAR, LAST_YEAR, CANCELLED_IN = 2021, 2025, 2023
_CHAIR = "Chủ tịch Liên minh Hợp tác xã tỉnh"
_PROVINCE = "Chủ tịch Ủy ban nhân dân tỉnh"


def is_there() -> bool:
    return PastAward.objects.exists()


def load_history(on: dt.date, so_far: dict[type, Any]) -> None:
    """Load what was decided before the day, in years that are over."""
    officer = so_far[Cast].officer
    units = so_far[SampleUnits].members
    complaint = {"kind": ConductKind.COMPLAINT, "since": on - dt.timedelta(days=40), "note": "Đơn đang được xác minh."}
    save_conduct(ConductFact(unit=units[4], **complaint), by=officer, on=on)
    for year in range(FIRST_YEAR, min(LAST_YEAR, on.year - 1) + 1):
        _titles_of(year, units, officer, on)
    if on.year <= CANCELLED_IN:
        return
    cancelled = _write(
        units[1], units[1].name, officer, on, award="GK", year=None, decided_on=dt.date(CANCELLED_IN, 5, 19), number=41
    )
    carry_out(
        cancelled,
        "cancelled",
        by=officer,
        on=on,
        reason="Kê khai không đúng số liệu của năm 2022.",
        cancelled_by="77/QĐ-LMHTX của Chủ tịch Liên minh Hợp tác xã tỉnh",
        cancelled_on=dt.date(CANCELLED_IN, 9, 8),
    )


def _titles_of(year: int, units: list[Unit], officer: User, on: dt.date) -> None:
    """Write the titles of a year, decided in its last days; the last are linked to nobody, as old lists come."""
    decided_on = dt.date(year, 12, 22)
    for at, unit in enumerate(units[:8]):
        serving = Position.objects.filter(unit=unit).select_related("person").order_by("pk")
        common: dict[str, Any] = {"year": year, "decided_on": decided_on}
        for post in serving:
            person = {"subject": AwardSubject.PERSON, "post": post.title} | common
            known = None if at >= 6 else post.person
            _write(unit, post.person.full_name, officer, on, award="LDTT", number=110, person=known, **person)
            # A run that is whole, and one with a gap in it.
            if post.is_head and (at % 2 == 0 or year != LAST_YEAR - 1):
                _write(unit, post.person.full_name, officer, on, award="CSTDCS", number=111, person=known, **person)
        _write(unit, unit.name, officer, on, award="TTLDTT", number=112, **common)
    if year == LAST_YEAR:
        first = units[0]
        _write(
            *(first, first.name, officer, on),
            award="BKT",
            number=2150,
            authority=_PROVINCE,
            symbol="QĐ-UBND",
            year=None,
            decided_on=dt.date(year, 11, 12),
            achieved_from=dt.date(year - 1, 1, 1),
            achieved_to=dt.date(year, 6, 30),
            ground=AwardGround.CAMPAIGN,
            achievement="Có thành tích xuất sắc trong phong trào thi đua xây dựng nông thôn mới.",
        )


def _write(
    unit: Unit,
    name: str,
    officer: User,
    on: dt.date,
    *,
    number: int,
    authority: str = _CHAIR,
    symbol: str = "QĐ-LMHTX",
    subject: str = AwardSubject.COLLECTIVE,
    **says: Any,
) -> PastAward:
    row = PastAward(
        unit=unit, name=name, subject=subject, decision_number=f"{number}/{symbol}", decided_by=authority, **says
    )
    return save_award(row, by=officer, on=on)
