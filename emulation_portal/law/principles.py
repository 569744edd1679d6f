"""Nguyên tắc khen thưởng that are asked beside the standards of single awards, as dated data."""

import datetime as dt
from functools import cache

import msgspec

from .dated import in_force
from .enums import AwardGround, Confidence
from .sources import Rule, data_of


class Principle(Rule, frozen=True):
    """What holds for all awards, or for `awards` alone; not for achievements of the kinds in `not_of`."""

    key: str
    words: str
    source: str
    confidence: Confidence
    awards: tuple[str, ...] = ()
    not_of: tuple[AwardGround, ...] = ()


@cache
def _principles() -> tuple[Principle, ...]:
    return msgspec.convert(tuple(data_of("principles")["principle"]), tuple[Principle, ...])


def principle_on(key: str, on: dt.date) -> Principle | None:
    """Return the principle as it holds on the day; None where the law of the day, as far as it was read, has none."""
    return next((each for each in in_force(_principles(), on) if each.key == key), None)
