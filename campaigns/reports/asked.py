"""One report with all that is asked in it: what it says so far, and what stands against sending it. Read once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .checks import ReportRemark, remarks_on_rows, remarks_on_texts
from .enums import IndicatorGroup, ReportPart
from .expectations import codes_in
from .models import DemandedIndicator, ReportText, ReportValue, UnitReport
from .queries import FormRow, form_rows, texts_of
from .snapshots import snapshot, unchanged


@dataclass(frozen=True)
class Form:
    """Everything that is asked in a report, read once."""

    report: UnitReport
    rows: Sequence[FormRow]
    texts: Mapping[str, ReportText]
    remarks: Sequence[ReportRemark]
    looked_at: Collection[str] | None = None  # the indicators, by code, that remarks are told of; None for all

    @property
    def parts(self) -> list[ReportPart]:
        return self.report.period.demand.parts_in_order

    @property
    def groups(self) -> list[IndicatorGroup]:
        there = {row.indicator.group for row in self.rows}
        return [group for group in IndicatorGroup if group.value in there]

    @property
    def is_complete(self) -> bool:
        return not any(remark.blocks for remark in self.remarks)

    @property
    def bodies(self) -> list[tuple[ReportPart, str]]:
        """Return the parts with what is written in them."""
        return [(part, self.texts[part.value].body if part.value in self.texts else "") for part in self.parts]

    def rows_of(self, group: str) -> list[FormRow]:
        return [row for row in self.rows if row.indicator.group == group]

    def remarks_at(self, code: str) -> list[ReportRemark]:
        return [remark for remark in self.remarks if remark.code == code]


def read_form(report: UnitReport) -> Form:
    """Return what is asked and said in a report."""
    rows, texts = form_rows(report), texts_of(report)
    remarks = [*remarks_on_rows(rows), *remarks_on_texts(report.period.demand.parts_in_order, texts)]
    return Form(report, rows, texts, [*remarks, *_not_answered(report, rows, texts)])


def read_around(
    report: UnitReport, demanded: Sequence[DemandedIndicator], values: Iterable[ReportValue], code: str
) -> Form:
    """Return the figures of a report for who just typed one: what stands beside it, and what it makes unusual.

    Only that figure, and those that are expected to follow from it, are looked at.
    """
    followed = {row.indicator.code: codes_in(row.indicator.expectation) for row in demanded}
    touched = {each for each, codes in followed.items() if each == code or code in codes}
    beside = touched.union(*(followed[each] for each in touched))
    rows = form_rows(report, demanded, values, beside=beside)
    return Form(report, rows, {}, remarks_on_rows(rows, of=touched), touched)


def _not_answered(report: UnitReport, rows: Sequence[FormRow], texts: Mapping[str, ReportText]) -> list[ReportRemark]:
    """Return where the report was sent back and says what it said then: neither mended nor explained."""
    if not report.returned_parts:
        return []
    last = report.versions.standing().last()
    if last is None:
        return []
    same = unchanged(last.content, snapshot(report, rows, texts), report.returned_parts)
    return [
        ReportRemark(code, "Chỗ này bị trả lại mà chưa sửa. Hãy sửa, hoặc ghi giải trình.", blocks=True)
        for code in same
    ]
