"""Lương cơ sở and hệ số tiền thưởng. Source: NĐ 152/2025/NĐ-CP Điều 49, 50, 54; NĐ 91/2017/NĐ-CP Điều 68, 69, 73."""

import datetime as dt
from decimal import ROUND_CEILING, Decimal
from functools import cache
from itertools import pairwise

import msgspec

from .dated import rule_in_force
from .enums import AwardSubject, Confidence
from .regimes import regime_on
from .sources import Rule, data_of


class BaseSalary(Rule, frozen=True):
    """The salary of a month, in đồng."""

    amount_vnd: int
    source: str
    confidence: Confidence


@cache
def base_salaries() -> tuple[BaseSalary, ...]:
    """Return all, each until the next one holds."""
    rows = msgspec.convert(tuple(data_of("base_salary")["salary"]), tuple[BaseSalary, ...])
    ended = [msgspec.structs.replace(row, effective_to=after.effective_from) for row, after in pairwise(rows)]
    return (*ended, rows[-1])


def base_salary_on(on: dt.date) -> BaseSalary:
    """Return the salary in force on the day, the one on which a decision is issued. Raises BeforeFirstRule."""
    return rule_in_force(base_salaries(), on, about="lương cơ sở")


class Coefficient(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hệ số tiền thưởng of an award in a regime, for such subjects; for all where none are named."""

    award: str
    regimes: tuple[str, ...]
    value: Decimal
    source: str
    confidence: Confidence
    subjects: tuple[AwardSubject, ...] = ()
    is_most: bool = False  # the giver sets the amount, up to this


@cache
def coefficients() -> tuple[Coefficient, ...]:
    return msgspec.convert(tuple(data_of("bonus")["coefficient"]), tuple[Coefficient, ...])


def coefficient_for(award: str, subject: AwardSubject, on: dt.date) -> Coefficient | None:
    """Return the coefficient of the regime of the day; None where none is set or known. Raises BeforeFirstRule."""
    regime = regime_on(on).code
    fitting = (each for each in coefficients() if each.award == award and regime in each.regimes)
    return next((each for each in fitting if not each.subjects or subject in each.subjects), None)


def bonus_vnd(coefficient: Decimal, salary_vnd: int) -> int:
    """Return the money for one recipient, in đồng: rounded up, before it is multiplied by how many there are."""
    step: int = data_of("bonus")["rounded_up_to_vnd"]
    return int((coefficient * salary_vnd / step).to_integral_value(ROUND_CEILING)) * step
