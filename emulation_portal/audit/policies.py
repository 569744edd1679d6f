"""Who may read the log."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.module_loading import import_string

# Roles of accounts.enums.Role, which stands above this package.
READERS = frozenset({"auditor", "admin"})


def check_can_read_log(user: Any, _obj: Any = None) -> None:
    """Raise unless the user inspects or administers: the log tells what each person did and when."""
    if READERS.isdisjoint(import_string(settings.ROLES_OF)(user)):
        raise PermissionDenied("Nhật ký chỉ dành cho người làm công tác kiểm tra và quản trị hệ thống.")
