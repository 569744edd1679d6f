"""The look at a whole report before it is sent."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from emulation_portal.accounts.requests import SignedInRequest

from ..asked import Form, read_form
from ..checks import ReportRemark
from ..enums import ReportPart
from ..formpages import figure_url, part_url
from ..procedures import REPORT
from ..queries import last_return
from ..reading import read_draft
from .common import report_to_write
from .frame import frame


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Xem lại trước khi gửi: the whole report to read, what still stands against sending it, and the button."""
    report = report_to_write(request.user, pk)
    if not report.is_open:
        return redirect(report)
    form = read_form(report)
    context = {
        **frame(form, here="xem-lai"),
        "read": read_draft(report, form, report.versions.standing().last()),
        "returned": last_return(report),
        "title": "Xem lại trước khi gửi",
        "blocking": [_where(form, remark) for remark in form.remarks if remark.blocks],
        "send_url": reverse("procedure:step", args=[REPORT.slug, pk, "trinh-thu-truong"]),
    }
    return render(request, "reports/review.html", context)


def _where(form: Form, remark: ReportRemark) -> tuple[str, str, str]:
    """Return what a remark is about: its name, where it is mended, and the words."""
    row = next((row for row in form.rows if row.indicator.code == remark.code), None)
    if row is not None:
        return row.indicator.name, figure_url(form.report, row.indicator), remark.words
    return (
        str(ReportPart(remark.code).label),
        part_url(form.report, remark.code),
        remark.words,
    )
