"""How long a dossier may lie with the standing office before it is told whether all is in order."""

import datetime as dt
from functools import cache

import msgspec

from .dated import rule_in_force
from .enums import Confidence
from .sources import Rule, data_of


class Processing(Rule, frozen=True):
    """Working days for looking at a dossier, counted from the day on which it is whole; None: a gap, told in `gap`."""

    code: str
    source: str
    confidence: Confidence
    days: int | None = None
    gap: str = ""


@cache
def _rules() -> tuple[Processing, ...]:
    return msgspec.convert(tuple(data_of("processing")["processing"]), tuple[Processing, ...])


def processing_on(on: dt.date) -> Processing:
    """Return the rule for dossiers received on the day. Raises BeforeFirstRule."""
    return rule_in_force(_rules(), on, about="thời hạn thẩm định")
