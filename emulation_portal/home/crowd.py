"""The crowd: what every app adds to it, from the lowest floor up, and the pages of the frame that are measured in it."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse

from emulation_portal.core.crowds import PAGE_LIMIT, CrowdSize, Visit
from emulation_portal.core.declarations import declared
from emulation_portal.core.parts import Crowd, Visits
from emulation_portal.rights.enums import Role


def fill_crowd(size: CrowdSize) -> list[Visit]:
    """Fill an empty portal; return the pages to open in it."""
    crowds: dict[type, Any] = {}
    with transaction.atomic():
        for share in declared(Crowd)[::-1]:  # declared from the roof down
            filled = share.fill(size, crowds)
            crowds[type(filled)] = filled
    return [visit for each in declared(Visits) for visit in each.find(crowds)]


def visits(crowds: dict[type, Any]) -> Iterable[Visit]:
    for role in (Role.OFFICER, Role.CHIEF_OF_OFFICE, Role.CLERK, Role.UNIT_HEAD, Role.ADMIN):
        yield Visit(f"home, {role}", reverse("home:home"), role, PAGE_LIMIT)
    yield Visit("home, last page", f"{reverse('home:home')}?page=999", Role.CHIEF_OF_OFFICE, PAGE_LIMIT)
    yield Visit("home, passer-by", reverse("home:home"), "", PAGE_LIMIT)
    for reader, by in (("office", Role.OFFICER.value), ("unit", Role.UNIT_HEAD.value), ("passer-by", "")):
        for words in ("thi dua mau", "7/KH", "hop tac xa nong nghiep suoi ngoc", "khong co"):
            yield Visit(f"search, {reader}: {words}", f"{reverse('home:search')}?{urlencode({'q': words})}", by)
    yield Visit("help", reverse("home:help"), Role.OFFICER)
