"""Who may see and repeat background work. Appointments stand above this package, so the settings name them by string."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.module_loading import import_string

from emulation_portal.accounts.enums import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from emulation_portal.accounts.models import User

    from .models import Job

READERS = frozenset({Role.OFFICER, Role.CLERK, Role.DEPT_HEAD, Role.LEADER, Role.AUDITOR, Role.ADMIN})
KEEPERS = READERS - {Role.AUDITOR}  # who inspects does not touch


def sees_all_jobs(user: "User | AnonymousUser") -> bool:
    return _has_role(user, READERS)


def check_can_see_health(user: "User | AnonymousUser") -> None:
    if not sees_all_jobs(user):
        raise PermissionDenied("Trang này dành cho Văn phòng, lãnh đạo và người quản trị hệ thống.")


def check_can_retry(user: "User | AnonymousUser", job: "Job") -> None:
    is_own = user.is_authenticated and job.requested_by_id == user.pk
    if is_own or _has_role(user, KEEPERS):
        return
    raise PermissionDenied("Chỉ người đã yêu cầu việc này hoặc Văn phòng mới được cho chạy lại.")


def _has_role(user: "User | AnonymousUser", roles: frozenset[Role]) -> bool:
    held: frozenset[Role] = import_string(settings.ROLES_OF)(user)
    return not held.isdisjoint(roles)
