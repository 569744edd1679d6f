"""Excel: the form of a report to fill in offline, the file that comes back, its preview, and saving it all at once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.errors import DomainError
from emulation_portal.core.markup import lines, noted
from emulation_portal.core.numbering import grouped
from emulation_portal.core.sheets import XLSX
from emulation_portal.core.tables import Column, Table
from emulation_portal.core.vietnamese import ascii_slug
from emulation_portal.spreadsheets.intake import Problem
from units.forms import SheetForm

from .. import actions
from ..asked import read_form
from ..excel.form import form_file
from ..models import ReportSheet
from .common import closed, report_to_write

PROBLEMS_SHOWN = 300
WAITING_SHOWN = 5


@login_required
@require_safe
def download(request: SignedInRequest, pk: int) -> HttpResponse | FileResponse:
    """Tải Excel mẫu: the form of this report, filled with what is known."""
    report = report_to_write(request.user, pk)
    if not report.is_open:
        return closed(request, report)
    file = form_file(read_form(report), now=timezone.now())
    name = f"bao-cao-{ascii_slug(report.period.name)}-{ascii_slug(report.unit.code)}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest, pk: int) -> HttpResponse:
    """Nhập từ Excel: the filled form is read; its faults are told cell by cell, or its preview is shown."""
    report = report_to_write(request.user, pk)
    if not report.is_open:
        return closed(request, report)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    problems: list[Problem] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return redirect(actions.receive_sheet(report=report, name=file.name, stream=file, by=request.user))
        except actions.SheetWrong as error:
            problems = error.problems
        except DomainError as error:
            form.add_error("file", str(error))
    waiting = ReportSheet.objects.visible_to(request.user).filter(report=report, done_at=None)
    context = {
        "report": report,
        "form": form,
        "wrong": _wrong(problems[:PROBLEMS_SHOWN]) if problems else None,
        "wrong_number": len(problems),
        "waiting": waiting.defer("said", "changes", "seen")[:WAITING_SHOWN],
    }
    return render(request, "reports/upload.html", context, status=422 if problems or form.errors else 200)


def _wrong(problems: list[Problem]) -> Table:
    columns = [
        Column("Ô", lambda problem: problem.address, "nowrap", names_row=True),
        Column("Lỗi và cách sửa", lambda problem: problem.message),
    ]
    return Table("Các ô chưa đúng", columns, problems, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: SignedInRequest, pk: int, sheet: int) -> HttpResponse:
    """Xem trước: every change against what is stored; its button saves all of them or none."""
    report = report_to_write(request.user, pk)
    kept = get_object_or_404(ReportSheet.objects.visible_to(request.user), pk=sheet, report=report)
    if not report.is_open and not kept.done_at:
        return closed(request, report)
    told: list[str] = []
    if request.method == "POST":
        try:
            return _done(request, kept)
        except actions.SheetOutdated as error:
            messages.error(request, str(error))
            told = error.told
            kept.refresh_from_db()
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("reports:upload", pk)
    context = {
        "report": report,
        "sheet": kept,
        "changes": _changes(kept),
        "fields": len({change[0] for change in kept.changes}),
        "told": told,
        "upload_url": reverse("reports:upload", args=[pk]),
    }
    return render(request, "reports/upload_preview.html", context, status=409 if told else 200)


def _done(request: SignedInRequest, kept: ReportSheet) -> HttpResponse:
    if "discard" in request.POST:
        actions.discard_sheet(sheet_id=kept.pk, by=request.user)
        messages.success(request, f"Đã bỏ tệp {kept.file_name}. Chưa lưu gì từ tệp này.")
        return redirect("reports:upload", kept.report_id)
    saved = actions.save_sheet(sheet_id=kept.pk, by=request.user, now=timezone.now())
    messages.success(request, f"Đã lưu {grouped(len(saved.changes))} thay đổi từ tệp {saved.file_name}.")
    return redirect(kept.report)


def _changes(kept: ReportSheet) -> Table:
    columns = [
        Column("Chỉ tiêu, phần", lambda change: noted(change[1], change[5]), names_row=True),
        Column("Cột", lambda change: change[2]),
        Column("Đang lưu", lambda change: _several(change[3])),
        Column("Sẽ lưu", lambda change: _several(change[4])),
    ]
    return Table("Những gì sẽ đổi", columns, kept.changes, None)


def _several(words: str) -> SafeString | str:
    """Return words with their lines; of nothing that it is empty."""
    if not words:
        return format_html('<span class="soft">{}</span>', "trống")
    return lines(words.split("\n")) if "\n" in words else words
