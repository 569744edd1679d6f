"""Who may do what with campaigns, at the place of their organiser. Their papers have policies of their own."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

if TYPE_CHECKING:
    from .models import Campaign


def check_can_steer(user: Any, campaign: "Campaign") -> None:
    if not rights_of(user).may(Role.LEADER, Role.CHIEF_OF_OFFICE, at=campaign.place):
        raise PermissionDenied("Chỉ lãnh đạo Liên minh và Chánh Văn phòng được đổi giai đoạn của phong trào.")


def check_can_revoke(user: Any, campaign: "Campaign") -> None:
    if not rights_of(user).may(Role.LEADER, at=campaign.place):
        raise PermissionDenied("Chỉ lãnh đạo Liên minh được thu hồi phong trào.")
