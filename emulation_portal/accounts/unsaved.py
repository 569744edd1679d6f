"""What is typed and not saved yet: kept while one types, given back when the page is opened again."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from emulation_portal.core.errors import DomainError
from emulation_portal.core.retention import kept_from

from .models import Unsaved, User

MAX_CHARACTERS = 2_000_000  # of one form: the longest plan with all its parts has a fifth of it
MAX_FORMS = 50  # of one person; of more the oldest are forgotten
NOT_KEPT = {"csrfmiddlewaretoken", "show"}


class TooLong(DomainError):
    """The form is longer than what is kept."""


def keep(user: User, form: str, fields: Iterable[tuple[str, list[str]]]) -> dt.datetime:
    """Keep what stands in the form at the address, in place of what was kept of it before; return when. Raises TooLong."""
    data = {_storable(name): [*map(_storable, values)] for name, values in fields if name not in NOT_KEPT}
    if sum(len(name) + sum(map(len, values)) for name, values in data.items()) > MAX_CHARACTERS:
        raise TooLong("Nội dung đang gõ dài quá mức cổng giữ giúp. Hãy lưu, hoặc chép ra Word.")
    now = timezone.now()
    Unsaved.objects.update_or_create(user_id=user.pk, form=form, defaults={"fields": data, "kept_at": now})
    stale = Unsaved.objects.filter(user=user.pk).order_by("-kept_at", "-pk").values("pk")[MAX_FORMS:]
    Unsaved.objects.filter(pk__in=list(stale.values_list("pk", flat=True))).delete()
    return now


def _storable(text: str) -> str:
    """Return the text without what the database takes in no text; the form itself refuses it in words."""
    return text.replace("\0", "")


def kept(user: Any, form: str) -> Unsaved | None:
    """Return what the person typed into the form at the address and did not save; None when there is nothing."""
    return Unsaved.objects.filter(user=user.pk, form=form).first()


def forget(user: Any, form: str) -> None:
    """Forget it: the form was saved, or given up. Twice is harmless."""
    Unsaved.objects.filter(user=user.pk, form=form).delete()


def as_sent(fields: Mapping[str, list[str]]) -> QueryDict:
    """Return the fields as if the form had just been sent."""
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    return data


def purge_unsaved(*, on: dt.date) -> int:
    """Forget what nobody came back to; return how many. Twice is harmless."""
    limit = kept_from("accounts.unsaved", on)
    return Unsaved.objects.filter(kept_at__lt=limit).delete()[0] if limit else 0
