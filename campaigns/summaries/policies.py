"""Who may look at the figures behind the alliance's own report. The paper itself goes by the rights of papers."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from campaigns.reports.policies import READING_OFFICE
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

if TYPE_CHECKING:
    from .models import SummaryReport


def check_can_see_figures(user: Any, report: "SummaryReport") -> None:
    """Raise unless the user works with what units report to whom asked for it, whoever issues the paper."""
    if not rights_of(user).may(*READING_OFFICE, at=report.demand.place if report.demand else report.place):
        raise PermissionDenied(
            "Số liệu của báo cáo tổng hợp dành cho thường trực Hội đồng, lãnh đạo Liên minh và kiểm tra."
        )


def check_can_begin(user: Any, place: Any) -> None:
    """Raise unless the user writes papers from what units reported to the alliance at that place."""
    if not rights_of(user).may(Role.OFFICER, at=place):
        raise PermissionDenied("Chỉ chuyên viên Thi đua - Khen thưởng được soạn báo cáo tổng hợp.")
