"""What drafts show on the home page beside what waits there."""

from typing import Any

from django.http import HttpRequest

from emulation_portal.procedure.registry import procedure_of
from emulation_portal.rights.enums import OFFICE_ROLES
from emulation_portal.rights.held import rights_of

from .enums import UNDER_WAY
from .models import Draft

LATEST = 6


def own_drafts_elsewhere(request: HttpRequest) -> dict[str, Any] | None:
    """Return the user's own drafts that somebody else has now, so that they know where each one is, and since when."""
    if not rights_of(request.user).hold(*OFFICE_ROLES):
        return None
    own = Draft.objects.of_office(request.user).filter(drafted_by=request.user.pk, status__in=UNDER_WAY)
    mine = list(own.only("kind", "status", "is_transcription", "owner_since", "summary")[:LATEST])
    for draft in mine:
        draft.tone = procedure_of(draft).state_of(draft.status).tone  # type: ignore[attr-defined]
    return {"waiting_elsewhere": mine} if mine else None
