"""“Việc cần làm” for those who are logged in, the front door for everybody else: as the apps declare them."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from emulation_portal.accounts.personas import PERSONAS
from emulation_portal.core.dates import today
from emulation_portal.core.declarations import declared
from emulation_portal.core.numbering import whole_number
from emulation_portal.core.parts import HomePanel, Shortcut, Work
from emulation_portal.core.work import page_of
from emulation_portal.rights.held import rights_of

ITEMS_ON_A_PAGE = 20
MOST_PAGES = 100_000  # nobody has as many, and the database counts no further than some of what can be typed


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        context = {"panels": _panels(request), "personas": PERSONAS if settings.SAMPLE_PERSONAS else ()}
        return render(request, "home/front.html", context)
    return render(
        request, "home/home.html", {**_work(request), "panels": _panels(request), "shortcuts": _shortcuts(request)}
    )


def _work(request: HttpRequest) -> dict[str, Any]:
    """Return one page of what waits for the user, and how much waits in all: nothing is left out in silence."""
    sources = sorted(declared(Work), key=lambda source: source.order)
    lists = [source.find(request.user, today()) for source in sources]
    number = min(max(whole_number(request.GET.get("page", "")) or 1, 1), MOST_PAGES)
    stop = number * ITEMS_ON_A_PAGE
    items, numbers = page_of(lists, start=stop - ITEMS_ON_A_PAGE, stop=stop)
    total = sum(numbers)
    pages = Paginator(range(total), ITEMS_ON_A_PAGE)
    if number > pages.num_pages:  # something was done meanwhile
        items, _ = page_of(lists, start=(pages.num_pages - 1) * ITEMS_ON_A_PAGE, stop=total, known=numbers)
    return {"items": items, "total": total, "page_obj": pages.get_page(number)}


def _panels(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the panels that the apps show beside the work, or to passers-by: a template, and its own `shown`."""
    wanted = [panel for panel in declared(HomePanel) if panel.is_public != request.user.is_authenticated]
    found = [(panel.template, panel.context(request)) for panel in sorted(wanted, key=lambda panel: panel.order)]
    return [{"template": template, "shown": shown} for template, shown in found if shown is not None]


def _shortcuts(request: HttpRequest) -> list[Shortcut]:
    found = [shortcut for shortcut in declared(Shortcut) if rights_of(request.user).hold(shortcut.role)]  # type: ignore[arg-type]
    once = {
        (shortcut.label, shortcut.url): shortcut for shortcut in found
    }  # who holds several roles has each link once
    return sorted(once.values(), key=lambda shortcut: shortcut.order)
