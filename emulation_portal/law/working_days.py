"""Which days are worked, and days counted in them. Sources: Bộ luật Lao động 45/2019/QH14 Điều 111, Điều 112; the
decisions by which the Government exchanges days (data/swapped_days.toml).
"""

import datetime as dt
from functools import cache
from typing import Any

import msgspec
from django.conf import settings
from holidays import country_holidays

from .enums import Confidence
from .sources import data_of, read_file

SATURDAY = 5
_FIRST_YEAR, _LAST_YEAR = 1995, 2199


class Swap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A working day that is off, and the day that is worked instead."""

    off: dt.date
    worked: dt.date
    source: str
    confidence: Confidence


class SwapFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The exchanges that were decided, complete up to the end of a year."""

    decided_to: int
    swap: tuple[Swap, ...] = ()


@cache
def swaps() -> SwapFile:
    """Return what the portal knows of, with what its operator has added since (setting SWAPPED_DAYS_FILE).

    Raises OSError, tomllib.TOMLDecodeError, msgspec.ValidationError for a file that cannot be read.
    """
    known = _converted(data_of("swapped_days"))
    added = settings.SWAPPED_DAYS_FILE
    if added is None:
        return known
    more = _converted(read_file(added))
    off = {swap.off: swap for swap in (*known.swap, *more.swap)}
    return SwapFile(max(known.decided_to, more.decided_to), tuple(off[day] for day in sorted(off)))


def _converted(data: dict[str, Any]) -> SwapFile:
    return msgspec.convert(data, SwapFile)


@cache
def _days_off(year: int) -> dict[dt.date, str]:
    """Return the days off of a year by what they are, days in lieu included."""
    by_law = country_holidays("VN", years=year, language="vi", observed=True)
    named = {day: str(name) for day, name in by_law.items() if not name.startswith("Ngày nghỉ (thay")}
    off = {swap.off: f"Nghỉ hoán đổi, làm bù ngày {swap.worked:%d/%m/%Y}" for swap in swaps().swap}
    return dict(sorted({**named, **{day: words for day, words in off.items() if day.year == year}}.items()))


@cache
def _worked_instead() -> frozenset[dt.date]:
    return frozenset(swap.worked for swap in swaps().swap)


def days_off(year: int) -> dict[dt.date, str]:
    """Return the days off of a year beside its weekends, each by its name in Vietnamese."""
    return _days_off(year) if _FIRST_YEAR <= year <= _LAST_YEAR else {}


def is_decided(year: int) -> bool:
    """Whether the exchanges of the year are known; of others only the days off by law itself are."""
    return year <= swaps().decided_to


def is_working_day(day: dt.date) -> bool:
    return day in _worked_instead() or (day.weekday() < SATURDAY and day not in days_off(day.year))


def after_working_days(day: dt.date, number: int) -> dt.date:
    """Return the day so many working days later; the day itself does not count."""
    while number > 0:
        day += dt.timedelta(days=1)
        number -= is_working_day(day)
    return day


def last_of_working_days(first: dt.date, number: int) -> dt.date:
    """Return the last of so many working days, the first day counted when it is worked: how a notice is open.

    10 from Wednesday 20/8/2025 end on Thursday 04/9/2025. Source: NĐ 152/2025/NĐ-CP Điều 44.
    """
    return after_working_days(first - dt.timedelta(days=1), number)


def working_days_between(first: dt.date, last: dt.date) -> int:
    """Return how many working days there are from the first day to the last, both counted."""
    return sum(is_working_day(first + dt.timedelta(days=at)) for at in range((last - first).days + 1))
