"""The daily digest: what came since the last one and was not read, in one mail."""

import datetime as dt
from itertools import groupby

from django.core import signing
from django.db import transaction
from django.urls import reverse

from emulation_portal.accounts.models import User

from ..enums import MailState
from ..models import MailChoice, Message
from .telling import Told, tell_each

LEAVING = "notifications.leave"  # of the signature
_UNWANTED, _READ = "Người nhận không nhận bản tin ngày.", "Người nhận đã đọc trên cổng."


def leave_url(user_id: int) -> str:
    """Return where one stops the digest without logging in."""
    return reverse("notifications:leave", args=[signing.dumps(user_id, salt=LEAVING)])


def reader_of(token: str) -> User | None:
    """Return whose digest the signed token stops; None for what we did not sign, or an account that is closed."""
    try:
        return User.objects.filter(pk=signing.loads(token, salt=LEAVING), is_active=True).first()
    except signing.BadSignature:
        return None


def gather_digests(*, on: dt.date) -> int:
    """Write the digest of the day to each who has something in it; return to how many. Twice on a day is once."""
    unwanted = MailChoice.objects.filter(wants_digest=False).values("user")
    waiting = Message.objects.filter(mail=MailState.DIGEST)
    waiting.filter(to__in=unwanted).update(mail=MailState.SKIPPED, reason=_UNWANTED)
    waiting.exclude(read_at=None).update(mail=MailState.SKIPPED, reason=_READ)
    number = 0
    rows = waiting.filter(to__is_active=True).select_related("to").order_by("to_id", "pk")
    for _, own in groupby(rows.iterator(), key=lambda message: message.to_id):
        number += _gather(list(own), on=on)
    return number


@transaction.atomic
def _gather(messages: list[Message], *, on: dt.date) -> int:
    user = messages[0].to
    count = len(messages)
    told = Told(
        kind="notifications.digest",
        key=f"digest:{on:%Y-%m-%d}",
        subject=f"{count} việc mới trên Cổng Thi đua - Khen thưởng, ngày {on:%d/%m/%Y}",
        args={
            "messages": [message.pk for message in messages],
            "leave_url": leave_url(user.pk),
        },
    )
    written = tell_each([(told, user)], by=None)
    if written:
        Message.objects.filter(pk__in=[message.pk for message in messages]).update(mail=MailState.GATHERED)
    return len(written)
