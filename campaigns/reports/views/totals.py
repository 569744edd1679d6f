"""Tổng hợp: what reports add up to; each total opens its parts, down to the report that says it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.dates import today
from emulation_portal.core.declarations import declared
from emulation_portal.core.errors import DomainError
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import link, noted
from emulation_portal.core.numbering import whole_number
from emulation_portal.core.permissions import allows
from emulation_portal.core.sheets import XLSX, Sheet, write_book
from emulation_portal.core.tables import Column, Table
from emulation_portal.core.vietnamese import ascii_slug

from .. import actions, policies
from ..enums import COUNTED, Dimension
from ..forms import PartsFilters, PeriodsForm
from ..models import Demand, Indicator, ReportValue, UnitReport
from ..panels import TotalsLink
from ..totals.charts import kinds_chart, progress_chart
from ..totals.columns import KINDS, parts_columns, sheet_columns, total_columns
from ..totals.doubles import by_kind, likenesses
from ..totals.selection import WHOLE, Selection, told_apart
from ..totals.sums import KeyedTotal, Total, named_totals, totals_of

MOST_SHOWN = 50  # pairs on one page; answered ones make room
TWO = "hai"  # what the button says that tells two donations apart


@dataclass(frozen=True)
class ChosenPeriods:
    """What is looked at: a demand, and which of its periods are added up."""

    demand: Demand
    form: PeriodsForm
    selection: Selection

    @property
    def query(self) -> dict[str, Any]:
        return {"tu": self.selection.periods[0].pk, "den": self.selection.last.pk}

    def url(self, name: str, *args: Any, **more: Any) -> str:
        """Return the address of a page on the same periods."""
        return f"{reverse(name, args=[self.demand.pk, *args])}?{urlencode({**self.query, **more})}"

    def trail(self) -> list[tuple[str, str]]:
        return [
            ("Đã nộp chưa?", f"{reverse('reports:board')}?campaign={self.demand.campaign_id}"),
            (self.demand.name, self.demand.get_absolute_url()),
        ]


def chosen(request: SignedInRequest, pk: int) -> ChosenPeriods:
    """Return what the address asks for. Raises PermissionDenied, Http404 (also while no period has begun)."""
    policies.check_can_see_board(request.user)
    demands = Demand.objects.worked_with_by(request.user).select_related("campaign__organiser")
    demand = get_object_or_404(demands, pk=pk)
    begun = list(demand.periods.filter(period_from__lte=today()).order_by("-period_to", "-pk"))
    if not begun:
        raise Http404
    counted = UnitReport.objects.filter(period__in=begun, status__in=COUNTED).order_by()
    with_figures = set(counted.values_list("period", flat=True).distinct())
    usual = next((each for each in begun if each.pk in with_figures), begun[0])
    form = PeriodsForm(request.GET, periods=begun, chosen=usual)
    return ChosenPeriods(demand, form, Selection(demand, form.between()))


@login_required
@require_safe
def totals(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """All figures of a demand: plan, what was done, the year before, and of how many reports."""
    choice = chosen(request, pk)
    rows = totals_of(choice.selection, choice.demand.rows.select_related("indicator"))
    caption = f"Tổng hợp {choice.selection.words}"
    if request.GET.get("xuat") == "xlsx":
        return _book(caption, choice, rows, "Chỉ tiêu", lambda row: row.indicator.name)

    def name(row: Total) -> Any:
        name = link(choice.url("reports:total", row.indicator.code), row.indicator.name)
        return noted(name, row.indicator.unit_words)

    context = {
        "choice": choice,
        "table": Table(caption, total_columns("Chỉ tiêu", name, choice.selection.year, rows), rows),
        "excel_url": choice.url("reports:totals", xuat="xlsx"),
        "doubles": [each for each in likenesses(choice.selection) if each.match is None],
        "doubles_url": choice.url("reports:doubles"),
        "ways_on": _ways_on(request, choice.selection),
    }
    return render(request, "reports/totals.html", context, status=422 if choice.form.errors else 200)


def _ways_on(request: SignedInRequest, selection: Selection) -> list[tuple[str, str]]:
    """Return what other apps begin from these totals: words and address."""
    found = [(each.words, each.address(request.user, selection)) for each in declared(TotalsLink)]
    return [(words, address) for words, address in found if address]


def _book(caption: str, choice: ChosenPeriods, rows: Iterable[Total], first: str, name: Any) -> FileResponse:
    columns = sheet_columns(first, name)
    said = [
        ("Bảng", caption),
        ("Phong trào", choice.demand.campaign.name),
        ("Yêu cầu báo cáo", choice.demand.name),
        ("Cách tính", "Chỉ cộng báo cáo đã kiểm tra hoặc đã chốt; đơn vị chưa có số liệu không tính là 0."),
        ("Xuất lúc", timezone.now()),
    ]
    cells = [[column.exported(row) for column in columns] for row in rows]
    sheets = [
        Sheet("Tổng hợp", [column.heading for column in columns], cells),
        Sheet("Thông tin", ["Mục", "Nội dung"], said, is_filtered=False),
    ]
    name_of_file = f"{ascii_slug(caption)}-{timezone.localdate():%Y-%m-%d}.xlsx"
    return FileResponse(write_book(sheets), as_attachment=True, filename=name_of_file, content_type=XLSX)


def _indicator(demand: Demand, code: str) -> Indicator:
    rows = demand.rows.select_related("indicator").filter(indicator__code=code)
    indicator = get_object_or_404(rows).indicator
    if not indicator.is_added:
        raise Http404
    return indicator


def _dimension(request: SignedInRequest) -> Dimension:
    asked = request.GET.get("theo", "")
    return Dimension(asked) if asked in Dimension.values else Dimension.BLOCK


@login_required
@require_safe
def total(request: SignedInRequest, pk: int, code: str) -> HttpResponseBase:
    """One figure, by khối, kind of unit, commune or period, with what all make together."""
    choice = chosen(request, pk)
    indicator, dimension = _indicator(choice.demand, code), _dimension(request)
    rows = named_totals(choice.selection, indicator, dimension)
    kinds = by_kind(choice.selection, indicator) if indicator.is_itemised else []
    caption = f"{indicator.name}, {choice.selection.words}, theo {dimension.label.lower()}"
    if request.GET.get("xuat") == "xlsx":
        return _book(caption, choice, rows, dimension.label, lambda row: row.name)

    def name(row: KeyedTotal) -> Any:
        if row.key is WHOLE:
            return link(choice.url("reports:parts", code), row.name)
        return link(choice.url("reports:parts", code, **{dimension.value: row.address_key}), row.name)

    columns = total_columns(dimension.label, name, choice.selection.year, rows)
    context = {
        "choice": choice,
        "indicator": indicator,
        "dimension": dimension,
        "dimensions": [(each, choice.url("reports:total", code, theo=each.value)) for each in Dimension],
        "table": Table(caption, columns, rows, None, row_css=lambda row: "is-total" if row.key is WHOLE else ""),
        "chart": progress_chart(indicator, [row for row in rows if row.key is not WHOLE]),
        "kinds": Table("Theo loại ủng hộ", KINDS, kinds, None),
        "kinds_chart": kinds_chart(indicator, kinds),
        "excel_url": choice.url("reports:total", code, theo=dimension.value, xuat="xlsx"),
        "all_url": choice.url("reports:totals"),
    }
    return render(request, "reports/total.html", context, status=422 if choice.form.errors else 200)


class PartsOfTotal(ListPage):
    """What one total is made of: unit by unit what each reported, from which paper, and who has not."""

    template_name, filters = "reports/parts.html", PartsFilters
    noun, caption = "báo cáo", "Từng đơn vị"

    @cached_property
    def choice(self) -> ChosenPeriods:
        return chosen(cast(SignedInRequest, self.request), self.kwargs["pk"])

    @cached_property
    def indicator(self) -> Indicator:
        return _indicator(self.choice.demand, self.kwargs["code"])

    def table_words(self) -> str:
        return f"{self.indicator.name}, {self.choice.selection.words}: từng đơn vị"

    def rows(self) -> QuerySet[UnitReport]:
        selection = self.choice.selection
        reports = told_apart(selection.reports_of(self.indicator), Dimension.BLOCK, selection)
        return reports.order_by("unit__name", "period__period_to", "pk")

    def complete(self, rows: Any) -> list[UnitReport]:
        found = list(rows.select_related("unit", "filer", "period__demand"))
        values = ReportValue.objects.filter(report__in=found, indicator=self.indicator).prefetch_related("lines")
        said = {value.report_id: value for value in values}
        for report in found:
            report.said = said.get(report.pk) if report.is_counted else None
        return found

    def columns(self) -> Sequence[Column]:
        return parts_columns(self.indicator, has_periods=len(self.choice.selection.periods) > 1)

    def nothing(self) -> Nothing:
        return Nothing("Chưa có báo cáo nào", "Báo cáo của kỳ này chưa được yêu cầu.")

    def extra(self) -> dict[str, Any]:
        return {
            "choice": self.choice,
            "indicator": self.indicator,
            "all_url": self.choice.url("reports:totals"),
            "total_url": self.choice.url("reports:total", self.indicator.code),
        }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def doubles(request: SignedInRequest, pk: int) -> HttpResponse:
    """Khoản ủng hộ nghi trùng: two units may have told of one donation; the officer says whether."""
    choice = chosen(request, pk)
    may_answer = allows(policies.check_can_demand, request.user, choice.demand)
    if request.method == "POST":
        policies.check_can_demand(request.user, choice.demand)
        first, second = (whole_number(request.POST.get(name, "")) or 0 for name in ("first", "second"))
        said = request.POST.get("counted", "")
        counted = None if said == TWO else whole_number(said) or 0
        try:
            actions.answer_likeness(
                demand_id=pk, lines=(first, second), counted=counted, by=request.user, now=timezone.now()
            )
        except DomainError as error:
            messages.error(request, str(error))
        else:
            words = "Đã ghi: một khoản, tính một lần." if counted else "Đã ghi: hai khoản khác nhau, tính cả hai."
            messages.success(request, words)
        return redirect(choice.url("reports:doubles"))
    found = likenesses(choice.selection)
    context = {
        "choice": choice,
        "asked": [each for each in found if each.match is None][:MOST_SHOWN],
        "asked_number": sum(each.match is None for each in found),
        "answered": [each for each in found if each.match is not None][:MOST_SHOWN],
        "two": TWO,
        "may_answer": may_answer,
        "all_url": choice.url("reports:totals"),
    }
    return render(request, "reports/doubles.html", context)
