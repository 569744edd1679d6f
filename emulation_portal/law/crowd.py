"""The pages of the law, as the benchmark of pages visits them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from emulation_portal.core.crowds import Visit
from emulation_portal.rights.enums import Role


def visits(crowds: dict[type, Any]) -> Iterable[Visit]:
    yield Visit("law:in-force", reverse("law:in-force"), Role.OFFICER)
    yield Visit("law:calendar", reverse("law:calendar"), Role.OFFICER)
