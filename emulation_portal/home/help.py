"""Help pages: one template each, found by what one does in the portal, then by the page one came from."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from emulation_portal.audit.enums import INSPECTORS
from emulation_portal.core.helppages import pages
from emulation_portal.rights.enums import OFFICE_ROLES, Role
from emulation_portal.rights.held import rights_of

# Who holds several roles gets the page that stands first: the daily work before the meeting.
OF_ROLE = {
    Role.OFFICER: "chuyen-vien",
    Role.CLERK: "van-thu",
    Role.CHIEF_OF_OFFICE: "chanh-van-phong",
    Role.LEADER: "lanh-dao",
    Role.ADMIN: "quan-tri",
    Role.ACCOUNTANT: "ke-toan",
    Role.AUDITOR: "kiem-tra",
    Role.DEPT_HEAD: "don-vi",
    Role.UNIT_HEAD: "don-vi",
    Role.UNIT_EDITOR: "don-vi",
    Role.CLUSTER_LEAD: "don-vi",
    Role.COUNCIL_CHAIR: "hoi-dong",
    Role.COUNCIL_SECRETARY: "hoi-dong",
    Role.COUNCIL_MEMBER: "hoi-dong",
    Role.TELLER: "hoi-dong",
}
# Pages that are explained in one place, whoever of these looks at them; None: everybody.
_SPECIAL: tuple[tuple[str, str, frozenset[Role] | None], ...] = (
    ("/tai-khoan/", "bat-dau", None),
    ("/kiem-tra/", "khach", None),
    ("/so-van-ban-di/", "van-thu", frozenset(OFFICE_ROLES)),
    ("/nhat-ky/", "kiem-tra", frozenset(INSPECTORS)),
    ("/co-quan-ban-hanh/", "quan-tri", frozenset({Role.ADMIN})),
    ("/phieu-kich-hoat/", "quan-tri", frozenset({Role.ADMIN})),
)


def help_url_for(request: HttpRequest) -> str:
    """Return the help page that fits who asks and where; the list of all for an account without a role."""
    user = getattr(request, "user", None)
    roles = rights_of(user).roles if user else frozenset()
    slug = _special_page(request.path, roles) or next((slug for role, slug in OF_ROLE.items() if role in roles), "")
    if not slug and not (user and user.is_authenticated):
        slug = "khach"
    return reverse("home:help-page", args=[slug]) if slug else reverse("home:help")


def _special_page(path: str, roles: frozenset[Role]) -> str:
    of_apps = [(start, page.slug, page.readers) for page in pages() for start in page.addresses]
    for start, slug, readers in (*_SPECIAL, *of_apps):
        if path.startswith(start) and (readers is None or not roles.isdisjoint(readers)):
            return slug
    return ""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "help/index.html", {"pages": pages()})


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    chosen = next((page for page in pages() if page.slug == slug), None)
    if chosen is None:
        raise Http404
    return render(request, f"help/{slug}.html", {"chosen": chosen, "pages": pages()})
