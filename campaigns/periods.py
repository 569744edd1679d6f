"""The time of a campaign, as a paper writes it: “Thời gian thi đua: từ ngày 01/02/2026 đến hết tháng 11/2026”."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from emulation_portal.core.dates import FIRST_YEAR, LAST_YEAR, ImpossibleDate, last_of_month, parse_date
from emulation_portal.core.vietnamese import fold
from emulation_portal.documents.reading import ParsedPaper, plain

_DAY = r"(?:ngày\s+)?\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}"
_MONTH = r"tháng\s+\d{1,2}(?:\s?/\s?|\s+năm\s+)\d{4}"
# A first day that leaves to the last what both have: “từ ngày 01 đến ngày 30/9/2026”, “từ tháng 3 đến tháng 11/2026”.
_SHORT = (
    r"(?:ngày\s+)?(?P<day>\d{1,2})(?:\s?[/.-]\s?|\s+tháng\s+)(?P<month>\d{1,2})"
    r"|ngày\s+(?P<day_alone>\d{1,2})|tháng\s+(?P<month_alone>\d{1,2})"
)
_PERIOD = re.compile(
    rf"\btừ\s+(?:(?P<first>{_DAY}|{_MONTH})|{_SHORT})\s+(?:đến|tới)\s+(?:hết\s+)?(?P<last>{_DAY}|{_MONTH})",
    re.IGNORECASE,
)

_ONE_YEAR = re.compile(r"\bnam (?P<first>\d{4})\W*\Z")
_WAVE = re.compile(
    r"\bdot (?:thu )?(?:\d+|i+|nhat|mot|hai|ba)\b"
)  # of several waves the time goes from the first to the last
_SPAN = re.compile(r"\bgiai doan (?:nam )?(?P<first>\d{4})\s*[-–]\s*(?P<last>\d{4})\b")


class Period(NamedTuple):
    first: dt.date
    last: dt.date


def find_period(paper: ParsedPaper) -> Period | None:
    """Return the time that the paper names where it speaks of time, else the years in its trích yếu; None when it names
    none, or one that ends first.
    """
    found = [period for text in _texts_on_time(paper) for period in _periods_in(text)]
    if found and len({fold(text) for text in _texts_on_time(paper) if _WAVE.search(fold(text))}) > 1:
        return Period(min(each.first for each in found), max(each.last for each in found))
    if found:
        return found[0]
    return _years_of(paper)


def _periods_in(text: str) -> Iterator[Period]:
    for found in _PERIOD.finditer(text):
        with suppress(ImpossibleDate):
            last = _day(found["last"], is_last=True)
            first = _day(found["first"], is_last=False) if found["first"] else _first_before(found, last)
            period = Period(first, last)
            if period.first <= period.last:
                yield period


def _first_before(found: re.Match[str], last: dt.date) -> dt.date:
    """Return the first day, with month and year of the last where the words leave them out. Raises ImpossibleDate."""
    day = found["day"] or found["day_alone"] or 1
    month = found["month"] or found["month_alone"] or last.month
    return parse_date(f"{day}/{month}/{last.year}")


def _years_of(paper: ParsedPaper) -> Period | None:
    """Return the years that the trích yếu names as its time: “giai đoạn 2026 - 2030”, “năm 2027” at its end."""
    summary = fold(" ".join(paper.summary))
    span = _SPAN.search(summary) or _ONE_YEAR.search(summary)
    if span is None:
        return None
    first = int(span["first"])
    last = int(span.groupdict().get("last") or first)
    return Period(dt.date(first, 1, 1), dt.date(last, 12, 31)) if FIRST_YEAR <= first <= last <= LAST_YEAR else None


# Other times than that of the campaign: “Thời gian nhận hồ sơ: từ ngày …”.
_OTHER_TIME = re.compile(
    r"thoi gian (?:tiep nhan|nhan|nop|gui|dang ky|bao cao|trinh|cham|xet|thi\b|hop|khai mac|to chuc (?:thi\b|le))"
)


def _texts_on_time(paper: ParsedPaper) -> Iterable[str]:
    """Yield the paragraphs that speak of time, by themselves or by the title of their section."""
    for section in paper.sections:
        is_on_time = "thoi gian" in fold(section.title)
        for paragraph in section.paragraphs:
            text = plain(paragraph)
            words = fold(text)
            if not _OTHER_TIME.search(words) and (is_on_time or "thoi gian" in words):
                yield text


def _day(written: str, *, is_last: bool) -> dt.date:
    """Return the day, of a month its first or its last. Raises ImpossibleDate."""
    month = re.fullmatch(r"tháng\s+(\d{1,2})(?:\s?/\s?|\s+năm\s+)(\d{4})", written, re.IGNORECASE)
    if not month:
        return parse_date(re.sub(r"\s*([/.-])\s*", r"\1", written))
    first = parse_date(f"1/{month[1]}/{month[2]}")
    return last_of_month(first) if is_last else first
