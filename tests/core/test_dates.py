"""Days as people write them: two digits of a year are of this century, four are as they stand."""

import datetime as dt

import pytest

from emulation_portal.core.dates import ImpossibleDate, parse_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("26/11/2021", dt.date(2021, 11, 26)),
        ("5/2/26", dt.date(2026, 2, 5)),
        ("05.02.2026", dt.date(2026, 2, 5)),
        ("ngày 29 tháng 02 năm 2024", dt.date(2024, 2, 29)),
        ("Ngày 15/3/2019", dt.date(2019, 3, 15)),
        ("2019-03-15", dt.date(2019, 3, 15)),
    ],
)
def test_day_is_read(text: str, day: dt.date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text", ["01/01/0001", "26/11/0026", "31/02/2026", "29/02/2025", "1/1/1899", "2026-31-12", "hôm qua", ""]
)
def test_what_is_no_day_is_named(text: str) -> None:
    with pytest.raises(ImpossibleDate):
        parse_date(text)
