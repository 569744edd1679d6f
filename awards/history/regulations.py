"""What an award of the past must say to count. Pure."""

import datetime as dt
from collections.abc import Iterator

from emulation_portal.law.catalogue import award_type, label_of
from emulation_portal.law.enums import AwardClass, AwardSubject

FIRST_AWARD_YEAR = 1948  # Lời kêu gọi thi đua ái quốc, 11/6/1948


def may_be_given_to(award: str, subject: str) -> bool:
    """Return whether the catalogue knows the award for such a subject. Raises KeyError."""
    return AwardSubject(subject) in award_type(award).subjects


def is_of_a_year(award: str) -> bool:
    """Return whether the award is a danh hiệu, which is won for a year. Raises KeyError."""
    return award_type(award).kind == AwardClass.TITLE


def faults_of(
    award: str,
    subject: str,
    *,
    year: int | None,
    achieved_from: dt.date | None,
    achieved_to: dt.date | None,
    decided_on: dt.date,
    on: dt.date,
) -> Iterator[tuple[str, str]]:
    """Yield what does not hold together in an award that is written down on the day: the column, and what to do about it.

    Raises KeyError for an award that the catalogue does not know.
    """
    if not may_be_given_to(award, subject):
        whom = AwardSubject(subject).label.lower()
        yield "award", f"{label_of(award)} không tặng cho {whom}. Hãy chọn lại danh hiệu hoặc đối tượng."
    if is_of_a_year(award) and year is None:
        yield "year", "Danh hiệu thi đua là của một năm. Hãy ghi năm được công nhận."
    if decided_on > on:
        yield "decided_on", "Ngày quyết định ở sau hôm nay. Hãy xem lại ngày."
    yield from period_faults(achieved_from, achieved_to)


def period_faults(achieved_from: dt.date | None, achieved_to: dt.date | None) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the days of an achievement, as `faults_of` does."""
    if bool(achieved_from) != bool(achieved_to):
        missing = "achieved_to" if achieved_from else "achieved_from"
        yield missing, "Hãy ghi cả ngày đầu và ngày cuối, hoặc để trống cả hai."
    elif achieved_from and achieved_to and achieved_to < achieved_from:
        yield "achieved_to", "Ngày này ở trước ngày bắt đầu. Hãy xem lại hai ngày."


def period_of(
    year: int | None, achieved_from: dt.date | None, achieved_to: dt.date | None
) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of the achievement, of a year without days the whole of it; None when none is stated.

    Source: NĐ 152/2025/NĐ-CP Điều 33 khoản 7; TT 12/2019/TT-BNV Điều 2 khoản 6.
    """
    if achieved_from and achieved_to:
        return achieved_from, achieved_to
    return (dt.date(year, 1, 1), dt.date(year, 12, 31)) if year else None


def counts_from(
    year: int | None, achieved_from: dt.date | None, achieved_to: dt.date | None, decided_on: dt.date
) -> dt.date:
    """Return from which day the time for the next award runs: behind the stated period, else the day of the decision.

    Source: as `period_of`.
    """
    period = period_of(year, achieved_from, achieved_to)
    return period[1] + dt.timedelta(days=1) if period else decided_on


def holds_back(since: dt.date, until: dt.date | None, *, on: dt.date) -> bool:
    """Return whether a fact of conduct keeps awards waiting on the day: a matter until it is settled, a sanction until it ends.

    Source: NĐ 152/2025/NĐ-CP Điều 4 khoản 4; TT 12/2019/TT-BNV Điều 2 khoản 5.
    """
    return since <= on and (until is None or on < until)


def borne_in(year: int, since: dt.date, until: dt.date | None) -> bool:
    """Return whether a sanction was borne on some day of the year; `until` is the first day without it."""
    return since <= dt.date(year, 12, 31) and (until is None or until > dt.date(year, 1, 1))
