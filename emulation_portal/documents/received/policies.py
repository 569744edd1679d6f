"""Who records and reads papers that other bodies sent: the office to which they were sent."""

from typing import Any

from django.core.exceptions import PermissionDenied

from emulation_portal.rights.enums import OFFICE_ROLES, Role
from emulation_portal.rights.held import rights_of

RECORDERS = (Role.OFFICER, Role.CLERK)
_WHO = "Chỉ chuyên viên Thi đua - Khen thưởng và văn thư được ghi văn bản đến."


def check_can_record_somewhere(user: Any) -> None:
    """Raise unless the user records what some body receives; of which, `check_can_record` asks when it is chosen."""
    if not rights_of(user).hold(*RECORDERS):
        raise PermissionDenied(_WHO)


def check_can_record(user: Any, place: Any) -> None:
    if not rights_of(user).may(*RECORDERS, at=place):
        raise PermissionDenied(_WHO)


def check_can_read_some(user: Any) -> None:
    """Raise unless the user works for a body that receives papers; which, `ReceivedPaper.visible_to` says."""
    if not rights_of(user).hold(*OFFICE_ROLES):
        raise PermissionDenied("Văn bản đến chỉ dành cho cơ quan Liên minh.")
