"""Who may see and change units, people, accounts and signing authority. No appointment in force: nothing.

Checks with an object ask with its place; checks without are for pages that show nothing yet.
"""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from emulation_portal.audit.enums import HEADS, INSPECTORS
from emulation_portal.core.dates import today
from emulation_portal.rights.enums import BLOCK_ROLES, OFFICE_ROLES, Role
from emulation_portal.rights.held import rights_of

from .enums import UnitKind

if TYPE_CHECKING:
    import datetime as dt

    from emulation_portal.accounts.models import User
    from emulation_portal.rights.models import Appointment

    from .models import EmulationBlock, Person, Unit

ONLY_ADMIN = "Chỉ Quản trị hệ thống làm được việc này. Hãy liên hệ Văn phòng Liên minh."
NOT_YOURS = "Việc này thuộc Quản trị hệ thống của Liên minh khác."


def check_can_list_units(user: "User", _: Any = None) -> None:
    if not rights_of(user).held:
        raise PermissionDenied("Tài khoản của bạn chưa được giao vai trò nào. Hãy liên hệ Văn phòng Liên minh.")


def check_can_see_structure(user: "User", _: Any = None) -> None:
    """Raise unless the user works for an office: the tree, the blocks, the signing authorities."""
    if not rights_of(user).hold(*OFFICE_ROLES):
        raise PermissionDenied("Trang này dành cho Văn phòng, lãnh đạo và người quản trị hệ thống.")


def check_can_see_signing(user: "User", unit: "Unit") -> None:
    if not rights_of(user).may(*OFFICE_ROLES, at=unit):
        raise PermissionDenied("Trang này dành cho Văn phòng, lãnh đạo và người quản trị hệ thống.")


def check_can_see_blocks(user: "User", _: Any = None) -> None:
    """Raise unless there may be a block for the user to see: which, `EmulationBlock.objects.visible_to` says."""
    if not rights_of(user).hold(*OFFICE_ROLES, *BLOCK_ROLES):
        raise PermissionDenied("Trang này dành cho Văn phòng, lãnh đạo, người quản trị hệ thống và khối trưởng.")


def check_can_read_log_of(user: "User", unit: "Unit") -> None:
    if not rights_of(user).may(*OFFICE_ROLES, *INSPECTORS, *HEADS, at=unit):
        raise PermissionDenied("Lịch sử của đơn vị dành cho Văn phòng và thủ trưởng đơn vị.")


def check_can_administer(user: "User", _: Any = None) -> None:
    """Raise unless the user administers some alliance; what exactly is asked with the thing itself."""
    if not rights_of(user).hold(Role.ADMIN):
        raise PermissionDenied(ONLY_ADMIN)


def check_can_manage_units(user: "User", unit: "Unit") -> None:
    check_can_administer(user)
    if not rights_of(user).may(Role.ADMIN, at=unit):
        raise PermissionDenied(NOT_YOURS)


def check_can_close_unit(user: "User", unit: "Unit") -> None:
    check_can_manage_units(user, unit)
    if unit.is_closed:
        raise PermissionDenied("Đơn vị này đã thôi hoạt động hoặc đã có ngày thôi hoạt động.")


def check_can_change_standing(user: "User", unit: "Unit") -> None:
    check_can_manage_units(user, unit)
    if unit.is_closed:
        raise PermissionDenied("Đơn vị đã thôi hoặc sắp thôi hoạt động nên không đổi tên, chuyển trực thuộc được.")


def check_can_reorganise(user: "User", unit: "Unit") -> None:
    """Raise unless the unit may merge, split or take over from another."""
    check_can_close_unit(user, unit)
    if unit.kind == UnitKind.COUNCIL:
        raise PermissionDenied("Hội đồng do cấp có thẩm quyền thành lập; không sáp nhập, chia, tách trên cổng.")
    if unit.parent_id is None:
        raise PermissionDenied(
            "Không sáp nhập, chia, tách Liên minh trên cổng: mọi văn bản, tài khoản thuộc về Liên minh."
        )


def check_can_reopen_unit(user: "User", unit: "Unit") -> None:
    check_can_manage_units(user, unit)
    if not unit.is_closed:
        raise PermissionDenied("Đơn vị này đang hoạt động.")


def check_can_manage_block(user: "User", block: "EmulationBlock") -> None:
    check_can_manage_units(user, block.alliance)


def check_can_place_people(user: "User", unit: "Unit") -> None:
    """Raise unless people and roles can be given a place in the unit."""
    check_can_manage_units(user, unit)
    if unit.is_closed:
        raise PermissionDenied(
            "Đơn vị đã thôi hoặc sắp thôi hoạt động nên không thêm người, vai trò được. Hãy mở lại đơn vị trước."
        )


def check_can_manage_person(user: "User", person: "Person") -> None:
    """Raise unless the person serves, or is written down, where the user administers."""
    check_can_administer(user)
    if not any(rights_of(user).may(Role.ADMIN, at=place) for place in person.places(on=today())):
        raise PermissionDenied(NOT_YOURS)


def check_can_manage_account(user: "User", account: "User") -> None:
    """Raise unless the account is of somebody who serves, or holds a role, where the user administers."""
    check_can_administer(user)
    if not any(rights_of(user).may(Role.ADMIN, at=place) for place in _places_of(account, on=today())):
        raise PermissionDenied(NOT_YOURS)


def _places_of(account: "User", *, on: "dt.date") -> list["Unit"]:
    """Return where the person of the account serves, and where roles are held on the day. None of both: nowhere."""
    roles = account.appointments.in_force(on=on).select_related("unit")
    person = getattr(account, "person", None)
    return [*(person.places(on=on) if person else []), *(role.unit for role in roles)]


def check_can_appoint(user: "User", to: "User | None") -> None:
    """Raise unless an administrator gives rights to somebody else: nobody makes themselves a clerk or a leader."""
    check_can_administer(user)
    if to is None:
        return
    if to.pk == user.pk:
        raise PermissionDenied("Bạn không tự giao vai trò cho mình được. Hãy nhờ một quản trị viên khác.")
    check_can_manage_account(user, to)


def check_can_close_account(user: "User", account: "User") -> None:
    check_can_manage_account(user, account)
    if account.pk == user.pk:
        raise PermissionDenied("Bạn không tự ngừng tài khoản của mình được. Hãy nhờ một quản trị viên khác.")


def check_can_end(user: "User", appointment: "Appointment") -> None:
    check_can_manage_units(user, appointment.unit)


def check_can_manage_signing(user: "User", unit: "Unit") -> None:
    check_can_manage_units(user, unit)
