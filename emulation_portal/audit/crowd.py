"""The log of a crowd: the apps above tell in it what they filled, as their actions would have."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.urls import reverse

from emulation_portal.core.crowds import Visit, insert, visits_of_list

from .enums import INSPECTORS
from .models import Event


def tell(verb: str, told: Iterable[tuple[models.Model, str, int]], *, by: Any) -> None:
    """Write one event of each object, with the path and the key of the unit where it happened."""
    insert(
        Event(
            verb=verb,
            actor_id=by.pk,
            actor_name=by.full_name,
            object_type=obj._meta.label_lower,
            object_id=str(obj.pk),
            object_name=str(obj)[:500],
            unit_id=unit_id,
            place=path,
        )
        for obj, path, unit_id in told
    )


def visits(crowds: dict[type, Any]) -> Iterable[Visit]:
    """Yield the log's pages: a crowd's events lie between the first and the last."""
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    url, reader = reverse("audit:list"), INSPECTORS[0]
    pages = ("", f"truoc={newest // 2}", "truoc=21")
    yield from visits_of_list("log", url, by=reader, pages=pages, finds="q=suoi+ngoc", misses="q=khong+co+ai")
    yield from visits_of_list(
        "log by name", url, by=reader, pages=("", *pages[1:]), finds="who=thi+mau", misses="who=xyz"
    )
