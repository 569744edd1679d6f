"""What stands against sending a report, and what its reader will ask about. Pure but for the rows they are given."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from emulation_portal.core.dates import short_date

from .enums import ReportPart, ValueType
from .expectations import WrongExpectation, expected_value, parse_expectation
from .models import ReportText, ReportValue
from .quantities import written
from .queries import FormRow
from .regulations import Figure, change_in_percent

SMALLEST_VND = 999  # of a line; less was typed in thousands, or lost its zeros in Excel
MOST_NAMED = 3  # lines of a list that are asked about at once


@dataclass(frozen=True)
class ReportRemark:
    """One thing about one field: `code` of the indicator, or of the part in words. What blocks keeps the report from going."""

    code: str
    words: str
    blocks: bool = False


def remarks_on_rows(rows: Sequence[FormRow], *, of: Collection[str] | None = None) -> list[ReportRemark]:
    """Return what is missing, and what is unusual and not explained. Both keep the report from being sent.

    `of` names the indicators, by code, that are asked about; None for all.

    Something unusual that has a note is no longer asked about: the note travels with the figure.
    """
    now = {row.indicator.code: row.shown(row.figure) for row in rows}
    before = {row.indicator.code: row.shown(row.before.last) for row in rows}
    found: list[ReportRemark] = []
    for row in rows:
        if of is not None and row.indicator.code not in of:
            continue
        found += _missing(row)
        note = row.value.note if row.value else ""
        for words in unusual(row, now, before):
            if not note.strip():
                found.append(ReportRemark(row.indicator.code, f"{words} Nếu đúng, hãy ghi giải trình.", blocks=True))
    return found


def _missing(row: FormRow) -> Iterable[ReportRemark]:
    code, value = row.indicator.code, row.value
    if not row.is_said:
        if row.demanded.is_required:
            yield ReportRemark(code, "Chưa ghi số liệu. Nếu không có thì ghi 0.", blocks=True)
        return
    assert value is not None  # something was said
    if row.indicator.is_share and (value.numerator is None or value.denominator is None):
        yield ReportRemark(code, "Hãy ghi cả tử số và mẫu số.", blocks=True)
    elif row.indicator.is_share and value.numerator and not value.denominator:
        yield ReportRemark(code, "Mẫu số bằng 0 mà tử số khác 0. Hãy kiểm tra lại.", blocks=True)
    if row.demanded.wants_estimate and not row.indicator.is_share and value.year_estimate is None:
        yield ReportRemark(code, "Chưa ghi ước cả năm.", blocks=True)
    if row.indicator.wants_source and not value.source_paper and (row.figure.value or row.figure.numerator):
        yield ReportRemark(code, "Hãy ghi văn bản nguồn: số, ngày, cơ quan.", blocks=True)


def _is_more_than_all(figure: Figure) -> bool:
    return figure.numerator is not None and figure.denominator is not None and figure.numerator > figure.denominator


def unusual(row: FormRow, now: Mapping[str, Decimal | None], before: Mapping[str, Decimal | None]) -> Iterable[str]:
    """Say what about a figure differs from what is usual: a great change, a sum that does not add up, more than all."""
    value = row.shown(row.figure)
    if value is None:
        return
    if row.indicator.is_share:
        yield from _beyond(row, value)
    if row.indicator.is_itemised and row.value is not None:
        yield from _odd_lines(row.value)
    if row.indicator.value_type == ValueType.PERCENT and _is_more_than_all(row.figure):
        yield "Tử số lớn hơn mẫu số."
    usual, last = row.indicator.usual_change_percent, row.shown(row.before.last)
    if usual is not None and last:
        change = change_in_percent(value, last)
        if change is not None and abs(change) > usual:
            more = "tăng" if change > 0 else "giảm"
            yield f"Kỳ trước là {written(last)}, kỳ này {more} {written(abs(change))}%."
    if row.indicator.expectation:
        yield from _against_expectation(row, value, now, before)


def _odd_lines(value: ReportValue) -> Iterable[str]:
    period = value.report.period
    outside = Q(given_on__lt=period.period_from) | Q(given_on__gt=period.period_to)
    for line in value.lines.filter(outside | Q(value_vnd__range=(1, SMALLEST_VND)))[:MOST_NAMED]:
        if line.given_on is not None and not period.period_from <= line.given_on <= period.period_to:
            yield f"“{line.item}” ghi ngày {short_date(line.given_on)}, ngoài kỳ báo cáo."
        else:
            yield f"“{line.item}” ghi giá trị {line.value_vnd} đồng, rất nhỏ. Hãy kiểm tra đơn vị tính."


def _beyond(row: FormRow, value: Decimal) -> Iterable[str]:
    """A share is typed in two parts, so its limits are asked of what they come to."""
    lowest, highest = row.indicator.lowest, row.indicator.highest
    if lowest is not None and value < lowest:
        yield f"Kết quả {written(value)} nhỏ hơn mức {written(lowest)}."
    if highest is not None and value > highest:
        yield f"Kết quả {written(value)} lớn hơn mức {written(highest)}."


def _against_expectation(
    row: FormRow, value: Decimal, now: Mapping[str, Decimal | None], before: Mapping[str, Decimal | None]
) -> Iterable[str]:
    for line in row.indicator.expectation.split(";"):
        try:
            terms = parse_expectation(line)
        except WrongExpectation:
            continue  # the catalogue's form refuses such a line; one from before asks nothing
        expected = expected_value(terms, now, before)
        if expected is not None and expected != value:
            yield f"Thường bằng {line.strip()} = {written(expected)}."


def remarks_on_texts(parts: Iterable[ReportPart], texts: Mapping[str, ReportText]) -> list[ReportRemark]:
    """Return which of the parts in words are empty."""
    return [
        ReportRemark(part.value, "Chưa viết phần này. Nếu không có gì thì ghi “Không có.”", blocks=True)
        for part in parts
        if part.value not in texts or not texts[part.value].body.strip()
    ]
