"""Numbers as they are typed and written in Vietnamese: 1.234.567,5. Never a float."""

import re
from decimal import Decimal

from emulation_portal.core.errors import DomainError
from emulation_portal.documents.paper import clean

MOST_WHOLE_DIGITS = 15
_SPACES = re.compile(r"[ \u00a0\u202f\u2009\t\n]+")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
_GROUPED = re.compile(r"(-?)([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d+))?", re.ASCII)  # no thousands begin with 0
_SPACED = re.compile(r"(-?)([1-9]\d{0,2}(?: \d{3})+)(?:,(\d+))?", re.ASCII)
_PLAIN = re.compile(r"(-?)(\d+)(?:,(\d+))?", re.ASCII)
_DONG = re.compile(r" ?(?:đồng|vnđ|vnd|đ)\.?", re.IGNORECASE)


class NoNumber(DomainError):
    """The text is no number as it is written in Vietnamese; the message says how to write it."""


def parse_quantity(text: str, *, places: int = 0, unit: str = "") -> Decimal:
    """Read `1.234.567,5`: dots, or spaces, group thousands, the comma begins the fraction. Raises NoNumber.

    `unit` is in what it is counted: the same word behind the number says nothing new. “2.839” is two thousand and more;
    “2.5” and “0.125” could be either and are refused with both readings.
    """
    shown = _SPACES.sub(" ", clean(text)).strip()
    bare = _without_unit(shown.translate(_DASHES), unit)
    found = _GROUPED.fullmatch(bare) or _SPACED.fullmatch(bare) or _PLAIN.fullmatch(bare)
    if found is None:
        raise NoNumber(_why_none(shown, bare))
    sign, whole, fraction = found[1], re.sub(r"[. ]", "", found[2]), found[3] or ""
    if len(whole.lstrip("0")) > MOST_WHOLE_DIGITS:
        raise NoNumber(f"Số quá lớn: nhiều hơn {MOST_WHOLE_DIGITS} chữ số. Hãy kiểm tra lại đơn vị tính.")
    if len(fraction.rstrip("0")) > places:
        raise NoNumber(
            "Chỉ tiêu này ghi số nguyên, không có phần lẻ."
            if places == 0
            else f"Chỉ ghi tối đa {places} chữ số sau dấu phẩy."
        )
    return Decimal(f"{sign}{whole}.{fraction or '0'}").quantize(Decimal(1).scaleb(-places))


def _without_unit(text: str, unit: str) -> str:
    """Return the text without the unit behind it. A sign of another one stays, and so is no number."""
    if not unit:
        return text
    if unit == "đồng" and (found := _DONG.search(text)) and found.end() == len(text):
        return text[: found.start()].strip()
    if text.casefold().endswith(unit.casefold()):
        return text[: len(text) - len(unit)].strip()
    return text


def _why_none(shown: str, bare: str) -> str:
    short = shown if len(shown) <= 40 else f"{shown[:40]}…"
    if "%" in bare:
        return f"“{short}” ghi theo phần trăm, chỉ tiêu này thì không. Hãy ghi số theo đơn vị tính."
    if re.fullmatch(r"-?\d+ \d[\d ]*", bare):
        return f"“{short}” có hai số cách nhau. Hãy ghi một số."
    if re.fullmatch(r"-?0\.\d+", bare):
        return f"“{short}” ghi dấu chấm. Hãy ghi {bare.replace('.', ',')} nếu là số lẻ."
    if re.fullmatch(r"-?\d+\.\d+", bare):
        whole, _, rest = bare.partition(".")
        return (
            f"“{short}” có thể hiểu hai cách. Hãy ghi {whole},{rest} nếu là số lẻ, hoặc {whole}{rest} nếu là số nguyên."
        )
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", bare):
        return (
            f"“{short}” ghi theo kiểu nước ngoài. Hãy dùng dấu chấm cho hàng nghìn, dấu phẩy cho phần lẻ: 1.234.567,5."
        )
    return f"“{short}” không phải là số. Hãy ghi số, ví dụ 1.234.567,5; không có thì ghi 0."


def written(value: Decimal, *, places: int | None = None) -> str:
    """Return the number with groups of three and a comma: 1.234.567,5. Zeros at the end say nothing unless places are told."""
    shown = value if places is None else value.quantize(Decimal(1).scaleb(-places))
    text = f"{shown:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text in ("-0", "") else text
    return text.translate(str.maketrans(",.", ".,"))
