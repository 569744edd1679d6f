"""The lists of a report: what was given, to whom, worth how much."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.errors import DomainError
from emulation_portal.core.numbering import whole_number

from .. import actions
from ..asked import read_form
from ..formpages import figure_url
from ..forms import donation_lines
from ..models import DonationLine
from .common import closed, report_to_write
from .frame import frame

BLANK_LINES = 3


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lines(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    """The lines of a list: what was given, to whom, worth how much."""
    report = report_to_write(request.user, pk)
    if not report.is_open:
        return closed(request, report)
    form = read_form(report)
    row = next((row for row in form.rows if row.indicator.code == code and row.indicator.is_itemised), None)
    if row is None:
        raise Http404
    stored = list(row.value.lines.all()) if row.value else []
    # What is sent is read by itself: it may be of a page that is older than what is stored.
    formset = donation_lines(request.POST or None, [] if request.method == "POST" else stored, extra=BLANK_LINES)
    told = ""
    if request.method == "POST" and formset.is_valid():
        seen = whole_number(request.POST.get("seen", "")) or 0
        try:
            actions.write_lines(
                report_id=pk,
                indicator=row.indicator,
                lines=_lines_of(formset),
                seen=seen,
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            told = str(error)
        else:
            messages.success(request, f"Đã lưu danh sách “{row.indicator.name}”.")
            again = "more" in request.POST
            target = reverse("reports:lines", args=[pk, code]) if again else figure_url(report, row.indicator)
            return redirect(target)
    context = {
        **frame(form, here=row.indicator.group),
        "row": row,
        "formset": formset,
        "told": told,
        "seen": row.value.revision if row.value else 0,
        "back_url": figure_url(report, row.indicator),
        "title": row.indicator.name,
    }
    return render(request, "reports/lines.html", context, status=422 if told or formset.is_bound else 200)


def _lines_of(formset: Any) -> list[DonationLine]:
    kept = [each for each in formset.forms if each.has_changed() and not each.cleaned_data.get("DELETE")]
    names = [*formset.forms[0].Meta.fields] if formset.forms else []
    return [DonationLine(**{name: each.cleaned_data[name] for name in names}) for each in kept]
