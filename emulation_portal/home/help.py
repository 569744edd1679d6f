"""Help pages: one template each, found by the page one came from, then by what one does in the portal."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from emulation_portal.core.helppages import pages
from emulation_portal.core.parts import HelpPage
from emulation_portal.rights.held import rights_of


class HelpLink(NamedTuple):
    help_url: str
    help_label: str


def help_link(request: HttpRequest) -> HelpLink:
    """Return the help that fits where one is, else who asks; the list of all for an account without a role."""
    user = getattr(request, "user", None)
    roles = rights_of(user).roles if user else frozenset()
    if special := _of_address(request.path, roles):
        return HelpLink(_url(special), "Trợ giúp trang này")
    own = next((page for page in pages() if not roles.isdisjoint(page.roles)), None)
    if own is None and not (user and user.is_authenticated):
        own = next((page for page in pages() if page.is_for_passers_by), None)
    return HelpLink(_url(own) if own else reverse("home:help"), "Trợ giúp")


def _url(page: HelpPage) -> str:
    return reverse("home:help-page", args=[page.slug])


def _of_address(path: str, roles: frozenset[str]) -> HelpPage | None:
    """Return the page that explains an address to whoever of its readers looks at it."""
    for page in pages():
        if path.startswith(page.addresses) and (page.readers is None or not roles.isdisjoint(page.readers)):
            return page
    return None


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "help/index.html", {"pages": pages()})


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    chosen = next((page for page in pages() if page.slug == slug), None)
    if chosen is None:
        raise Http404
    return render(request, f"help/{slug}.html", {"chosen": chosen, "pages": pages()})
