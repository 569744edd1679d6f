"""Who may see and change units, people, accounts and signing authority. No appointment in force: nothing."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from emulation_portal.rights.enums import OFFICE_ROLES, Role
from emulation_portal.rights.held import rights_of

from .models import Unit

if TYPE_CHECKING:
    from emulation_portal.accounts.models import User

ONLY_ADMIN = "Chỉ Quản trị hệ thống làm được việc này. Hãy liên hệ Văn phòng Liên minh."


def _check_is_admin(user: "User") -> None:
    if not rights_of(user).hold(Role.ADMIN):
        raise PermissionDenied(ONLY_ADMIN)


def check_can_list_units(user: "User", _: Any = None) -> None:
    if not rights_of(user).held:
        raise PermissionDenied("Tài khoản của bạn chưa được giao vai trò nào. Hãy liên hệ Văn phòng Liên minh.")


def check_can_see_structure(user: "User", _: Any = None) -> None:
    """Raise unless the user works with all units: the tree, the blocks, the signing authorities."""
    if not rights_of(user).hold(*OFFICE_ROLES):
        raise PermissionDenied("Trang này dành cho Văn phòng, lãnh đạo và người quản trị hệ thống.")


def check_can_manage_units(user: "User", unit: Unit | None = None) -> None:
    _check_is_admin(user)


def check_can_close_unit(user: "User", unit: Unit) -> None:
    _check_is_admin(user)
    if unit.is_closed:
        raise PermissionDenied("Đơn vị này đã thôi hoạt động hoặc đã có ngày thôi hoạt động.")


def check_can_reopen_unit(user: "User", unit: Unit) -> None:
    _check_is_admin(user)
    if not unit.is_closed:
        raise PermissionDenied("Đơn vị này đang hoạt động.")


def check_can_manage_people(user: "User", unit: Unit | None = None) -> None:
    _check_is_admin(user)
    if unit and unit.is_closed:
        raise PermissionDenied(
            "Đơn vị đã thôi hoặc sắp thôi hoạt động nên không thêm người, vai trò được. Hãy mở lại đơn vị trước."
        )


def check_can_appoint(user: "User", to: "User | None") -> None:
    """Raise unless an administrator gives rights to somebody else: nobody makes themselves a clerk or a leader."""
    _check_is_admin(user)
    if to is not None and to.pk == user.pk:
        raise PermissionDenied("Bạn không tự giao vai trò cho mình được. Hãy nhờ một quản trị viên khác.")


def check_can_manage_account(user: "User", account: "User") -> None:
    _check_is_admin(user)


def check_can_close_account(user: "User", account: "User") -> None:
    _check_is_admin(user)
    if account.pk == user.pk:
        raise PermissionDenied("Bạn không tự ngừng tài khoản của mình được. Hãy nhờ một quản trị viên khác.")


def check_can_manage_signing(user: "User", unit: Unit | None = None) -> None:
    _check_is_admin(user)
