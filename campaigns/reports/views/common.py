"""What the views of reports share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.errors import DomainError

from ..actions import SaidMeanwhile
from ..models import UnitReport
from ..policies import check_can_write
from ..typed import TypedWrong


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


def session_over() -> JsonResponse:
    """Answer a script whose person is logged in no more."""
    return JsonResponse({"told": "Phiên làm việc đã hết. Hãy đăng nhập lại."}, status=401)


def kept_or_told(keep: Callable[[], JsonResponse], stands: Callable[[Any], dict[str, Any]]) -> JsonResponse:
    """Keep what was typed into one box, or tell the script why not: with what stands where somebody else wrote meanwhile."""
    try:
        return keep()
    except SaidMeanwhile as error:
        return JsonResponse({"told": str(error), **stands(error.stands)}, status=409)
    except TypedWrong as error:
        return JsonResponse({"errors": error.errors}, status=422)
    except DomainError as error:
        return JsonResponse({"told": str(error)}, status=422)


def closed(request: SignedInRequest, report: UnitReport) -> HttpResponse:
    """Lead who came to write to what the report says: it does not lie with its unit's writers."""
    messages.warning(
        request, f"Báo cáo đang ở trạng thái “{report.get_status_display()}” nên không sửa được. Đây là bản đang có."
    )
    return redirect(report)
