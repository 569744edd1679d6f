"""The lines of a paper's head, each by itself: number and symbol, place and date, type. NĐ 30/2020, Phụ lục I, II."""

import datetime as dt
import re
from typing import NamedTuple

from emulation_portal.core.dates import parse_date
from emulation_portal.core.vietnamese import fold, squeeze

from .bases import DOCUMENT_TYPES
from .text import plain

_GROUP = r"[A-ZĐƯ][A-Za-zĐđƯư0-9&]*(?:\.[A-ZĐƯ0-9][A-Za-zĐđƯư0-9&]*)*"
SYMBOL = rf"{_GROUP}(?:\s?[-–/]\s?{_GROUP})*"
# “Số: 27/KH-HLV”, “Số 298 KH/HLV”, “Sổ: O27/KH-HLV”, “Số: …/KH-HLV”, “Số: 05/2026/KH-HLV”
_NUMBER = re.compile(
    rf"\*{{0,3}}(?P<word>[Ss][ốỐổỔ])\s*[:.]?\s*(?P<number>[\dOoIl]{{0,9}})(?P<tail>[a-z]?)(?P<year>/\d{{4}}(?=\s*/))?[\s…._]*"
    rf"(?:[/–-]\s*|(?<=\d)\s(?=[^\s/–-]+[/–-]))(?P<symbol>{SYMBOL})\*{{0,3}}(?=\s|$)"
)
_HALF_NUMBER = re.compile(r"\*{0,3}[Ss][ốỐổỔ]\s*:?\s*(?P<number>[\dOoIl]{0,9})\*{0,3}$")
_OTHER_HALF = re.compile(rf"\*{{0,3}}(?P<number>[\dOoIl]{{0,9}})\s*/\s*(?P<symbol>{SYMBOL})\*{{0,3}}$")
_MISREAD = str.maketrans("OoIl", "0011")

_DIGITS = r"[\dOoIl][\dOoIl\s]{0,5}"
_BLANK = r"[\s…._]*"
_MONTHS = ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
_IN_WORDS = {"giêng": 1, "chạp": 12, **{name: at for at, name in enumerate(_MONTHS, start=1)}}
_PLACE = r"(?P<place>(?!Thứ\s|Chủ nhật)[^\W\d_][^,:;\n]{0,40}?)"
_PLACE_DATE = re.compile(
    rf"\*{{0,3}}{_PLACE}(?P<mark>\s*[,;]\s*|\s+)(?:"
    rf"(?P<written>ngày\s*(?P<day>{_DIGITS}|{_BLANK})\s*tháng\s*(?P<month>{_DIGITS}|{_BLANK}|[^\W\d_]{{2,5}}(?: [^\W\d_]{{2,3}})?)"
    rf"\s*năm\s*(?P<year>{_DIGITS}|{_BLANK}))|(?P<short>(?:ngày\s*)?\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?\d{{4}})"
    r")\s*\.?\*{0,3}$",
    re.IGNORECASE,
)

# The types of NĐ 30/2020, Phụ lục III, beside those that are cited as bases.
_OTHER_TYPES = (
    "Thông cáo",
    "Dự án",
    "Hợp đồng",
    "Bản ghi nhớ",
    "Bản thỏa thuận",
    "Giấy ủy quyền",
    "Giấy mời",
    "Giấy giới thiệu",
    "Giấy nghỉ phép",
    "Phiếu gửi",
    "Phiếu chuyển",
    "Phiếu báo",
    "Thư công",
)
_TYPES = {name.upper() for name in (*DOCUMENT_TYPES, *_OTHER_TYPES)}
_BY_LETTERS = {fold(name).replace(" ", ""): name.upper() for name in (*_OTHER_TYPES, *DOCUMENT_TYPES)}
# A type and its trích yếu on one line begin like the second line of an organisation's name; only the usual types do.
_BEFORE_SUMMARY = (*(name.upper() for name in DOCUMENT_TYPES), "THÔNG CÁO")
_DRAFT = re.compile(r"\(?\s*DỰ THẢO\s*\)?\s+(?=\S)")


_HALF_DATE = re.compile(
    rf"\*{{0,3}}{_PLACE}\s*[,;]\s*ngày\s*(?:{_DIGITS}|{_BLANK})(?:\s*tháng\s*(?:{_DIGITS}|{_BLANK}))?\*{{0,3}}$",
    re.IGNORECASE,
)


class NumberLine(NamedTuple):
    """What stands in “Số: 27/KH-HLV”: its text as far as it goes, the digits as typed, number and symbol."""

    text: str
    written: str
    number: int | None
    symbol: str
    is_guess: bool  # a letter was taken for a digit
    is_odd: bool  # not as the law has it: “12-KH/TU”, a year between


