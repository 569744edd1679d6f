"""What drafts show on the home page beside what waits there."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from emulation_portal.core.dates import today
from emulation_portal.procedure.registry import procedure_of
from emulation_portal.rights.enums import OFFICE_ROLES
from emulation_portal.rights.held import rights_of

from .enums import UNDER_WAY, DraftStatus
from .models import Draft

LATEST = 6
TOLD_DAYS = 30  # for how long its drafter reads that a paper was revoked


def own_drafts_elsewhere(request: HttpRequest) -> dict[str, Any] | None:
    """Return the user's own drafts that somebody else has now, so that they know where each one is, and since when; and
    those of their papers that were revoked of late.
    """
    if not rights_of(request.user).hold(*OFFICE_ROLES):
        return None
    since = today() - dt.timedelta(days=TOLD_DAYS)
    told = Q(status__in=UNDER_WAY) | Q(status=DraftStatus.REVOKED, document__ended_on__gte=since)
    own = Draft.objects.of_office(request.user).filter(told, drafted_by=request.user.pk)
    mine = list(own.only("kind", "status", "is_transcription", "owner_since", "summary")[:LATEST])
    for draft in mine:
        draft.tone = procedure_of(draft).state_of(draft.status).tone  # type: ignore[attr-defined]
    return {"waiting_elsewhere": mine} if mine else None
