"""The frame of every page: names, the rail of at most seven items by role, the help page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse

from emulation_portal.audit.enums import HEADS, INSPECTORS
from emulation_portal.rights.enums import OFFICE_ROLES, Role
from emulation_portal.rights.held import rights_of

from .help import help_url_for

if TYPE_CHECKING:
    from emulation_portal.accounts.models import User


@dataclass(frozen=True)
class RailItem:
    label: str
    url: str
    icon: str
    is_current: bool = False
    badge: int | None = None


# label, URL name, icon, who has it (None: everybody who is logged in)
_ITEMS: tuple[tuple[str, str, str, frozenset[Role] | None], ...] = (
    ("Việc cần làm", "home:home", "todo", None),
    ("Phong trào thi đua", "campaigns:list", "flag", None),
    (
        "Sổ văn bản đi", "documents:register", "book",
        frozenset({Role.OFFICER, Role.CLERK, Role.CHIEF_OF_OFFICE, Role.LEADER, Role.AUDITOR}),
    ),
    ("Đơn vị", "units:list", "house", None),
    ("Người và tài khoản", "units:people", "people", frozenset({Role.ADMIN, Role.CHIEF_OF_OFFICE, Role.DEPT_HEAD, Role.AUDITOR})),
    ("Thể thức văn bản", "documents:issuers", "seal", frozenset({Role.ADMIN})),
    ("Việc chạy nền", "jobs:list", "health", frozenset({Role.OFFICER, Role.CLERK, Role.ADMIN})),
    ("Nhật ký", "audit:list", "trail", frozenset((*INSPECTORS, *HEADS))),
)  # fmt: skip


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return what every page's frame needs."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    return {
        "institution_name": "Liên minh Hợp tác xã tỉnh Quảng Ninh",
        "portal_name": "Cổng Thi đua - Khen thưởng",
        "rail": _rail(request) if known else [],
        "role_label": _post(user) if known and user else "",
        "is_office_staff": bool(known and user and rights_of(user).hold(*OFFICE_ROLES)),
        "public_nav": [] if known else _public_nav(request),
        "help_url": help_url_for(request),
    }


def _post(user: "User") -> str:
    """Return what stands under the user's name: their own title, else their roles."""
    rights = rights_of(user)
    return rights.title or ", ".join(sorted({right.words for right in rights.held}))


def _rail(request: HttpRequest) -> list[RailItem]:
    roles = rights_of(request.user).roles
    items = []
    for label, name, icon, holders in _ITEMS:
        if holders is not None and roles.isdisjoint(holders):
            continue
        url = reverse(name)
        is_current = request.path == url if name == "home:home" else request.path.startswith(url)
        items.append(RailItem(label, url, icon, is_current))
    return items


def _public_nav(request: HttpRequest) -> list[RailItem]:
    pages = (("Phong trào thi đua", "campaigns:list", "flag"), ("Kiểm tra văn bản", "documents:check-home", "search"))
    urls = ((label, reverse(name), icon) for label, name, icon in pages)
    return [RailItem(label, url, icon, request.path.startswith(url)) for label, url, icon in urls]
