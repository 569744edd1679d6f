"""What the search of the portal finds among papers that other bodies sent."""

from typing import Any

from emulation_portal.core.dates import short_date
from emulation_portal.core.parts import Findings, Found
from emulation_portal.core.searching import first_of
from emulation_portal.rights.enums import OFFICE_ROLES
from emulation_portal.rights.held import rights_of

from .models import ReceivedPaper


def find_received(user: Any, text: str, limit: int) -> Findings:
    """Find those that the user's office received; nobody else sees them."""
    if not rights_of(user).hold(*OFFICE_ROLES):
        return Findings((), 0)
    found = ReceivedPaper.objects.visible_to(user).kept().matching(text).defer("text")
    return first_of(found, limit, _shown, list_name="received:list", q=text)


def _shown(paper: ReceivedPaper) -> Found:
    note = f"{paper.issued_by} · ngày {short_date(paper.issued_on)} · {' '.join(paper.summary.split())}"
    return Found(str(paper), note, paper.get_absolute_url())
