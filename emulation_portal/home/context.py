"""The frame of every page: names, the rail, the help page, as the apps declare them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse

from emulation_portal.core.declarations import declared
from emulation_portal.core.parts import Bell, Institution, RailItem
from emulation_portal.rights.enums import OFFICE_ROLES
from emulation_portal.rights.held import rights_of

from .help import help_link
from .version import portal_version

if TYPE_CHECKING:
    from emulation_portal.accounts.models import User


@dataclass(frozen=True)
class RailLink:
    """An entry of the rail as one page shows it."""

    label: str
    url: str
    icon: str
    is_current: bool = False
    badge: int | None = None


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return what every page's frame needs."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    return {
        "institution_name": _institution(user),
        "portal_name": "Cổng Thi đua - Khen thưởng",
        "portal_version": portal_version(),
        "rail": _links(request, _rail(user), user) if known else [],
        "bell": _bell(user) if known else None,
        "own_person": rights_of(user).person_id if known else None,
        "role_label": _post(user) if known and user else "",
        "is_office_staff": bool(known and user and rights_of(user).hold(*OFFICE_ROLES)),
        "public_nav": [] if known else _links(request, [item for item in _all() if item.in_public]),
        **help_link(request)._asdict(),
    }


def _bell(user: "User | None") -> RailLink | None:
    """Return the way to one's messages, with how many are unread."""
    for bell in declared(Bell):
        return RailLink("Thông báo", reverse(bell.url_name), "bell", badge=bell.count(user))
    return None


def _institution(user: "User | None") -> str:
    names = (each.name(user) for each in declared(Institution))
    return next((name for name in names if name), "") if user is not None else ""


def _post(user: "User") -> str:
    """Return what stands under the user's name: their own title, else their roles."""
    rights = rights_of(user)
    return rights.title or ", ".join(sorted({right.words for right in rights.held}))


def _all() -> list[RailItem]:
    return sorted(declared(RailItem), key=lambda item: item.order)


def _rail(user: Any) -> list[RailItem]:
    roles = rights_of(user).roles
    return [item for item in _all() if item.is_for_members and (item.roles is None or not roles.isdisjoint(item.roles))]


def _links(request: HttpRequest, items: list[RailItem], user: Any = None) -> list[RailLink]:
    shown = [((item.own(user) if user and item.own else None) or (item.label, item.url), item) for item in items]
    return [RailLink(label, url, item.icon, _is_current(request, (url, *item.covers))) for (label, url), item in shown]


def _is_current(request: HttpRequest, beginnings: tuple[str, ...]) -> bool:
    """The home page lies above every address, and is current on its own alone."""
    return request.path == "/" if "/" in beginnings else request.path.startswith(beginnings)
