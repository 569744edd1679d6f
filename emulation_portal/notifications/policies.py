"""Who sees and sends again what was mailed for a body."""

from typing import Any

from django.core.exceptions import PermissionDenied

from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import PathPlace, rights_of

KEEPERS = (Role.OFFICER, Role.CLERK, Role.CHIEF_OF_OFFICE, Role.AUDITOR, Role.ADMIN)
SENDERS = (Role.OFFICER, Role.CLERK, Role.CHIEF_OF_OFFICE, Role.ADMIN)


def check_can_see_outbox(user: Any) -> None:
    if not rights_of(user).hold(*KEEPERS):
        raise PermissionDenied("Thư đã gửi chỉ dành cho Văn phòng, kiểm tra và quản trị hệ thống.")


def check_can_send_again(user: Any, message: Any) -> None:
    if not rights_of(user).may(*SENDERS, at=PathPlace(message.place)):
        raise PermissionDenied("Chỉ Văn phòng hoặc quản trị hệ thống được gửi lại thư này.")
