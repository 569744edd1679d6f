"""Who may read the log."""

from typing import Any

from django.core.exceptions import PermissionDenied

from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

READERS = (Role.AUDITOR, Role.ADMIN)


def check_can_read_log(user: Any, _obj: Any = None) -> None:
    """Raise unless the user inspects or administers: the log tells what each person did and when."""
    if not rights_of(user).hold(*READERS):
        raise PermissionDenied("Nhật ký chỉ dành cho người làm công tác kiểm tra và quản trị hệ thống.")
