"""Số liệu of the alliance's own report: what it tells, by which marks, and what has become another since."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import FileResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from campaigns.reports.models.indicator import PLACES
from campaigns.reports.quantities import NoNumber, parse_quantity
from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.errors import DomainError
from emulation_portal.core.numbering import whole_number
from emulation_portal.core.permissions import allows
from emulation_portal.core.sheets import XLSX, Sheet, write_book
from emulation_portal.core.tables import Column, Table
from emulation_portal.core.vietnamese import ascii_slug
from emulation_portal.documents.drafts import policies as drafting

from . import papers, policies
from .actions import take_new_figures
from .comparing import FigureChange, differences
from .enums import ChangedPart
from .figures import NO_FIGURE, FigureTold, Measured, Snapshot
from .marks import marks_of_figure, marks_of_reports
from .models import SummaryReport
from .queries import selection_of, snapshot_of

MOST_SHOWN = 200  # differences on one page

_MARKS = (
    Column("Ô số", lambda row: format_html("<code>{}</code>", row.mark), names_row=True),
    Column("Là", lambda row: row.meaning),
    Column("Sẽ in", lambda row: row.words),
)
_CHANGES = (
    Column("Số liệu", lambda row: row.what, names_row=True),
    Column("Trong báo cáo", lambda row: row.was),
    Column("Hiện nay", lambda row: row.now),
)


def _report(request: SignedInRequest, pk: int) -> SummaryReport:
    """Return the report with its figures. Raises Http404 (also for one that was entered from paper), PermissionDenied."""
    seen = SummaryReport.objects.visible_to(request.user).with_place()
    rows = seen.select_related("campaign__organiser", "demand__campaign__organiser", "first", "last")
    report = get_object_or_404(rows, pk=pk)
    policies.check_can_see_figures(request.user, report)
    if report.snapshot is None or report.demand is None:
        raise Http404
    return report


@login_required
@require_safe
def figures(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """All marks with what is printed for them, and what has changed since the figures were taken."""
    report = _report(request, pk)
    snapshot = report.snapshot
    assert snapshot is not None
    if request.GET.get("xuat") == "xlsx":
        return _book(report, snapshot)
    changed = differences(snapshot, snapshot_of(selection_of(report), at=timezone.now()))
    context = {
        "report": report,
        "told_when": papers.told_when(snapshot),
        "marks": Table("Ô số của các báo cáo", _MARKS, list(marks_of_reports(snapshot))),
        "figures": [_marks_of(figure, snapshot) for figure in snapshot.figures],
        "changes": list(_by_part(changed[:MOST_SHOWN])),
        "change_number": len(changed),
        "most_shown": MOST_SHOWN,
        "may_take": bool(allows(drafting.check_can_edit, request.user, report)),
        "excel_url": f"{request.path}?xuat=xlsx",
    }
    return render(request, "summaries/figures.html", context)


def _by_part(changed: list[FigureChange]) -> Iterator[tuple[ChangedPart, Table]]:
    """Yield each part of the figures in which something changed, with what."""
    for part in ChangedPart:
        if rows := [each for each in changed if each.about == part]:
            yield part, Table(f"Thay đổi: {part.label}", _CHANGES, rows)


def _marks_of(figure: FigureTold, snapshot: Snapshot) -> tuple[FigureTold, str, Table]:
    """Return a figure, what it came to in words, and its marks."""
    marks = Table(f"Ô số của chỉ tiêu {figure.name}", _MARKS, list(marks_of_figure(figure, snapshot)))
    return figure, figure.measured(figure.value) or NO_FIGURE, marks


@login_required
@require_POST
def take(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lấy số liệu mới, unless somebody saved the draft since the page was opened."""
    report = _report(request, pk)
    drafting.check_can_draft(request.user, report.issuer)
    revision = whole_number(request.POST.get("revision", "")) or 0
    try:
        found = take_new_figures(report_id=report.pk, revision=revision, by=request.user, now=timezone.now())
    except (PermissionDenied, DomainError) as error:
        messages.error(request, str(error))
    else:
        words = (
            f"Đã lấy số liệu mới: {len(found)} chỗ thay đổi."
            if found
            else "Số liệu không thay đổi; đã ghi thời điểm mới."
        )
        messages.success(request, words)
    return redirect("summaries:figures", pk=report.pk)


# --- Excel ----------------------------------------------------------------------------------------------------------------


def _book(report: SummaryReport, snapshot: Snapshot) -> FileResponse:
    said: list[tuple[str, Any]] = [
        ("Báo cáo", str(report)),
        ("Phong trào", report.campaign.name),
        ("Các kỳ", snapshot.periods),
        ("Cách tính", papers.told_when(snapshot)),
        ("Xuất lúc", timezone.now()),
    ]
    sheets = [*_sheets(snapshot), Sheet("Thông tin", ["Mục", "Nội dung"], said, is_filtered=False)]
    name = f"so-lieu-{ascii_slug(str(report), 40)}-{timezone.localdate():%Y-%m-%d}.xlsx"
    return FileResponse(write_book(sheets), as_attachment=True, filename=name, content_type=XLSX)


def _sheets(snapshot: Snapshot) -> Iterator[Sheet]:
    """Yield the tables of the paper, totals as numbers, khối by khối for every figure; what units said as they are read."""
    numbers = ["Kế hoạch năm", "Thực hiện", "% kế hoạch", "Số báo cáo có số liệu", "Số báo cáo phải có"]
    then = ["Cùng kỳ năm trước", "So cùng kỳ (%)", "Ước cả năm", "Đã trừ báo trùng"]
    rows = [
        (each.code, each.name, each.measure, *_numbers(each), *map(_number, _compared(each)))
        for each in snapshot.figures
    ]
    yield Sheet("Tổng hợp", ["Mã", "Chỉ tiêu", "Đơn vị tính", *numbers, *then], rows)
    by_block = [
        (block.name, each.name, *_numbers(block.figures[each.code]))
        for each in snapshot.figures
        for block in snapshot.blocks
        if each.code in block.figures
    ]
    yield Sheet("Theo khối", ["Khối", "Chỉ tiêu", *numbers], by_block)
    figures = snapshot.figures
    units = [
        (unit.name, unit.code, unit.block, *(_said(unit.said.get(figure.code, "")) for figure in figures))
        for unit in snapshot.units
    ]
    yield Sheet("Từng đơn vị", ["Đơn vị", "Mã", "Khối", *(figure.name for figure in figures)], units)
    late = [(each.unit, each.code, each.period, each.due_on, each.came_on, each.days) for each in snapshot.late]
    yield Sheet("Muộn, chưa nộp", ["Đơn vị", "Mã", "Kỳ", "Hạn nộp", "Ngày nộp", "Số ngày muộn"], late)


def _said(words: str) -> Decimal | str:
    """Return what a unit said as a number, where it is one: a spreadsheet adds it up; else as it is read."""
    try:
        return parse_quantity(words.removesuffix("%"), places=PLACES)
    except NoNumber:
        return words


def _numbers(each: Measured) -> tuple[Any, ...]:
    return (*map(_number, (each.plan, each.value, each.of_plan)), each.told, each.owed)


def _compared(each: FigureTold) -> tuple[str | None, ...]:
    return each.year_ago, each.of_year_ago, each.estimate, each.doubled


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
