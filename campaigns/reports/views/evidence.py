"""The files behind a figure or a part."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.errors import DomainError
from emulation_portal.files.actions import receive_file
from emulation_portal.files.enums import EVIDENCE
from emulation_portal.files.forms import EvidenceForm
from emulation_portal.files.queries import files_of
from emulation_portal.files.views import file_key_or_404

from ..actions.evidence import add_evidence, evidence_holder, remove_evidence
from ..asked import read_form
from ..enums import ReportPart
from ..formpages import figure_url
from ..models import Indicator, UnitReport
from .common import closed, report_to_write
from .frame import frame


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    """The files behind one figure or one part."""
    report = report_to_write(request.user, pk)
    if not report.is_open:
        return closed(request, report)
    name = _name_of(report, code)
    form = EvidenceForm(request.POST or None, request.FILES or None) if request.FILES else EvidenceForm()
    holder = evidence_holder(report, code)
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                gone = remove_evidence(
                    report_id=pk, code=code, key=file_key_or_404(request.POST["remove"]), by=request.user
                )
                messages.success(request, f"Đã gỡ tệp “{gone}”." if gone else "Tệp đã được gỡ trước đó.")
                return redirect(request.path)
            if request.FILES and form.is_valid():
                sent = form.cleaned_data["file"]
                file = receive_file(sent.name, sent, allowed=EVIDENCE, by=request.user)
                add_evidence(report_id=pk, code=code, file=file, by=request.user, now=timezone.now())
                messages.success(request, f"Đã đính kèm “{file.name}”.")
                return redirect(request.path)
            if not request.FILES:
                form.add_error("file", "Hãy chọn tệp.") if form.is_bound else messages.error(request, "Hãy chọn tệp.")
        except DomainError as error:
            messages.error(request, str(error))
    back = (
        reverse("reports:words", args=[pk])
        if code in ReportPart.values
        else figure_url(report, _indicator(report, code))
    )
    context = {
        **frame(read_form(report), here=""),
        "form": form,
        "files": files_of(holder).select_related("sent_by") if holder else [],
        "title": f"Tệp minh chứng: {name}",
        "back_url": back,
    }
    return render(request, "reports/evidence.html", context)


def _indicator(report: UnitReport, code: str) -> Indicator:
    return get_object_or_404(Indicator, pk__in=report.period.demand.rows.values("indicator"), code=code)


def _name_of(report: UnitReport, code: str) -> str:
    if code in report.period.demand.parts:
        return str(ReportPart(code).label)
    return _indicator(report, code).name
