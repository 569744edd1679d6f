"""The columns of tables of totals, on screen and in Excel."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from emulation_portal.core.markup import lines, link, noted, number, status
from emulation_portal.core.tables import Column

from ..enums import ValueType
from ..models import Indicator, ReportValue
from ..procedures import REPORT
from ..quantities import written
from ..queries import one_number
from .sums import Total


def in_words(indicator: Indicator, value: Decimal | None) -> str:
    """Return a total as it is read: a number with its groups; of yes and no how many said yes."""
    if value is None:
        return ""
    return f"{written(value)} đơn vị có" if indicator.value_type == ValueType.YES_NO else written(value)


def _percent(value: Decimal | None) -> str:
    return "" if value is None else f"{written(value)}%"


def _done(total: Total) -> SafeString | str:
    doubled = f"đã trừ {written(total.doubled)} báo trùng" if total.doubled else ""
    return noted(in_words(total.indicator, total.shown), doubled)


def _of_how_many(total: Total) -> SafeString | str:
    missing = f"còn thiếu {number(total.missing)}" if total.missing else ""
    return noted(f"{number(total.told)}/{number(total.owed)}", missing)


def total_columns(first: str, name: Callable[[Any], Any], year: int, rows: Sequence[Total]) -> Sequence[Column]:
    """Return the columns of totals; `name` shows what a row is of. What none of the rows knows has no column."""
    then = (
        Column("Cùng kỳ năm trước", lambda row: in_words(row.indicator, row.shown_year_ago), css="num"),
        Column("So cùng kỳ", lambda row: _percent(row.of_year_ago), css="num"),
    )
    estimate = (Column("Ước cả năm", lambda row: "" if row.estimate is None else written(row.estimate), css="num"),)
    plan = (
        Column(f"Kế hoạch {year}", lambda row: "" if row.plan is None else written(row.plan), css="num"),
        Column("% kế hoạch", lambda row: _percent(row.of_plan), css="num"),
    )
    return (
        Column(first, name, names_row=True),
        Column("Thực hiện", _done, css="num"),
        *(plan if any(row.plan is not None for row in rows) else ()),
        *(then if any(row.shown_year_ago is not None for row in rows) else ()),
        *(estimate if any(row.estimate is not None for row in rows) else ()),
        Column("Báo cáo được cộng", _of_how_many, css="num"),
    )


SHORT = (
    Column("Chỉ tiêu", lambda row: noted(row.indicator.name, row.indicator.unit_words), names_row=True),
    Column("Cộng các đơn vị", lambda row: in_words(row.indicator, row.shown), css="num"),
    Column("Số đơn vị", lambda row: row.told, css="num"),
)


KINDS = (
    Column("Loại", lambda row: row.kind, names_row=True),
    Column("Số khoản", lambda row: row.lines, css="num"),
    Column("Giá trị (đồng)", lambda row: number(row.value_vnd), css="num"),
)


def sheet_columns(first: str, name: Callable[[Any], Any]) -> Sequence[Column]:
    """Return the columns of the Excel file: numbers as numbers, each thing in a cell of its own."""
    return (
        Column(first, name),
        Column("Mã chỉ tiêu", lambda row: row.indicator.code),
        Column("Đơn vị tính", lambda row: row.indicator.unit_words),
        Column("Kế hoạch năm", lambda row: row.plan),
        Column("Thực hiện", lambda row: row.shown),
        Column("% kế hoạch", lambda row: row.of_plan),
        Column("Cùng kỳ năm trước", lambda row: row.shown_year_ago),
        Column("So cùng kỳ (%)", lambda row: row.of_year_ago),
        Column("Ước cả năm", lambda row: row.estimate),
        Column("Đã trừ báo trùng", lambda row: row.doubled or None),
        Column("Số báo cáo được cộng", lambda row: row.told),
        Column("Số báo cáo phải có", lambda row: row.owed),
    )


# --- unit by unit ---------------------------------------------------------------------------------------------------------


def said_in_words(indicator: Indicator, value: ReportValue | None) -> str:
    """Return what one report says of the indicator; "" for nothing."""
    if value is None:
        return ""
    if indicator.value_type == ValueType.YES_NO:
        return {True: "Có", False: "Không", None: ""}[value.flag]
    shown = one_number(indicator, value.figure)
    if shown is None:
        return ""
    if indicator.is_share and value.numerator is not None and value.denominator is not None:
        return f"{written(shown)} ({written(value.numerator)}/{written(value.denominator)})"
    return written(shown)


def _behind(report: Any) -> SafeString | str:
    """Return what stands behind a figure: its paper, what was explained, the receipts of its lines."""
    value = report.said
    if value is None:
        return ""
    receipts = [line.receipt for line in value.lines.all() if line.receipt]
    shown = [value.source_paper, value.note, f"Chứng từ: {', '.join(receipts)}" if receipts else ""]
    return lines(filter(None, shown))


def _state(report: Any) -> SafeString:
    if report.is_counted:
        return status("Đã cộng", "success")
    return status(report.get_status_display(), REPORT.state_of(report.status).tone)


def parts_columns(indicator: Indicator, *, has_periods: bool) -> Sequence[Column]:
    """Return the columns of the reports that make a total, each with its `said`: the value that counts, or None."""
    period = [Column("Kỳ", lambda row: row.period.name)] if has_periods else []
    return (
        Column("Đơn vị", lambda row: link(row, row.unit.name), names_row=True),
        *period,
        Column("Số liệu", lambda row: said_in_words(indicator, row.said), css="num", nothing="Chưa có"),
        Column("Nguồn, giải trình", _behind),
        Column("Tình trạng", _state),
    )
