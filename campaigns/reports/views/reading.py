"""The list of reports, one of them, what it said each time it was submitted."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.audit.queries import history_of
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import day, lines, link, noted, status
from emulation_portal.core.permissions import allows
from emulation_portal.core.tables import Column
from emulation_portal.documents.queries import paper_of
from emulation_portal.procedure.opening import Link, next_of, stepper
from emulation_portal.rights.held import rights_of
from units.models import Unit

from .. import actions, policies
from ..asked import Form, read_form
from ..enums import ReportPart, ReportStatus
from ..formpages import first_returned, pages_of
from ..forms import ExtensionForm, ReportFilters, SignAloneForm
from ..models import ReportVersion, SoleSignOff, UnitReport
from ..procedures import REPORT
from ..queries import last_return
from ..reading import ReadReport, read_draft, read_version
from .common import report_for


class ReportList(ListPage):
    """Báo cáo: one's unit's own, or all of the alliance for its office."""

    template_name, filters = "reports/list.html", ReportFilters
    noun, caption = "báo cáo", "Báo cáo của đơn vị"

    def check(self) -> None:
        policies.check_can_see_reports(self.reader)

    def rows(self) -> QuerySet[UnitReport]:
        return UnitReport.objects.visible_to(self.reader).order_by("-period__period_to", "unit__name", "pk")

    def complete(self, rows: Any) -> Any:
        return rows.select_related("period__demand__campaign", "unit", "filer")

    def columns(self) -> list[Column]:
        one_period = bool(self.chosen.value("period"))
        own = [] if self.is_office else [Column("Kỳ báo cáo", _period, names_row=True)]
        period = [] if one_period else [Column("Kỳ", _period_words)]
        of_all = [Column("Đơn vị", _unit, names_row=True), *period] if self.is_office else []
        return [
            *own,
            *of_all,
            Column("Hạn nộp", _due),
            Column("Đã nộp", _came),
            Column("Tình trạng", _state),
        ]

    def sheet_columns(self) -> list[Column]:
        return [
            Column("Đơn vị", lambda row: row.unit.name),
            Column("Mã đơn vị", lambda row: row.unit.code),
            Column("Phong trào", lambda row: row.period.demand.campaign.name),
            Column("Kỳ", lambda row: row.period.name),
            Column("Hạn nộp", lambda row: row.due_on),
            Column("Nộp lúc", lambda row: row.submitted_at),
            Column("Muộn (ngày)", lambda row: row.days_late(on=today())),
            Column("Trạng thái", lambda row: row.get_status_display()),
            Column("Mã biên nhận", lambda row: row.receipt_code),
        ]

    @property
    def is_office(self) -> bool:
        return rights_of(self.reader).hold(*policies.READING_OFFICE)

    def nothing(self) -> Nothing:
        words = "Khi Liên minh yêu cầu báo cáo của một phong trào, báo cáo phải nộp hiện ở đây cùng hạn nộp."
        return Nothing("Chưa có báo cáo nào", words)

    def extra(self) -> dict[str, Any]:
        return {"is_office": self.is_office}


def _period(report: UnitReport) -> Any:
    return noted(link(report, report.period.name), report.period.demand.campaign.name)


def _period_words(report: UnitReport) -> Any:
    return noted(report.period.name, report.period.demand.name)


def _unit(report: UnitReport) -> Any:
    by = f"Do {report.filer} nộp thay" if report.is_filed_for_another else ""
    return noted(link(report, report.unit.name), by)


def _due(report: UnitReport) -> Any:
    return noted(day(report.due_on), "Đã gia hạn" if report.is_extended else "")


def _came(report: UnitReport) -> Any:
    return day(report.submitted_on) if report.submitted_on else ""


def _state(report: UnitReport) -> Any:
    tone = REPORT.state_of(report.status).tone
    shown = [status(report.get_status_display(), tone)]
    late = report.days_late(on=today())
    if late and report.submitted_on:
        shown.append(status(f"Nộp muộn {late} ngày", "warning"))
    elif late:
        shown.append(status(f"Quá hạn {late} ngày", "danger"))
    return lines(shown)


@login_required
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One report: for who writes it the list of its pages, for who reads it what was submitted last."""
    report = report_for(request.user, pk)
    may_write = bool(allows(policies.check_can_write, request.user, report))
    may_read = bool(allows(policies.check_can_read_content, request.user, report))
    writes = may_write and report.is_open
    # Who confirms reads what would be sent, and not what was sent before it came back.
    reads_draft = may_write and report.status == ReportStatus.AWAITING_HEAD
    form = read_form(report) if writes or reads_draft else None
    versions = list(report.versions.select_related("submitted_by"))
    standing = [each for each in versions if each.withdrawn_at is None]
    shown = standing[-1] if standing and may_read and form is None else None
    on = today()
    is_office = rights_of(request.user).may(*policies.READING_OFFICE, at=report.unit)
    hidden = () if may_write else _WITHIN_THE_UNIT
    returned = last_return(report)
    context = {
        "report": report,
        "tone": REPORT.state_of(report.status).tone,
        "steps": stepper(report),
        # Who has both, as the Chief of Office whose own office reports, does the unit's part too.
        "next": _next(request, report, form, is_office=is_office and not may_write),
        "pages": pages_of(form) if form and writes else [],
        "read": _read(report, form, standing, reads_draft=reads_draft, shown=shown),
        "opens_later": report.status == ReportStatus.NOT_STARTED and not report.period.is_open(on=on),
        "awaits_unit": is_office and report.status != ReportStatus.EXEMPT,
        "is_office": is_office,
        "versions": versions,
        "days_late": report.days_late(on=on),
        "returned": returned if returned and returned.verb not in hidden else None,
        "returned_at": _names_of_returned(report),
        "history": history_of(report, without_reasons_of=hidden),
        "paper": paper_of(report) if may_read else None,
    }
    return render(request, "reports/report.html", context)


