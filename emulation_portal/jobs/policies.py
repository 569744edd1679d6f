"""Who may see and repeat background work."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from emulation_portal.rights.held import PathPlace, rights_of

from .enums import KEEPERS, READERS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from emulation_portal.accounts.models import User

    from .models import Job


def sees_all_jobs(user: "User | AnonymousUser") -> bool:
    """Return whether the user sees what others of the body asked for."""
    return rights_of(user).hold(*READERS)


def check_can_see_health(user: "User | AnonymousUser") -> None:
    if not sees_all_jobs(user):
        raise PermissionDenied("Trang này dành cho Văn phòng, lãnh đạo và người quản trị hệ thống.")


def check_can_retry(user: "User | AnonymousUser", job: "Job") -> None:
    is_own = user.is_authenticated and job.requested_by_id == user.pk
    if is_own or rights_of(user).may(*KEEPERS, at=PathPlace(job.place)):
        return
    raise PermissionDenied("Chỉ người đã yêu cầu việc này hoặc Văn phòng mới được cho chạy lại.")
