"""Danh hiệu thi đua and hình thức khen thưởng: who may get them, and who decides, by regime."""

import datetime as dt
from functools import cache

import msgspec

from .enums import AwardClass, AwardSubject, Confidence
from .regimes import regime_on
from .sources import data_of


class AwardRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who decides on an award in a regime, and by which article."""

    regime: str
    decides: str
    source: str
    confidence: Confidence


class AwardType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of the catalogue. Its code is the one that campaigns promise it by; `ceremony`: its place, from the highest."""

    code: str
    ceremony: int
    label: str
    kind: AwardClass
    subjects: tuple[AwardSubject, ...]
    rule: tuple[AwardRule, ...]

    def rule_on(self, on: dt.date) -> AwardRule | None:
        """Return who decides on the day; None where the award is not given. Raises BeforeFirstRule."""
        code = regime_on(on).code
        return next((rule for rule in self.rule if rule.regime == code), None)


@cache
def award_types() -> tuple[AwardType, ...]:
    """Return the whole catalogue, whatever the day."""
    return msgspec.convert(tuple(data_of("catalogue")["award"]), tuple[AwardType, ...])


def award_type(code: str) -> AwardType:
    """Return the entry of the code. Raises KeyError."""
    return _by_code()[code]


@cache
def _by_code() -> dict[str, AwardType]:
    return {award.code: award for award in award_types()}


def label_of(code: str) -> str:
    """Return how the award is called. Raises KeyError."""
    return award_type(code).label


def awards_on(on: dt.date) -> list[tuple[AwardType, AwardRule]]:
    """Return what may be given on the day, with who decides. Raises BeforeFirstRule."""
    return [(award, rule) for award in award_types() if (rule := award.rule_on(on))]
