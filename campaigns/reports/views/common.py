"""What the views of reports share."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from emulation_portal.accounts.requests import SignedInRequest

from ..models import UnitReport
from ..policies import check_can_write


def report_for(user: Any, pk: int) -> UnitReport:
    """Return the report if the user may know of it; its content may still not be theirs."""
    reports = UnitReport.objects.visible_to(user).select_related(
        "period__demand__campaign__organiser", "unit", "filer__sole_sign_off", "drafted_by", "confirmed_by"
    )
    return get_object_or_404(reports, pk=pk)


def report_to_write(user: Any, pk: int) -> UnitReport:
    """Return the report for who writes it. Raises PermissionDenied for the office, whose page it is to read."""
    report = report_for(user, pk)
    check_can_write(user, report)
    return report


def closed(request: SignedInRequest, report: UnitReport) -> HttpResponse:
    """Lead who came to write to what the report says: it does not lie with its unit's writers."""
    messages.warning(
        request, f"Báo cáo đang ở trạng thái “{report.get_status_display()}” nên không sửa được. Đây là bản đang có."
    )
    return redirect(report)
