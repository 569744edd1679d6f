"""Borders as real texts say them: “từ 60% đến dưới 80%”, “≥ 80”, “80 - 100”, “dưới 60”, “còn lại”, or the number alone.

What is kept is only from where each begins. A border belongs to what is above it, so an end says nothing new; but ends
that leave a hole, or that overlap, show that something was typed wrong.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from campaigns.reports.quantities import parse_quantity, written
from emulation_portal.core.errors import DomainError
from emulation_portal.core.vietnamese import squeeze

REST = "còn lại"
_SIGNS = str.maketrans({**dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"), "\u2265": ">=", "\u2264": "<="})
_NUMBER, _UNIT = r"(-?\d[\d.,]*(?: \d{3})*)", r"\s*([^\d<>=-]{0,40}?)\s*"
_FROM = re.compile(rf"(?:từ|>=|lớn hơn hoặc bằng)?\s*{_NUMBER}{_UNIT}(?:trở lên)?")
_BELOW = re.compile(rf"(?:dưới|<)\s*{_NUMBER}{_UNIT}")
_WITHIN = re.compile(rf"(?:từ|>=)?\s*{_NUMBER}{_UNIT}(-|đến|tới)\s*(dưới\s|<)?\s*{_NUMBER}{_UNIT}")
_ABOVE = re.compile(rf"(?:trên|>|lớn hơn)\s*{_NUMBER}.*")
_UP_TO = re.compile(rf"(?:đến|tới|<=)\s*{_NUMBER}.*|(?:từ\s)?\s*{_NUMBER}.*trở xuống")


class BordersWrong(DomainError):
    """An entry is no border, or the entries leave a hole or overlap; the message names which."""


@dataclass(frozen=True)
class TypedBorder:
    """One entry: from where (None: all that is below the others) and up to where, if it says so."""

    words: str
    begins: Decimal | None
    ends: Decimal | None = None
    is_end_within: bool = False  # “80 - 100”, not “đến dưới 100”
    units: frozenset[str] = frozenset()  # in small letters, as typed


def read_border(text: str, *, places: int) -> TypedBorder:
    """Return what one entry says. Raises BordersWrong, NoNumber."""
    words = squeeze(text)
    bare = words.translate(_SIGNS).casefold()
    if bare == REST:
        return TypedBorder(words, None)
    if found := _BELOW.fullmatch(bare):
        return TypedBorder(words, None, parse_quantity(found[1], places=places), units=_units(found[2]))
    if found := _WITHIN.fullmatch(bare):
        begins, ends = (parse_quantity(each, places=places) for each in (found[1], found[5]))
        if begins >= ends:
            raise BordersWrong(f"“{words}” ghi ngược. Hãy ghi số nhỏ trước, số lớn sau.")
        return TypedBorder(words, begins, ends, is_end_within=not found[4], units=_units(found[2], found[6]))
    if found := _ABOVE.fullmatch(bare):
        raise BordersWrong(f"“{words}” không gồm đúng mức {found[1]}. Ở cổng, đúng mức là đạt: hãy ghi “từ …”.")
    if found := _UP_TO.fullmatch(bare):
        raise BordersWrong(f"“{words}” gồm cả mức trên. Ở cổng, đúng mức thuộc bậc trên: hãy ghi “dưới …”.")
    if found := _FROM.fullmatch(bare):
        return TypedBorder(words, parse_quantity(found[1], places=places), units=_units(found[2]))
    raise BordersWrong(
        f"“{words[:60]}” chưa đúng. Hãy ghi “từ 80”, “từ 60 đến dưới 80”, “60 - 80”, “dưới 60” hoặc “{REST}”."
    )


def _units(*units: str) -> frozenset[str]:
    return frozenset(filter(None, (each.strip() for each in units)))


def check_borders(spans: Sequence[TypedBorder]) -> None:
    """Raise BordersWrong where entries leave a hole between them, or overlap: the message names it."""
    below = [each for each in spans if each.begins is None]
    if len(below) > 1:
        raise BordersWrong(f"“{below[0].words}” và “{below[1].words}” chồng nhau. Hãy bỏ một mức.")
    rising = sorted(_with_begin(spans), key=lambda pair: pair[0])
    lowest = rising[0] if rising else None
    if below and lowest and (ends := below[0].ends) is not None:
        _check_meet(below[0], ends, *lowest)
    for (_, lower), (begins, upper) in pairwise(rising):
        if lower.begins == begins:
            raise BordersWrong(f"“{lower.words}” và “{upper.words}” bắt đầu từ cùng một mức. Hãy sửa lại.")
        if lower.ends is not None:
            _check_meet(lower, lower.ends, begins, upper)
    highest = rising[-1][1] if rising else below[0] if below else None
    if highest and highest.ends is not None and not highest.is_end_within:
        raise BordersWrong(f"Từ {written(highest.ends)} trở lên chưa có mức nào. Hãy ghi thêm.")


def _with_begin(spans: Iterable[TypedBorder]) -> Iterable[tuple[Decimal, TypedBorder]]:
    return ((each.begins, each) for each in spans if each.begins is not None)


def _check_meet(lower: TypedBorder, ends: Decimal, begins: Decimal, upper: TypedBorder) -> None:
    """Of “60 - 79” and “80 - 100” the lower goes on until the upper begins: between them lies one step of what is written."""
    if ends > begins:
        raise BordersWrong(
            f"“{lower.words}” và “{upper.words}” chồng nhau từ {written(begins)} đến {written(ends)}. Hãy sửa lại."
        )
    step = Decimal(1).scaleb(min(_exponent(ends), _exponent(begins))) if lower.is_end_within else Decimal(0)
    if begins - ends > step:
        raise BordersWrong(
            f"Từ {written(ends)} đến dưới {written(begins)} chưa có mức nào: giữa “{lower.words}” và “{upper.words}”."
            " Hãy ghi nối nhau."
        )


def _exponent(number: Decimal) -> int:
    """Return the place of the last digit that is written: 0 of 79 and of 80, -1 of 79,5."""
    exponent = number.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return min(exponent, 0)
