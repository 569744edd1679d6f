"""One search over all that the apps look into, each within the rights of who asks: as they declare it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from emulation_portal.core.declarations import declared
from emulation_portal.core.forms import VietnameseFormMixin
from emulation_portal.core.markup import number
from emulation_portal.core.parts import Finder, Findings
from emulation_portal.core.searching import COUNTED_AT_MOST, MAX_LOOKED_FOR, words_of

SHOWN = 5  # of each group


class SearchForm(VietnameseFormMixin, forms.Form):
    """The one box; nothing typed is no mistake."""

    q = forms.CharField(label="Tìm", max_length=MAX_LOOKED_FOR, required=False)


@dataclass(frozen=True)
class Group:
    """What one app found."""

    finder: Finder
    found: Findings

    @property
    def count(self) -> str:
        """Return how many there are, as far as they were counted."""
        total = self.found.total
        return number(total) if total <= COUNTED_AT_MOST else f"hơn {number(COUNTED_AT_MOST)}"


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the first of what each app finds; what was typed stays in the box, right or wrong."""
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    errors = list(form.errors.get("q", ()))
    groups = _groups(request.user, text) if words_of(text) else []
    context = {
        "looked_for": str(form["q"].value() or "")[: 2 * MAX_LOOKED_FOR],
        "errors": errors,
        "no_words": not errors and not words_of(text),
        "groups": groups,
    }
    return render(request, "home/search.html", context)


def _groups(user: Any, text: str) -> list[Group]:
    finders = sorted(declared(Finder), key=lambda finder: finder.order)
    groups = (Group(finder, finder.find(user, text, SHOWN)) for finder in finders)
    return [group for group in groups if group.found.rows]
