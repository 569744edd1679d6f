"""The pages of one report's form: which there are, what each still lacks, and the rows of a page as they are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from .checks import ReportRemark, remarks_on_rows, remarks_on_texts
from .enums import IndicatorGroup, ReportPart
from .models import DemandedIndicator, ReportText, UnitReport
from .quantities import written
from .queries import FormRow, form_rows, texts_of
from .regulations import in_percent_of
from .snapshots import line_in_words, lines_of, words_of
from .typed import as_typed, fields_of

WORDS = "noi-dung"


@dataclass(frozen=True)
class FormPage:
    """One page of the form, with what stands against sending it."""

    slug: str
    title: str
    url: str
    said: int
    asked: int
    remarks: Sequence[ReportRemark]

    @property
    def is_done(self) -> bool:
        return not any(remark.blocks for remark in self.remarks)


@dataclass(frozen=True)
class Form:
    """Everything that is asked in a report, read once."""

    report: UnitReport
    rows: Sequence[FormRow]
    texts: Mapping[str, ReportText]
    remarks: Sequence[ReportRemark]

    @property
    def parts(self) -> list[ReportPart]:
        return self.report.period.demand.parts_in_order

    @property
    def groups(self) -> list[IndicatorGroup]:
        there = {row.indicator.group for row in self.rows}
        return [group for group in IndicatorGroup if group.value in there]

    def rows_of(self, group: str) -> list[FormRow]:
        return [row for row in self.rows if row.indicator.group == group]

    def remarks_at(self, code: str) -> list[ReportRemark]:
        return [remark for remark in self.remarks if remark.code == code]

    def pages(self) -> list[FormPage]:
        found = []
        for group in self.groups:
            rows = self.rows_of(group)
            codes = {row.indicator.code for row in rows}
            found.append(
                FormPage(
                    slug=group.value.replace("_", "-"),
                    title=f"Số liệu: {group.label}",
                    url=reverse("reports:figures", args=[self.report.pk, group.value]),
                    said=sum(row.is_said for row in rows),
                    asked=len(rows),
                    remarks=[remark for remark in self.remarks if remark.code in codes],
                )
            )
        if self.parts:
            codes = {part.value for part in self.parts}
            found.append(
                FormPage(
                    slug=WORDS,
                    title="Phần viết bằng lời",
                    url=reverse("reports:words", args=[self.report.pk]),
                    said=sum(bool(code in self.texts and self.texts[code].body.strip()) for code in codes),
                    asked=len(codes),
                    remarks=[remark for remark in self.remarks if remark.code in codes],
                )
            )
        return found

    @property
    def is_complete(self) -> bool:
        return not any(remark.blocks for remark in self.remarks)

    @property
    def sections(self) -> list[tuple[FormPage, list["ReadRow"]]]:
        """Return the pages of figures with their rows, to be read."""
        shown = [page for page in self.pages() if page.slug != WORDS]
        return [(page, [read_row(row) for row in self.rows_of(page.slug.replace("-", "_"))]) for page in shown]

    @property
    def bodies(self) -> list[tuple[ReportPart, str]]:
        """Return the parts with what is written in them."""
        return [(part, self.texts[part.value].body if part.value in self.texts else "") for part in self.parts]


def read_form(report: UnitReport) -> Form:
    """Return what is asked and said in a report."""
    rows, texts = form_rows(report), texts_of(report)
    remarks = [*remarks_on_rows(rows), *remarks_on_texts(report.period.demand.parts_in_order, texts)]
    return Form(report, rows, texts, remarks)


def read_figures(report: UnitReport, demanded: Sequence[DemandedIndicator]) -> Form:
    """Return what is asked and said in a report without its words, for who types one figure after the other."""
    rows = form_rows(report, demanded)
    return Form(report, rows, {}, remarks_on_rows(rows))


@dataclass(frozen=True)
class ReadRow:
    """One indicator as it is read."""

    name: str
    measure: str
    said: str
    estimate: str
    so_far: str
    target: str
    note: str
    source: str
    line_words: Sequence[str]


def read_row(row: FormRow) -> ReadRow:
    value = row.value
    estimate = value.year_estimate if value else None
    return ReadRow(
        name=row.indicator.name,
        measure=row.indicator.unit_words,
        said=words_of(row),
        estimate="" if estimate is None else written(estimate),
        so_far=shown_number(row, row.so_far),
        target="" if row.target is None else written(row.target),
        note=value.note if value else "",
        source=value.source_paper if value else "",
        line_words=[line_in_words(line) for line in lines_of(value)] if value and row.indicator.is_itemised else [],
    )


@dataclass(frozen=True)
class ShownField:
    """One box of a row: its name, its words, and what stands in it."""

    name: str
    id: str
    label: str
    value: str
    error: str = ""

    @property
    def key(self) -> str:
        """Return which column it is of."""
        return self.name.rpartition("__")[2]

    @property
    def is_long(self) -> bool:
        return self.key in ("text", "note")

    @property
    def is_flag(self) -> bool:
        return self.key == "flag"

    @property
    def is_number(self) -> bool:
        return self.key in ("value", "numerator", "denominator", "year_estimate")


_LABELS = {
    "value": "Kỳ này",
    "text": "Kỳ này",
    "flag": "Kỳ này",
    "year_estimate": "Ước cả năm",
    "note": "Giải trình, ghi chú",
    "source_paper": "Văn bản nguồn (số, ngày, cơ quan)",
}
MAIN = ("value", "numerator", "denominator", "text", "flag")


@dataclass(frozen=True)
class ShownRow:
    """A row of a page: the figure's boxes, what stands beside them, what is wrong with them."""

    row: FormRow
    fields: Sequence[ShownField]
    remarks: Sequence[ReportRemark]
    returned: str = ""
    meanwhile: str = ""
    stands: Mapping[str, str] = field(default_factory=dict)
    files: int = 0

    @property
    def code(self) -> str:
        return self.row.indicator.code

    @property
    def seen(self) -> int:
        return self.row.value.revision if self.row.value else 0

    @property
    def about(self) -> str:
        """Return what stands below the name: in what it is counted, whether it may be left out, how it is filled in."""
        indicator = self.row.indicator
        optional = "" if self.row.demanded.is_required else "không bắt buộc"
        return " · ".join(filter(None, (indicator.unit_words, optional, indicator.hint)))

    @property
    def main_fields(self) -> list[ShownField]:
        return [each for each in self.fields if each.key in MAIN]

    @property
    def more_fields(self) -> list[ShownField]:
        return [each for each in self.fields if each.key not in MAIN]

    @property
    def is_alone(self) -> bool:
        """Return whether the figure has one box, whose label is the heading of its column."""
        return len(self.main_fields) == 1

    @property
    def has_more(self) -> bool:
        """Return whether something is said beside the figure, so that the boxes for it stand open."""
        asked = self.row.is_said and bool(self.remarks)
        return any(each.value or each.error for each in self.more_fields) or asked or bool(self.files)

    @property
    def beside(self) -> list[tuple[str, str, str]]:
        """Return what stands beside the box: a key, a heading, a value; "" for nothing known."""
        row = self.row
        so_far = row.shown(row.so_far)
        return [
            ("last", "Kỳ trước", shown_number(row, row.before.last)),
            ("year_ago", "Cùng kỳ năm trước", shown_number(row, row.before.year_ago)),
            ("target", "Kế hoạch năm", "" if row.target is None else written(row.target)),
            ("so_far", "Lũy kế năm", "" if so_far is None else written(so_far)),
            ("percent", "% kế hoạch", _percent(in_percent_of(so_far, row.target))),
            (
                "compared",
                "% so cùng kỳ",
                _percent(in_percent_of(row.shown(row.figure), row.shown(row.before.year_ago))),
            ),
        ]


