"""The pages of background work that are measured. Jobs come with what they are done for."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from emulation_portal.core.crowds import Visit, first_middle_last, visits_of_list
from emulation_portal.rights.enums import Role

from .models import Job


def visits(crowds: dict[type, Any]) -> Iterable[Visit]:
    pages = first_middle_last(Job.objects.count())
    yield from visits_of_list("jobs", reverse("jobs:list"), by=Role.ADMIN, pages=pages, finds="state=done")
    yield Visit("jobs:health", reverse("jobs:health"), Role.ADMIN)