def read_number_line(text: str) -> NumberLine | None:
    """Return number and symbol at the head of the line; None when it has none."""
    found = _NUMBER.match(text)
    if not found or (found["number"] and not re.search(r"\d", found["number"])):
        return None
    return _number_line(found.group(), found, is_odd=bool(found["year"]) or found["word"][1] not in "ốỐ")


def is_half_number(text: str) -> bool:
    """Whether the line is “Số: 27” and its symbol stands on another one, as text copied from a PDF has it."""
    return bool(_HALF_NUMBER.match(text))


def join_halves(first: str, second: str) -> NumberLine | None:
    """Return number and symbol of two lines, “Số: 27” and “/KH-HLV”; None when the second is not the other half."""
    half, other = _HALF_NUMBER.match(first), _OTHER_HALF.match(second)
    if not half or not other or (half["number"] and other["number"]):
        return None
    number = half["number"] or other["number"]
    return read_number_line(f"Số: {number}/{other['symbol']}")


def _number_line(text: str, found: re.Match[str], *, is_odd: bool) -> NumberLine:
    written, symbol = found["number"], squeeze(found["symbol"])
    digits = written.translate(_MISREAD)
    plain_symbol = re.sub(r"\s*[-–/]\s*", "-", symbol)
    is_odd = is_odd or plain_symbol != symbol or not re.search(r"\w\s*/", text)
    number = int(digits) if digits and not found["tail"] else None
    return NumberLine(text, f"{written}{found['tail']}", number, plain_symbol, digits != written, is_odd)


class PlaceDate(NamedTuple):
    """“An Sơn, ngày 05 tháng 3 năm 2026”. `day` is None for a draft's “ngày … tháng … năm 2026”."""

    text: str
    place: str
    day: dt.date | None
    is_guess: bool = False  # a letter was taken for a digit


def read_place_date(text: str) -> PlaceDate | None:
    """Return place and date when the line is nothing else. Raises ImpossibleDate for a day that is none."""
    found, place = _PLACE_DATE.match(text), place_of(text)
    if not found or not place:
        return None
    if found["short"]:
        return PlaceDate(found.group(), place, parse_date(re.sub(r"\s", "", found["short"]).replace("ngày", "")))
    day, month, year = (_digits(found[name]) for name in ("day", "month", "year"))
    if not (day and month and len(year) == 4):
        return PlaceDate(found.group(), place, None)
    is_guess = any(re.search("[OoIl]", found[name]) and _digits(found[name]) for name in ("day", "year"))
    return PlaceDate(found.group(), place, parse_date(f"ngày {day} tháng {month} năm {year}"), is_guess)


def looks_like_place_date(text: str) -> bool:
    """Whether the line has the form of place and date, whatever day it names."""
    return bool(place_of(text))


def place_of_half(text: str) -> str:
    """Return the place of “An Sơn, ngày 05”, whose month and year stand on another line; empty for any other line."""
    found = _HALF_DATE.match(text)
    return squeeze(found["place"]) if found else ""


def place_of(text: str) -> str:
    """Return the place in such a line; empty when it is none."""
    found = _PLACE_DATE.match(text)
    if not found or (not found["mark"].strip() and not _is_name_of_place(found["place"])):
        return ""
    return squeeze(found["place"])


def _digits(written: str) -> str:
    words = squeeze(written).casefold()
    if words in _IN_WORDS:
        return str(_IN_WORDS[words])
    digits = re.sub(r"\s", "", written).translate(_MISREAD)
    return digits if digits.isdecimal() else ""


def _is_name_of_place(words: str) -> bool:
    parts = plain(words).split()
    return 1 <= len(parts) <= 5 and all(part[:1].isupper() for part in parts)


def type_named(text: str) -> str:
    """Return the type of document that the line names and says no more: KẾ HOẠCH; empty when it does not.

    Spaced letters, a colon, “DỰ THẢO” before it and capitals with a wrong accent are the same name.
    """
    words = _DRAFT.sub("", plain(text), count=1).rstrip(" :.")
    if words.upper() in _TYPES:
        return words.upper()
    letters = words.split()
    if not words.isupper() or len(words) > 60:
        return ""
    is_spaced = len(letters) > 3 and all(len(letter) == 1 for letter in letters)
    named = _BY_LETTERS.get(fold("".join(letters)), "")
    return named if is_spaced or len(letters) == len(named.split()) else ""


def is_draft_mark(text: str) -> bool:
    """Whether the line says that the paper is a draft and no more: “(Dự thảo)”, “Dự thảo lần 2”."""
    return bool(re.fullmatch(r"\(?\s*Dự thảo(?:\s+lần\s+(?:thứ\s+)?\w{1,4})?\s*\)?", plain(text), re.IGNORECASE))


def type_before_summary(text: str) -> str:
    """Return the type that opens a line which goes on with its trích yếu: “KẾ HOẠCH Phát động thi đua”."""
    words = plain(text)
    return next((name for name in _BEFORE_SUMMARY if words.startswith(f"{name} ")), "")
