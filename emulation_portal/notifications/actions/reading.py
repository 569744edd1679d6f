"""What a person does with messages to themselves."""

import datetime as dt
from typing import Any

from django.utils import timezone

from emulation_portal.core.retention import kept_from

from ..models import MailChoice, Message


def mark_read(message: Message, *, by: Any) -> None:
    """Keep that the one to whom it was written has opened it. Twice is harmless."""
    if message.to_id == by.pk and message.read_at is None:
        Message.objects.filter(pk=message.pk, read_at=None).update(read_at=timezone.now())


def mark_read_about(url: str, *, by: Any) -> None:
    """Take for read what told somebody of a page, once they open it."""
    told = Message.objects.filter(to=by.pk, url=url).unread()
    if told.exists():  # mostly nobody was: then opening a page writes nothing
        told.update(read_at=timezone.now())


def settle(about: str) -> None:
    """Take for read what asked for an act on a thing: somebody has done it."""
    Message.objects.filter(about=about).exclude(about="").unread().update(read_at=timezone.now())


def mark_all_read(*, by: Any) -> int:
    return Message.objects.under_bell(by).unread().update(read_at=timezone.now())


def purge_messages(*, on: dt.date) -> int:
    """Forget what was told so long ago that it is kept no longer; return how many. Twice is harmless."""
    limit = kept_from("notifications.messages", on)
    return Message.objects.filter(created_at__lt=limit).delete()[0] if limit else 0


def choose_digest(*, user_id: int, wants: bool) -> None:
    MailChoice.objects.update_or_create(user_id=user_id, defaults={"wants_digest": wants})
