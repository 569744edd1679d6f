"""Opening a paper that was made known."""

import datetime as dt
from typing import Any

from emulation_portal.core.retention import kept_from
from emulation_portal.notifications.actions import mark_read_about
from emulation_portal.rights.held import rights_of

from ..models import Draft, PaperReading


def mark_as_read(draft: Draft, *, by: Any) -> None:
    """Keep that the user has opened a paper of their own alliance, once: it no longer stands among what they have to read."""
    if draft.issuer.unit.root_id not in rights_of(by).roots():
        return
    if not PaperReading.objects.filter(draft=draft.pk, user=by.pk).exists():
        mark_read_about(draft.get_absolute_url(), by=by)
        # Two tabs may open it at once.
        PaperReading.objects.bulk_create([PaperReading(draft_id=draft.pk, user_id=by.pk)], ignore_conflicts=True)


def purge_readings(*, on: dt.date) -> int:
    """Forget who opened what so long ago that it is kept no longer; return how many. Twice is harmless."""
    limit = kept_from("drafts.readings", on)
    return PaperReading.objects.filter(read_at__lt=limit).delete()[0] if limit else 0
