"""Lương cơ sở, by which amounts of money are counted. Source: NĐ 152/2025/NĐ-CP Điều 49; NĐ 91/2017/NĐ-CP Điều 68."""

import datetime as dt
from functools import cache
from itertools import pairwise

import msgspec

from .dated import rule_in_force
from .enums import Confidence
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
