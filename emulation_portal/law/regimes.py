"""Which texts on thi đua, khen thưởng hold on a day, and where the portal cannot vouch for what it knows."""

import datetime as dt
from functools import cache

import msgspec

from .dated import in_force, rule_in_force
from .enums import Confidence, TextRank
from .sources import Rule, data_of


class Regime(Rule, frozen=True):
    """A time under the same law and the same decree: R2017, R2024, R2025."""

    code: str
    label: str
    titles_rest_on_registration: bool = False  # “Đăng ký tham gia thi đua” is one of the bases of a danh hiệu
    registration_source: str = ""
    women_first_percent: int | None = None  # between equals, a collective with so many women or more comes first
    women_first_source: str = ""


class Text(Rule, frozen=True):
    """A law, decree, circular, or a rule of a province."""

    rank: TextRank
    name: str
    confidence: Confidence
    note: str = ""
    province: str = ""
    is_of_papers: bool = False  # it says how papers look and are kept, and nothing of thi đua, khen thưởng


class Doubt(Rule, frozen=True):
    """What a page that rests on a regime says from one day on, until the text is there."""

    regime: str
    words: str


@cache
def regimes() -> tuple[Regime, ...]:
    return msgspec.convert(tuple(data_of("regimes")["regime"]), tuple[Regime, ...])


@cache
def texts() -> tuple[Text, ...]:
    return msgspec.convert(tuple(data_of("regimes")["text"]), tuple[Text, ...])


@cache
def _doubts() -> tuple[Doubt, ...]:
    return msgspec.convert(tuple(data_of("regimes")["doubt"]), tuple[Doubt, ...])


def regime_on(on: dt.date) -> Regime:
    """Return the regime of the day. Raises BeforeFirstRule for days before 01/10/2017."""
    return rule_in_force(regimes(), on, about="thi đua, khen thưởng")


def texts_on(on: dt.date) -> list[Text]:
    """Return the texts that hold on the day: of the State, and of the provinces whose rules the portal knows."""
    return in_force(texts(), on)


def doubts_on(on: dt.date) -> list[str]:
    """Return what must be said beside all that rests on the law of the day."""
    regime = regime_on(on).code
    return [doubt.words for doubt in in_force(_doubts(), on) if doubt.regime == regime]
