"""What the decree says of numbers and dates. Pure functions."""

import datetime as dt
import re
from dataclasses import dataclass

from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from emulation_portal.core.vietnamese import capitalised, nfc, nfd, squeeze, upper


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


# --- how a unit is named on its paper ---------------------------------------------------------------------------------

LONGEST_ABBREVIATION = 12
LONGEST_PLACE = 60
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_REMARK = re.compile(r"\([^)]*\)")
_WORD = re.compile(r"[^\W_]+")
_VOWEL = re.compile("[AĂÂEÊIOÔƠUƯY]")
_KIND_OF_PLACE = re.compile(r"(?:xã|phường|thị trấn|đặc khu|thị xã|thành phố|huyện|quận)\s+(?=\D)", re.IGNORECASE)


def abbreviation_of(*names: str, code: str) -> str:
    """Return what stands for a unit in ký hiệu: HTX Đông Triều as HTXĐT, by the first of its names that gives a short one.

    First letters with the marks of the alphabet (Đ, Ô), without tones; abbreviations stay whole. Where no name is short
    enough, the unit's code: HTX-040 as HTX040. Source: NĐ 30/2020/NĐ-CP, Phụ lục I, II.3; which letters, practice.
    """
    for name in names:
        letters = "".join(_letters_of(name))
        if 2 <= len(letters) <= LONGEST_ABBREVIATION:
            return letters
    return "".join(_WORD.findall(upper(code)))


def _letters_of(name: str) -> list[str]:
    plain = _REMARK.sub(" ", name)
    is_in_capitals = plain.isupper()
    words = [nfc(nfd(word).translate(_TONES)) for word in _WORD.findall(nfc(plain)) if word.lower() != "và"]
    return [word if _stays_whole(word, is_in_capitals) else word[:1].upper() for word in words]


def _stays_whole(word: str, is_in_capitals: bool) -> bool:
    """Return whether a word is an abbreviation or a number; where all is in capitals, HTX is one and XANH is none."""
    if word[0].isdigit():
        return True
    return word.isupper() and not (is_in_capitals and _VOWEL.search(word))


def place_of_commune(commune: str) -> str:
    """Return địa danh of who sits in a commune: “phường Đông Triều” as Đông Triều, but “phường 4” as Phường 4.

    Empty for what no line of date has room for. Source: NĐ 30/2020/NĐ-CP, Phụ lục I, II.4.
    """
    named = squeeze(commune.partition(",")[0])
    bare = _KIND_OF_PLACE.sub("", named, count=1) if _KIND_OF_PLACE.match(named) else named
    return capitalised(bare) if len(bare) <= LONGEST_PLACE else ""
