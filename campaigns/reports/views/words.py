"""The parts of a report in words."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.errors import DomainError
from emulation_portal.core.numbering import whole_number

from .. import actions
from ..asked import Form, read_form
from ..enums import ReportPart
from ..typed import read_words
from .common import closed, report_for, report_to_write
from .frame import frame, next_url


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: SignedInRequest, pk: int) -> HttpResponse:
    """The parts in words."""
    report = report_to_write(request.user, pk)
    if not report.is_open:
        return closed(request, report)
    form = read_form(report)
    if not form.parts:
        raise Http404
    told: dict[str, str] = {}
    if request.method == "POST":
        told = _keep_words(request, form)
        form = read_form(report_for(request.user, pk))
        if not told:
            messages.success(request, "Đã lưu.")
            return redirect(next_url(form, "noi-dung", request.POST))
    shown = [
        {
            "part": part,
            "body": request.POST.get(part.value, "") if part.value in told else _body(form, part),
            "stands": _body(form, part) if part.value in told else "",
            "seen": form.texts[part.value].revision if part.value in form.texts else 0,
            "told": told.get(part.value, ""),
            "returned": report.returned_parts.get(part.value, ""),
            "remarks": form.remarks_at(part.value),
        }
        for part in form.parts
    ]
    context = {**frame(form, here="noi-dung"), "parts": shown, "title": "Phần viết bằng lời", "wrong": len(told)}
    return render(request, "reports/words.html", context, status=422 if told else 200)


def _body(form: Form, part: ReportPart) -> str:
    return form.texts[part.value].body if part.value in form.texts else ""


def _keep_words(request: SignedInRequest, form: Form) -> dict[str, str]:
    """Keep the parts that can be kept; return what is to be said at the others."""
    told = {}
    for part in form.parts:
        if part.value not in request.POST:
            continue
        seen = whole_number(request.POST.get(f"{part.value}__seen", "")) or 0
        try:
            actions.write_text(
                report_id=form.report.pk,
                part=part,
                body=read_words(request.POST[part.value]),
                seen=seen,
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            told[part.value] = str(error)
    return told
