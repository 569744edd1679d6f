import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulation_portal.law import working_days
from emulation_portal.law.working_days import (
    after_working_days,
    days_off,
    is_decided,
    is_working_day,
    last_of_working_days,
    working_days_between,
)

MORE = """
decided_to = 2027

[[swap]]
off = 2027-02-11
worked = 2027-02-20
source = "Thông báo"
confidence = "confirmed"
"""


@pytest.mark.parametrize(
    "day",
    [
        dt.date(2025, 1, 28),  # before Tết
        dt.date(2025, 1, 31),  # mùng ba
        dt.date(2025, 4, 7),  # giỗ Tổ
        dt.date(2025, 9, 1),  # beside Quốc khánh
        dt.date(2021, 5, 3),  # 01/5 was a Saturday
        dt.date(2022, 4, 11),  # giỗ Tổ was a Sunday
        dt.date(2024, 4, 29),  # exchanged
        dt.date(2026, 8, 31),
        dt.date(2026, 11, 28),  # a Saturday
    ],
)
def test_day_off_is_no_working_day(day: dt.date) -> None:
    assert not is_working_day(day)


@pytest.mark.parametrize("day", [dt.date(2024, 5, 4), dt.date(2026, 8, 22), dt.date(2026, 1, 10)])
def test_saturday_that_is_worked_instead_is_one(day: dt.date) -> None:
    assert day.weekday() == 5
    assert is_working_day(day)


def test_days_of_a_notice_count_both_ends_over_a_holiday() -> None:
    assert last_of_working_days(dt.date(2025, 8, 20), 10) == dt.date(2025, 9, 4)
    assert working_days_between(dt.date(2025, 8, 20), dt.date(2025, 9, 4)) == 10


def test_days_after_leave_the_first_out_and_pass_the_turn_of_the_year() -> None:
    assert after_working_days(dt.date(2025, 12, 31), 1) == dt.date(2026, 1, 5)  # 02/01 was exchanged
    assert after_working_days(dt.date(2025, 12, 31), 0) == dt.date(2025, 12, 31)
    assert after_working_days(dt.date(2026, 11, 27), 1) == dt.date(2026, 11, 30)


def test_each_day_off_says_why_in_vietnamese() -> None:
    off = days_off(2026)

    assert off[dt.date(2026, 2, 17)] == "Tết Nguyên Đán"
    assert off[dt.date(2026, 8, 31)] == "Nghỉ hoán đổi, làm bù ngày 22/08/2026"
    assert list(off) == sorted(off)


@pytest.fixture
def more_days(tmp_path: Path, settings: object) -> Iterator[Path]:
    settings.SWAPPED_DAYS_FILE = tmp_path / "days.toml"
    settings.SWAPPED_DAYS_FILE.write_text(MORE)
    _forget()
    yield settings.SWAPPED_DAYS_FILE
    _forget()


def _forget() -> None:
    for kept in (working_days.swaps, working_days._days_off, working_days._worked_instead):
        kept.cache_clear()


@pytest.mark.usefixtures("more_days")
def test_operator_adds_what_was_decided_since() -> None:
    assert is_decided(2027)
    assert not is_working_day(dt.date(2027, 2, 11))
    assert is_working_day(dt.date(2027, 2, 20))
    assert is_working_day(dt.date(2026, 8, 22))  # what was known stays


def test_year_of_which_nothing_was_decided_says_so() -> None:
    assert is_decided(2026)
    assert not is_decided(2027)
