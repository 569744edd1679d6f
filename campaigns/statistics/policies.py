"""Who may look at what the state is told of campaigns."""

from typing import Any

from django.core.exceptions import PermissionDenied

from campaigns.reports.policies import READING_OFFICE
from emulation_portal.rights.held import rights_of
from units.models import Unit


def check_can_see_statistics(user: Any, alliance: Unit) -> None:
    if not rights_of(user).may(*READING_OFFICE, at=alliance):
        raise PermissionDenied("Biểu thống kê dành cho thường trực Hội đồng, lãnh đạo Liên minh và kiểm tra.")