def _read(
    report: UnitReport,
    form: Form | None,
    versions: list[ReportVersion],
    *,
    reads_draft: bool,
    shown: ReportVersion | None,
) -> ReadReport | None:
    """Return what of the report is read on its page: what its head is asked to send, else what was submitted last."""
    if form is not None and reads_draft:
        return read_draft(report, form, versions[-1] if versions else None)
    return read_version(shown, versions) if shown else None


def _next(request: SignedInRequest, report: UnitReport, form: Any, *, is_office: bool) -> Any:
    links: list[Link] = []
    leave_out: tuple[str, ...] = ()
    if form is not None and report.is_open and not is_office:
        page = next((each for each in pages_of(form) if not each.is_done), None)
        review = reverse("reports:review", args=[report.pk])
        leave_out = ("sent_to_head",)  # after a look at the whole
        if mend := first_returned(form):
            links.append(Link("Sửa chỗ bị trả lại", mend, "primary"))
            page = None
            links.append(Link("Xem lại và trình", review))
        else:
            links.append(
                Link(_begin(report), page.url, "primary") if page else Link("Xem lại và trình", review, "primary")
            )
        if page and form.is_complete is False and report.status != ReportStatus.NOT_STARTED:
            links.append(Link("Xem lại trước khi gửi", review))
    if is_office:
        leave_out = _OF_THE_UNIT
    if report.status == ReportStatus.AWAITING_HEAD and allows(
        policies.check_can_let_sign_alone, request.user, report.filer
    ):
        links.append(Link("Đơn vị ít người?", reverse("reports:sign-alone", args=[report.filer_id]), "link"))
    may_extend = bool(allows(policies.check_can_excuse, request.user, report))
    if may_extend and report.submitted_on is None and report.status != ReportStatus.EXEMPT:
        links.append(Link("Gia hạn nộp", reverse("reports:extend", args=[report.pk])))
    return next_of(report, request.user, now=timezone.now(), leave_out=leave_out, links=links)


_WITHIN_THE_UNIT = ("report.handed_back",)  # what a head writes to who drafted is nobody else's
_OF_THE_UNIT = ("sent_to_head", "submitted", "handed_back", "withdrawn")  # steps that the office never takes


def _begin(report: UnitReport) -> str:
    return "Bắt đầu soạn" if report.status == ReportStatus.NOT_STARTED else "Soạn tiếp"


def _names_of_returned(report: UnitReport) -> list[tuple[str, str]]:
    """Return what is to be corrected: the name of the figure or part, and why."""
    if not report.returned_parts:
        return []
    rows = report.period.demand.rows.select_related("indicator")
    names = {row.indicator.code: row.indicator.name for row in rows}
    names |= {part.value: f"Phần: {part.label}" for part in ReportPart}
    return [(names.get(code, code), words) for code, words in report.returned_parts.items()]


@login_required
@require_safe
def version(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """What a report said the so many-th time it was submitted."""
    report = report_for(request.user, pk)
    policies.check_can_read_content(request.user, report)
    versions = list(report.versions.select_related("submitted_by", "report"))
    chosen = next((each for each in versions if each.number == number), None)
    if chosen is None:
        raise Http404
    context = {"report": report, "read": read_version(chosen, versions)}
    return render(request, "reports/version.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_alone(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let one person of a small unit write and confirm, or ask for two again."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    policies.check_can_let_sign_alone(request.user, unit)
    allowed = SoleSignOff.objects.visible_to(request.user).filter(unit=unit).select_related("allowed_by").first()
    button = "Yêu cầu hai người như thường lệ" if allowed else "Cho phép một người"
    form = SignAloneForm(
        request.POST or None, is_allowed=bool(allowed), button=button, cancel_url=unit.get_absolute_url()
    )
    wants_two = "reason" not in request.POST
    if request.method == "POST" and wants_two != bool(allowed):
        messages.info(request, "Người khác vừa đổi. Đây là cách đang dùng.")
        return redirect(request.path)
    if request.method == "POST" and form.is_valid():
        if allowed:
            actions.end_sole_sign_off(unit_id=pk, by=request.user)
            messages.success(request, f"Báo cáo của {unit} lại cần hai người.")
        else:
            actions.let_sign_alone(unit_id=pk, reason=form.cleaned_data["reason"], by=request.user, on=today())
            messages.success(request, f"Một người của {unit} được vừa soạn vừa xác nhận báo cáo.")
        return redirect(unit)
    context = {"unit": unit, "allowed": allowed, "form": form}
    return render(request, "reports/sign_alone.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Gia hạn for one unit."""
    report = get_object_or_404(
        UnitReport.objects.visible_to(request.user).select_related("period", "unit", "filer"), pk=pk
    )
    policies.check_can_excuse(request.user, report)
    form = ExtensionForm(request.POST or None, cancel_url=report.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            actions.extend_deadline(report_id=pk, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Đã gia hạn. Đơn vị thấy hạn mới ở trang báo cáo.")
            return redirect(report)
    context = {"report": report, "form": form, "title": "Gia hạn nộp báo cáo"}
    return render(request, "reports/form.html", context, status=422 if form.errors else 200)
