"""Who may number, revoke and read official papers."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from emulation_portal.rights.enums import Role
from units.queries import has_role, is_office_staff

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from emulation_portal.accounts.models import User


def check_can_number(user: "User | AnonymousUser", _obj: Any = None) -> None:
    if not has_role(user, Role.CLERK):
        raise PermissionDenied("Chỉ văn thư được cấp số và ghi sổ văn bản đi.")


def check_can_read_register(user: "User | AnonymousUser", _obj: Any = None) -> None:
    if not is_office_staff(user):
        raise PermissionDenied("Sổ đăng ký văn bản đi chỉ dành cho cơ quan Liên minh.")


def check_can_read_copies(user: "User | AnonymousUser", _obj: Any = None) -> None:
    if not is_office_staff(user):
        raise PermissionDenied("Bản xem, bản in sổ chỉ dành cho cơ quan Liên minh.")


def check_can_revoke(user: "User | AnonymousUser", _obj: Any = None) -> None:
    if not has_role(user, Role.LEADER):
        raise PermissionDenied("Chỉ lãnh đạo Liên minh được thu hồi văn bản.")


def check_can_set_up(user: "User | AnonymousUser", _obj: Any = None) -> None:
    if not has_role(user, Role.ADMIN):
        raise PermissionDenied("Chỉ quản trị hệ thống được sửa thể thức và dãy số của cơ quan ban hành.")
