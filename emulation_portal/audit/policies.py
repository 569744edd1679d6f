"""Who may read the log."""

from typing import Any

from django.core.exceptions import PermissionDenied

from emulation_portal.rights.held import rights_of

from .enums import HEADS, INSPECTORS


def check_can_read_log(user: Any) -> None:
    """Raise unless the user inspects, administers or heads a unit: the log tells what each person did and when."""
    if not rights_of(user).hold(*INSPECTORS, *HEADS):
        raise PermissionDenied(
            "Nhật ký chỉ dành cho thủ trưởng đơn vị, người làm công tác kiểm tra và quản trị hệ thống."
        )
