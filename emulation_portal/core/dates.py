"""Dates as Vietnamese offices write and read them. Only views, commands and tasks call `today()`."""

import calendar
import datetime as dt
import re

from django.utils import timezone

from .errors import DomainError


class ImpossibleDate(DomainError):
    """The text names no day of the calendar."""


def today() -> dt.date:
    """Return the day it is in Việt Nam. The year of a register turns at this midnight, not at UTC's."""
    return timezone.localdate()


def written_date(day: dt.date) -> str:
    """Return `ngày 05 tháng 02 năm 2026`: a leading zero only for days below 10 and for months 1 and 2.

    Source: NĐ 30/2020/NĐ-CP, Phụ lục I, phần I, mục II, khoản 4.
    """
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_date(day: dt.date) -> str:
    """Return dd/mm/yyyy."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


FIRST_YEAR, LAST_YEAR = 1900, 2199
_DAY_FIRST = re.compile(r"^\s*(?:ngày\s+)?(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})\s*$", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$")  # as other programs write it
_WRITTEN = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})(?!\d)", re.IGNORECASE)


def _parts_of_day(text: str) -> tuple[str, ...] | None:
    """Return day, month and year as they are written."""
    if found := _DAY_FIRST.match(text) or _WRITTEN.search(text):
        return found.groups()
    found = _YEAR_FIRST.match(text)
    return found.groups()[::-1] if found else None


def has_short_year(text: str) -> bool:
    """Return whether a day is typed with two digits of its year."""
    parts = _parts_of_day(text)
    return parts is not None and len(parts[2]) == 2


def last_of_month(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def a_century_before(day: dt.date) -> dt.date:
    """Return the same day a hundred years ago; 28/02 where that year had no 29th."""
    try:
        return day.replace(year=day.year - 100)
    except ValueError:
        return day.replace(year=day.year - 100, day=28)


def parse_date(text: str) -> dt.date:
    """Read `26/11/2021`, `ngày 5/2/26`, `ngày 26 tháng 11 năm 2021` or `2021-11-26`.

    Raises ImpossibleDate with a message that names the text, for 31/02 and for years that no paper bears.
    """
    parts = _parts_of_day(text)
    if parts is None:
        raise ImpossibleDate(
            f"“{text.strip()}” không phải là ngày. Hãy ghi theo dạng ngày/tháng/năm, ví dụ 26/11/2021."
        )
    day, month, year = map(int, parts)
    if len(parts[2]) == 2:
        year += 2000
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ImpossibleDate(f"Năm {year} nằm ngoài khoảng {FIRST_YEAR} - {LAST_YEAR}. Hãy kiểm tra lại năm.")
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise ImpossibleDate(
            f"Không có ngày {day:02d}/{month:02d}/{year} trong lịch. Hãy kiểm tra lại ngày và tháng."
        ) from None
