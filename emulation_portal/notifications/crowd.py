"""The pages of messages that are measured among a crowd."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from emulation_portal.core.crowds import Visit
from emulation_portal.rights.enums import Role


def visits(crowds: dict[type, Any]) -> Iterable[Visit]:
    yield Visit("notifications:inbox", reverse("notifications:inbox"), Role.OFFICER)
    yield Visit("notifications:outbox", reverse("notifications:outbox"), Role.OFFICER)
