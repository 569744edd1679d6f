"""Rules that hold from one day on until another."""

import datetime as dt
from collections.abc import Iterable
from typing import Protocol, TypeVar

from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError


class BeforeFirstRule(DomainError):
    """The day lies before the first rule that the portal knows, or behind the last."""


class Dated(Protocol):
    """What holds in [effective_from, effective_to); for ever when the latter is None."""

    @property
    def effective_from(self) -> dt.date: ...
    @property
    def effective_to(self) -> dt.date | None: ...


D = TypeVar("D", bound=Dated)


def in_force(rules: Iterable[D], on: dt.date) -> list[D]:
    """Return the rules that hold on the day, in the order in which they are given."""
    return [r for r in rules if r.effective_from <= on and (r.effective_to is None or on < r.effective_to)]


def rule_in_force(rules: Iterable[D], on: dt.date, *, about: str) -> D:
    """Return the one rule that holds on the day. `about` is what is asked of it, for the refusal.

    Raises BeforeFirstRule where none does.
    """
    rules = list(rules)
    if found := in_force(rules, on):
        return found[0]
    first = min(rule.effective_from for rule in rules)
    where = f"trước {short_date(first)}" if on < first else "sau quy định cuối cùng mà cổng biết"
    raise BeforeFirstRule(
        f"Cổng không có quy định về {about} cho ngày {short_date(on)}, {where}. "
        "Hãy kiểm tra lại ngày; văn bản đã ban hành trên giấy thì nhập lại từ tệp."
    )
