"""What a figure should be by other figures: HTX_TONG = HTX_HD + HTX_NGUNG. Written as a line, kept with the indicator.

A code with @ is that of the period before: HTX_TONG@ + HTX_MOI - HTX_GT.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from emulation_portal.core.errors import DomainError

CODE = r"[A-Z][A-Z0-9_]{0,29}"
_TERM = re.compile(rf"\s*([+-]?)\s*({CODE})(@?)\s*")
MOST_TERMS = 12


class WrongExpectation(DomainError):
    """The line cannot be read."""


@dataclass(frozen=True)
class Term:
    sign: int
    code: str
    is_before: bool


def parse_expectation(text: str) -> tuple[Term, ...]:
    """Read `A + B - C@`. Raises WrongExpectation."""
    terms: list[Term] = []
    at = 0
    while at < len(text):
        found = _TERM.match(text, at)
        if found is None or (terms and not found[1]):
            raise WrongExpectation(
                f"Không đọc được “{text.strip()[:80]}”. Hãy ghi mã chỉ tiêu nối bằng dấu + hoặc -, ví dụ "
                "HTX_HD + HTX_NGUNG; thêm @ sau mã để lấy số kỳ trước."
            )
        terms.append(Term(-1 if found[1] == "-" else 1, found[2], bool(found[3])))
        at = found.end()
    if not terms or len(terms) > MOST_TERMS:
        raise WrongExpectation(f"Hãy ghi từ 1 đến {MOST_TERMS} mã chỉ tiêu.")
    return tuple(terms)


def codes_in(text: str) -> set[str]:
    """Return which indicators a line, or several with “;” between, tells of."""
    return {found[2] for found in _TERM.finditer(text)}


def expected_value(
    terms: tuple[Term, ...], now: Mapping[str, Decimal | None], before: Mapping[str, Decimal | None]
) -> Decimal | None:
    """Return what the terms make together; None while one of their figures is not known."""
    total = Decimal(0)
    for term in terms:
        value = (before if term.is_before else now).get(term.code)
        if value is None:
            return None
        total += term.sign * value
    return total
