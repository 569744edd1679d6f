"""Who reads and keeps the history of awards: the standing office its alliance's, a unit's people that of their own."""

from typing import TYPE_CHECKING, Any, Protocol

from django.core.exceptions import PermissionDenied

from campaigns.reports.policies import HEADS, READING_OFFICE, WRITERS
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

if TYPE_CHECKING:
    from units.models import Unit

KEEPING = "Chỉ chuyên viên Thi đua - Khen thưởng được ghi, sửa lịch sử khen thưởng."


class OfPlace(Protocol):
    """An award of the past, written down or about to be: at which unit it was earned."""

    @property
    def place(self) -> "Unit": ...


def sees_history(user: Any) -> bool:
    """Return whether there may be awards for the user to see: which, `PastAward.visible_to` says."""
    return rights_of(user).hold(*READING_OFFICE, *WRITERS)


def check_can_see_history(user: Any) -> None:
    """Raise unless there may be awards for the user to see."""
    if not sees_history(user):
        raise PermissionDenied(
            "Lịch sử khen thưởng dành cho đơn vị, thường trực Hội đồng, lãnh đạo Liên minh và kiểm tra."
        )


def check_can_keep(user: Any, award: OfPlace) -> None:
    if not rights_of(user).may(Role.OFFICER, at=award.place):
        raise PermissionDenied(KEEPING)


def check_can_keep_somewhere(user: Any) -> None:
    """Raise unless the user is officer of some alliance; of which award, `check_can_keep` asks."""
    if not rights_of(user).hold(Role.OFFICER):
        raise PermissionDenied(KEEPING)


# What stands against somebody is read by who decides on it, and by their own head; writers of units have no need of it.
CONDUCT_READERS = (*READING_OFFICE, *HEADS)


def check_can_see_conduct(user: Any) -> None:
    """Raise unless there may be facts of conduct for the user to see: which, `ConductFact.visible_to` says."""
    if not rights_of(user).hold(*CONDUCT_READERS):
        raise PermissionDenied(
            "Kỷ luật, vụ việc chưa kết luận chỉ dành cho thường trực Hội đồng, lãnh đạo Liên minh, kiểm tra và thủ trưởng đơn vị."
        )
