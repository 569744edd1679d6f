"""Who may see and repeat background work."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from emulation_portal.accounts.enums import Role
from units.queries import has_role

if TYPE_CHECKING:
    from emulation_portal.accounts.models import User

    from .models import Job

READERS = frozenset({Role.OFFICER, Role.CLERK, Role.DEPT_HEAD, Role.LEADER, Role.AUDITOR, Role.ADMIN})
KEEPERS = READERS - {Role.AUDITOR}  # who inspects does not touch


def sees_all_jobs(user: "User") -> bool:
    return has_role(user, *READERS)


def check_can_see_health(user: "User") -> None:
    if not sees_all_jobs(user):
        raise PermissionDenied("Trang này dành cho Văn phòng, lãnh đạo và người quản trị hệ thống.")


def check_can_retry(user: "User", job: "Job") -> None:
    if job.requested_by_id == user.pk or has_role(user, *KEEPERS):
        return
    raise PermissionDenied("Chỉ người đã yêu cầu việc này hoặc Văn phòng mới được cho chạy lại.")
