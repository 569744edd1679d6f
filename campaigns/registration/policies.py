"""Who may do what with registrations: the unit's own people at the unit, the standing office at whose call it is."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from campaigns.reports.policies import HEADS, READING_OFFICE, WRITERS, check_can_confirm_at, check_can_hand_back_at
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

if TYPE_CHECKING:
    from .models import Registration, RegistrationCall

_CALLING = "Chỉ chuyên viên Thi đua - Khen thưởng được mở đợt đăng ký thi đua."
_OF_ALL_UNITS = "Chỉ thường trực Hội đồng, lãnh đạo Liên minh và kiểm tra xem được đăng ký của mọi đơn vị."


def check_can_call(user: Any, call: "RegistrationCall") -> None:
    if not rights_of(user).may(Role.OFFICER, at=call.place):
        raise PermissionDenied(_CALLING)


def check_can_call_somewhere(user: Any) -> None:
    """Raise unless the user is officer of some alliance; of which call, `check_can_call` asks."""
    if not rights_of(user).hold(Role.OFFICER):
        raise PermissionDenied(_CALLING)


def check_can_see_calls(user: Any) -> None:
    """Raise unless there may be a call for the user to see: which, `RegistrationCall.visible_to` says."""
    if not rights_of(user).hold(*READING_OFFICE, *WRITERS):
        raise PermissionDenied("Đăng ký thi đua dành cho đơn vị, thường trực Hội đồng, lãnh đạo Liên minh và kiểm tra.")


def check_can_see_units(user: Any, call: "RegistrationCall") -> None:
    if not rights_of(user).may(*READING_OFFICE, at=call.place):
        raise PermissionDenied(_OF_ALL_UNITS)


def check_can_see_units_somewhere(user: Any) -> None:
    """Raise unless the user works in some office; of which call, `check_can_see_units` asks."""
    if not rights_of(user).hold(*READING_OFFICE):
        raise PermissionDenied(_OF_ALL_UNITS)


def check_can_begin(user: Any, unit: Any) -> None:
    if not rights_of(user).may(*WRITERS, at=unit):
        raise PermissionDenied("Chỉ người của đơn vị được lập đăng ký thi đua của đơn vị.")


def check_can_write(user: Any, registration: "Registration") -> None:
    if not rights_of(user).may(*WRITERS, at=registration.unit):
        raise PermissionDenied("Chỉ người của đơn vị được soạn đăng ký này.")


def check_can_send(user: Any, registration: "Registration") -> None:
    """Raise unless the user heads the unit and is not who wrote it; a unit that was let off may have one person."""
    check_can_confirm_at(
        user,
        registration.unit,
        registration.drafted_by_id,
        only="Chỉ thủ trưởng đơn vị được xác nhận và gửi đăng ký.",
        own="Người trình không tự gửi được đăng ký của mình.",
    )


def check_can_change(user: Any, registration: "Registration") -> None:
    if not rights_of(user).may(*HEADS, at=registration.unit):
        raise PermissionDenied("Chỉ thủ trưởng đơn vị được mở lại đăng ký đã gửi để sửa.")


def check_can_hand_back(user: Any, registration: "Registration") -> None:
    """Raise unless the user heads the unit, or wrote the registration and takes it back."""
    only = "Chỉ thủ trưởng, hoặc người đã trình, được đưa đăng ký về soạn tiếp."
    check_can_hand_back_at(user, registration.unit, registration.drafted_by_id, only=only)


def check_can_return(user: Any, registration: "Registration") -> None:
    if not rights_of(user).may(Role.OFFICER, at=registration.place):
        raise PermissionDenied("Chỉ chuyên viên Thi đua - Khen thưởng được trả lại đăng ký để sửa.")


def check_can_read_content(user: Any, registration: "Registration") -> None:
    """Raise for the office while nothing was sent: what is being written is the unit's."""
    rights = rights_of(user)
    if rights.may(*WRITERS, at=registration.unit):
        return
    if not rights.may(*READING_OFFICE, at=registration.unit):
        raise PermissionDenied("Bạn không xem được nội dung đăng ký này.")
    if registration.sent_at is None:
        raise PermissionDenied("Đơn vị chưa gửi nên chưa xem được nội dung.")