def _percent(value: object) -> str:
    return "" if value is None else f"{written(value)}%"  # type: ignore[arg-type]


def shown_number(row: FormRow, figure: object) -> str:
    value = row.shown(figure)  # type: ignore[arg-type]
    return "" if value is None else written(value)


def shown_row(
    form: Form,
    row: FormRow,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    meanwhile: str = "",
    files: int = 0,
) -> ShownRow:
    """Return a row as its page shows it: what was typed and refused stays in its boxes."""
    indicator = row.indicator
    names = [name for name in fields_of(indicator) if name != "year_estimate" or row.demanded.wants_estimate]
    stands = {name: as_typed(indicator, getattr(row.value, name)) if row.value else "" for name in names}
    labels = {**_LABELS, "numerator": indicator.numerator_name, "denominator": indicator.denominator_name}
    wrong = errors or {}
    keeps = typed is not None and (bool(wrong) or bool(meanwhile))
    fields = [
        ShownField(
            name=f"{indicator.code}__{name}",
            id=f"o-{indicator.code}-{name}",
            label=labels[name],
            value=(typed or {}).get(name, stands[name]) if keeps else stands[name],
            error=wrong.get(name, ""),
        )
        for name in names
    ]
    return ShownRow(
        row=row,
        fields=fields,
        remarks=form.remarks_at(indicator.code),
        returned=form.report.returned_parts.get(indicator.code, ""),
        meanwhile=meanwhile,
        stands=stands if meanwhile else {},
        files=files,
    )
