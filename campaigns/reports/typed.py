"""What is typed beside one indicator, read strictly: numbers as written in Vietnamese, within the hard limits."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from emulation_portal.core.cleaning import clean_pasted
from emulation_portal.core.errors import DomainError
from emulation_portal.core.vietnamese import squeeze
from emulation_portal.documents.paper import clean

from .enums import ValueType
from .models import Indicator
from .models.indicator import PLACES
from .quantities import NoNumber, parse_quantity, written

MOST_LETTERS = 4_000
MOST_NOTE = 1_000
MOST_SOURCE = 250
MOST_WORDS = 20_000
MOST_LINES = 300  # of one list
FLAGS = {"co": True, "khong": False, "": None}
FIELDS = ("value", "numerator", "denominator", "text", "flag", "year_estimate", "note", "source_paper")


class TypedWrong(DomainError):
    """Something that was typed cannot be kept: `errors` says which field and why."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)


def read_typed(indicator: Indicator, raw: Mapping[str, str]) -> dict[str, Any]:
    """Return the columns that the fields of one indicator say; only of fields that were sent. Raises TypedWrong.

    Empty is nothing, 0 is a figure. A share is typed as numerator and denominator.
    """
    said: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name in fields_of(indicator):
        if name not in raw:
            continue
        try:
            said[name] = _READERS[name](indicator, raw[name])
        except DomainError as error:
            errors[name] = str(error)
    if errors:
        raise TypedWrong(errors)
    return said


def fields_of(indicator: Indicator) -> tuple[str, ...]:
    """Return which fields an indicator has on the form. The figure of a list is what its lines add up to."""
    beside = ("note", "source_paper")
    if indicator.value_type == ValueType.TEXT:
        return ("text", *beside)
    if indicator.value_type == ValueType.YES_NO:
        return ("flag", *beside)
    if indicator.is_itemised:
        return ("year_estimate", *beside)
    if indicator.is_share:
        return ("numerator", "denominator", *beside)
    return ("value", "year_estimate", *beside)


def _read_number(indicator: Indicator, text: str) -> Decimal | None:
    if not text.strip():
        return None
    value = parse_quantity(text, places=indicator.shown_places, unit=indicator.unit_words)
    _check_limits(indicator, value)
    return value


def _read_estimate(indicator: Indicator, text: str) -> Decimal | None:
    """Read what a whole year will come to: the limits of a period are not its own, but for one that nothing goes below."""
    if not text.strip():
        return None
    value = parse_quantity(text, places=indicator.shown_places, unit=indicator.unit_words)
    if indicator.lowest is not None and value < min(indicator.lowest, Decimal(0)):
        raise NoNumber(f"Không ghi nhỏ hơn {written(indicator.lowest)}.")
    return value


def _read_part(indicator: Indicator, text: str) -> Decimal | None:
    """Read a numerator or denominator: a count or an amount, never negative."""
    if not text.strip():
        return None
    value = parse_quantity(text, places=PLACES)
    if value < 0:
        raise NoNumber("Không ghi số âm ở đây.")
    return value


def _check_limits(indicator: Indicator, value: Decimal) -> None:
    if indicator.lowest is not None and value < indicator.lowest:
        raise NoNumber(f"Không ghi nhỏ hơn {written(indicator.lowest)}.")
    if indicator.highest is not None and value > indicator.highest:
        raise NoNumber(f"Không ghi lớn hơn {written(indicator.highest)}.")


def _readable(text: str) -> str:
    """Return the text without what no paper can show: control characters, and those that hide or turn round what stands there."""
    return clean(text.replace("\r\n", "\n"))


def _text_of(most: int) -> Any:
    def read(_: Indicator, text: str) -> str:
        said = _readable(text).strip()
        if len(said) > most:
            raise NoNumber(f"Dài quá: tối đa {most} ký tự, đang có {len(said)}.")
        return said

    return read


def _read_flag(_: Indicator, text: str) -> bool | None:
    if text not in FLAGS:
        raise NoNumber("Hãy chọn Có hoặc Không.")
    return FLAGS[text]


def _read_source(indicator: Indicator, text: str) -> str:
    said: str = _text_of(MOST_SOURCE)(indicator, text)
    return squeeze(said)


_READERS: dict[str, Any] = {
    "value": _read_number,
    "numerator": _read_part,
    "denominator": _read_part,
    "year_estimate": _read_estimate,
    "text": _text_of(MOST_LETTERS),
    "flag": _read_flag,
    "note": _text_of(MOST_NOTE),
    "source_paper": _read_source,
}


def as_typed(indicator: Indicator, value: Any) -> str:
    """Return a stored column as it stands in its field."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "co" if value else "khong"
    return written(value) if isinstance(value, Decimal) else str(value)


class TooManyWords(DomainError):
    """A part is longer than any report."""


def read_words(text: str) -> str:
    """Return what is written in a part, as it is kept. Raises TooManyWords."""
    text = _readable(text)
    body = clean_pasted(text).strip() if len(text) <= MOST_WORDS * 2 else text
    if len(body) > MOST_WORDS:
        raise TooManyWords(f"Phần này dài quá {MOST_WORDS} ký tự. Hãy rút ngắn, hoặc đính kèm tệp.")
    return body
