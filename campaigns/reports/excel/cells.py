"""Single cells: a number as Excel holds it and as it is typed in Vietnamese."""

from decimal import Decimal
from typing import Any

from emulation_portal.spreadsheets.columns import CLEAR, WrongCell

from ..quantities import written

NOT_HERE = "×"  # stands where nothing is to be typed
_EXACT_DIGITS = 15  # of a number; Excel forgets those behind them


def is_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value.strip() in ("", CLEAR, NOT_HERE))


def as_number(value: Any) -> str:
    """Return what a cell says as it would be typed: a true number with its comma, a text as it is. Raises WrongCell."""
    if isinstance(value, list):
        raise WrongCell("Ô này đang là ngày. Hãy đổi định dạng ô sang Số (Number) rồi ghi lại.")
    if isinstance(value, float):
        return written(Decimal(format(value, f".{_EXACT_DIGITS}g")))
    return written(Decimal(value)) if isinstance(value, int) else str(value).strip()


def number_cell(value: Decimal | int | None) -> Decimal | int | str | None:
    """Return a number as a cell holds it; as text where Excel would forget digits."""
    if value is None:
        return None
    exact = Decimal(value).normalize()
    if len(exact.as_tuple().digits) + max(0, int(exact.as_tuple().exponent)) > _EXACT_DIGITS:
        return written(Decimal(value))
    return int(exact) if exact == exact.to_integral_value() else exact
