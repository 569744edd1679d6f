"""What is asked of the received papers by those who write papers of our own."""

from collections.abc import Iterable

from emulation_portal.documents.models import Issuer
from emulation_portal.rights.held import rights_of

from . import policies
from .models import ReceivedPaper, ReceivedPaperQuerySet

NEWEST = 5


def receivers_for(user: object) -> list[Issuer]:
    """Return the bodies whose received papers the user records, the first written down first."""
    mine = rights_of(user).reach("unit", *policies.RECORDERS)
    return list(Issuer.objects.filter(mine).select_related("unit").order_by("pk"))


def received_by(issuer: Issuer) -> ReceivedPaperQuerySet:
    """Return what the alliance of a body has received, the newest first."""
    return ReceivedPaper.objects.kept().filter(receiver__unit__root_id=issuer.unit.root_id)


def campaigns_launched_above(issuers: Iterable[Issuer]) -> list[str]:
    """Return the names of the campaigns that papers launch which these bodies received, the newest first."""
    received = ReceivedPaper.objects.kept().filter(receiver__in=issuers)
    named = received.exclude(campaign_name="").values_list("campaign_name", flat=True)
    return list(dict.fromkeys(named[:100]))
