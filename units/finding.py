"""What the search of the portal finds among units and people."""

import functools
from typing import Any

from django.db.models import Case, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf

from emulation_portal.core.dates import today
from emulation_portal.core.parts import Findings, Found
from emulation_portal.core.searching import first_of, words_of

from .models import Person, Position, Unit

NAMED, OTHER = 1, 2


def find_units(user: Any, text: str, limit: int) -> Findings:
    """Find working units by name, short name, code or place; what is so called, or has the code, stands first."""
    units: Any = Unit.objects.visible_to(user).working(on=today()).order_by("name", "pk")
    nearest = functools.partial(units.nearest, text)
    return first_of(units.matching(text), limit, _unit, first=nearest, list_name="units:list", q=text)


def _unit(unit: Unit) -> Found:
    former = f"trước đây là {unit.called_before}" if unit.called_before else ""
    note = " · ".join(filter(None, (unit.code, str(unit.get_kind_display()), unit.commune, former)))
    return Found(unit.name, note, unit.get_absolute_url())


def find_people(user: Any, text: str, limit: int) -> Findings:
    """Find people by name; those whose given name was typed last stand first, as one calls them by it.

    The code of the unit tells those of one name and one post apart.
    """
    posts = Position.objects.in_force(on=today()).visible_to(user).filter(person=OuterRef("pk"))
    unit_name = Coalesce(NullIf("unit__short_name", Value("")), "unit__name")
    found: Any = Person.objects.visible_to(user).matching(text)
    last = words_of(text)[-1].text if words_of(text) else ""
    found = found.annotate(
        post=Subquery(posts.values_list(Concat("title", Value(", "), unit_name, Value(" · "), "unit__code"))[:1]),
        nearness=Case(When(search_text__endswith=f" {last}", then=NAMED), default=OTHER),
    )
    found = found.order_by("nearness", *(Person._meta.ordering or ()))
    return first_of(found, limit, _person, list_name="units:people", q=text)


def _person(person: Any) -> Found:
    return Found(person.full_name, person.post or "", person.get_absolute_url())
