"""What the decree says of numbers and dates. Pure functions."""

import datetime as dt
from dataclasses import dataclass

from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError


class WrongNumber(DomainError):
    """The number cannot stand in the book."""


class WrongDate(DomainError):
    """The date cannot stand on the paper."""


@dataclass(frozen=True)
class NumberedLine:
    """A line of the book, as far as order is concerned."""

    number: int
    issued_on: dt.date


# Sent out on the day it is signed, at the latest on the next working day. Source: NĐ 30/2020/NĐ-CP Điều 18 khoản 1.
DAYS_TO_SEND_OUT = 1

# Sổ văn bản of years before this one are in the archives, not in a portal.
EARLIEST_YEAR = 1990


def check_issue_date(issued_on: dt.date, *, today: dt.date) -> None:
    """Raise WrongDate when the paper would be dated after today, or before any register the portal keeps."""
    if issued_on.year < EARLIEST_YEAR:
        raise WrongDate(f"Ngày văn bản {short_date(issued_on)} quá xa. Hãy kiểm tra lại năm, ví dụ 26/11/2021.")
    if issued_on > today:
        raise WrongDate(
            f"Ngày văn bản {short_date(issued_on)} ở sau hôm nay ({short_date(today)}). Hãy ghi ngày hôm nay hoặc ngày trước đó."
        )


def check_order(number: int, issued_on: dt.date, *, before: NumberedLine | None, after: NumberedLine | None) -> None:
    """Raise WrongDate unless numbers and dates of the year rise together.

    `before` and `after` are the neighbours in the book: the greatest smaller number, the smallest greater one.
    Source: NĐ 30/2020 Điều 15.1: numbered in the order of issue within the year.
    """
    if before and before.issued_on > issued_on:
        raise WrongDate(
            f"Số {before.number:02d} đã ghi ngày {short_date(before.issued_on)}, "
            f"nên số {number:02d} không thể mang ngày {short_date(issued_on)} sớm hơn. Hãy kiểm tra lại số và ngày."
        )
    if after and after.issued_on < issued_on:
        raise WrongDate(
            f"Số {after.number:02d} đã ghi ngày {short_date(after.issued_on)}, "
            f"nên số {number:02d} không thể mang ngày {short_date(issued_on)} muộn hơn. Hãy kiểm tra lại số và ngày."
        )
