"""The pages of one report's form: which there are, what each still lacks, and the rows of a page as they are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from .asked import Form
from .checks import ReportRemark
from .models import Indicator, UnitReport
from .quantities import written
from .queries import FormRow
from .snapshots import shown_beside, words_of_share
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
    returned: int = 0  # at how many places the report was sent back

    @property
    def is_done(self) -> bool:
        return not any(remark.blocks for remark in self.remarks)


def pages_of(form: Form) -> list[FormPage]:
    """Return the pages of a report's form in order."""
    found = []
    for group in form.groups:
        rows = form.rows_of(group)
        codes = {row.indicator.code for row in rows}
        found.append(
            FormPage(
                slug=group.value.replace("_", "-"),
                title=f"Số liệu: {group.label}",
                url=reverse("reports:figures", args=[form.report.pk, group.value]),
                said=sum(row.is_said for row in rows),
                asked=len(rows),
                remarks=[remark for remark in form.remarks if remark.code in codes],
                returned=sum(code in form.report.returned_parts for code in codes),
            )
        )
    if form.parts:
        codes = {part.value for part in form.parts}
        found.append(
            FormPage(
                slug=WORDS,
                title="Phần viết bằng lời",
                url=reverse("reports:words", args=[form.report.pk]),
                said=sum(bool(code in form.texts and form.texts[code].body.strip()) for code in codes),
                asked=len(codes),
                remarks=[remark for remark in form.remarks if remark.code in codes],
                returned=sum(code in form.report.returned_parts for code in codes),
            )
        )
    return found


def figure_url(report: UnitReport, indicator: Indicator) -> str:
    """Return where a figure is written."""
    return f"{reverse('reports:figures', args=[report.pk, indicator.group])}#o-{indicator.code}"


def part_url(report: UnitReport, part: str) -> str:
    """Return where a part in words is written."""
    return f"{reverse('reports:words', args=[report.pk])}#o-{part}"


def first_returned(form: Form) -> str:
    """Return where the first figure or part is mended that the report was sent back for; "" when nothing was named."""
    returned = form.report.returned_parts
    row = next((row for row in form.rows if row.indicator.code in returned), None)
    if row is not None:
        return figure_url(form.report, row.indicator)
    part = next((part for part in form.parts if part.value in returned), None)
    return part_url(form.report, part.value) if part else ""


@dataclass(frozen=True)
class ShownField:
    """One box of a row: its name, its words, and what stands in it."""

    name: str
    id: str
    label: str
    value: str
    stored: str  # what the page showed at first: who did not touch the box changes nothing
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
MAIN = ("value", "numerator", "denominator", "text", "flag", "year_estimate")


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
        source = "phải có văn bản nguồn" if indicator.wants_source else ""
        level = "kế hoạch là mức không vượt quá" if indicator.less_is_better else ""
        return " · ".join(filter(None, (indicator.unit_words, optional, source, level, indicator.hint)))

    @property
    def of_lines(self) -> str:
        """Return what the lines of a list add up to, as it is read; "" while none are written."""
        value = self.row.figure.value
        return "" if value is None or not self.row.is_said else written(value)

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
        asked = self.row.indicator.wants_source or (self.row.is_said and bool(self.remarks))
        return any(each.value or each.error for each in self.more_fields) or asked or bool(self.files)

    @property
    def columns(self) -> list[tuple[str, str, str]]:
        """Return what stands in the columns beside the box: a key, a heading, a value; "" for nothing known."""
        shown = shown_beside(self.row)
        return [
            ("last", "Kỳ trước", shown["last"]),
            ("year_ago", "Cùng kỳ năm trước", shown["year_ago"]),
            ("target", "Kế hoạch năm", shown["target"]),
            ("so_far", "Lũy kế năm", shown["so_far"]),
            ("percent", "% kế hoạch", shown["of_plan"]),
            ("compared", "% so cùng kỳ", shown["of_year_ago"]),
        ]

    @property
    def share(self) -> str:
        """Return what a share comes to, as it stands below its boxes."""
        return words_of_share(self.row) if self.row.indicator.is_share else ""

    @property
    def beside(self) -> dict[str, str]:
        """Return all that follows from the figure, by its key: what the page shows anew when it was kept."""
        own = {"share": self.share} if self.row.indicator.is_share else {}
        return {key: words for key, _, words in self.columns} | own


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
            stored=stands[name],
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
