"""Telling units of a paper that was made known to them, or that ended: in the background, for there may be thousands."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import short_date, today
from emulation_portal.jobs.actions import enqueue
from emulation_portal.notifications.actions import Told, tell_each
from emulation_portal.rights.holders import people_of

from .models import Draft
from .receipts import units_addressed

NEWS = dt.timedelta(days=31)
NEW, ENDED = "drafts.new_paper", "drafts.paper_ended"


def ask_to_tell(draft: Draft, kind: str, *, by: User) -> None:
    """Ask for the readers of a paper to be told, in the transaction of the act."""
    enqueue(
        "drafts.tell_readers",
        key=f"{kind}:{draft.pk}",
        args={"draft_id": draft.pk, "kind": kind, "by": by.pk},
        label=f"Báo đơn vị: {draft}",
        by=by,
        subject=draft,
        subject_url=draft.get_absolute_url(),
        is_first=True,  # a paper is issued once, and ends once
    )


def people_addressed(draft: Draft) -> QuerySet[User]:
    """Return who writes and signs for the units that the paper is meant for, today."""
    on = today()
    return people_of(units_addressed(draft, on=on).values("pk"), on=on)


def tell_readers(draft: Any, kind: str, *, by: User | None) -> int:
    """Write to each of them; return to how many. Twice is once, and a paper of long ago is no news."""
    document = draft.document
    if today() - document.issued_on > NEWS:
        return 0
    words = "Văn bản mới" if kind == NEW else "Văn bản đã bị thu hồi"
    told = Told(
        kind=kind,
        key=f"{kind}:{draft.pk}",
        subject=f"{words}: {draft} ngày {short_date(document.issued_on)}",
        text=f"{words}: {draft} ngày {short_date(document.issued_on)}.\n\n{' '.join(draft.summary.split())}",
        url=draft.get_absolute_url(),
        at=draft.place,
    )
    people = [user for user in people_addressed(draft).iterator() if by is None or user.pk != by.pk]
    return len(tell_each([(told, user) for user in people], by=by))
