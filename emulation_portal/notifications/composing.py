"""The mail of the daily digest."""

from django.conf import settings
from django.template.loader import render_to_string

from .models import Message
from .registry import Mail

MOST_SHOWN = 30


def compose_digest(message: Message) -> Mail | None:
    """Return the digest with what is in it still unread; None when all was read meanwhile."""
    told = Message.objects.filter(pk__in=message.args["messages"], to=message.to_id, read_at=None).order_by("-pk")
    count = told.count()
    if not count:
        return None
    context = {
        "user": message.to,
        "messages": told[:MOST_SHOWN],
        "more": max(count - MOST_SHOWN, 0),
        "portal_url": settings.PUBLIC_URL,
        "leave_url": settings.PUBLIC_URL + message.args["leave_url"],
    }
    return Mail(message.subject, render_to_string("notifications/mail/digest.txt", context))
