"""What is asked of the history: who may be meant by a name, and what somebody has got."""

from typing import Any

from django.db.models import Q, QuerySet

from campaigns.reports.policies import READING_OFFICE, WRITERS
from emulation_portal.core.vietnamese import fold
from emulation_portal.rights.held import rights_of
from units.models import Person, Unit

from .enums import HistoryStatus
from .models import PastAward
from .models.past_award import serving_with

MOST_CANDIDATES = 10


def candidates(award: PastAward) -> QuerySet[Person]:
    """Return the people of the alliance who may be meant: so called, and not born in another year."""
    same = Person.objects.filter(alliance=award.unit.root_id, search_text=fold(award.name))
    if award.birth_year:
        same = same.filter(Q(birth_date__isnull=True) | Q(birth_date__year=award.birth_year))
    return same.order_by("pk")[:MOST_CANDIDATES]


def latest_of(user: Any, **whose: Any) -> QuerySet[PastAward]:
    """Return what the user may see of the awards of a person or a unit, the last first."""
    found = PastAward.objects.visible_to(user).exclude(status=HistoryStatus.MISTAKEN).filter(**whose)
    return found.select_related("unit").order_by("-decided_on", "-pk")


def people_judged_by(user: Any) -> QuerySet[Person]:
    """Return the people whose whole history the user sees: of the alliance for its office, of a unit who serves there."""
    alliances = rights_of(user).whole_alliances(*READING_OFFICE)
    return Person.objects.filter(Q(alliance__in=alliances) | Q(pk__in=serving_with(user)))


def units_judged_by(user: Any) -> QuerySet[Unit]:
    """Return the units whose whole history the user sees."""
    rights = rights_of(user)
    return Unit.objects.filter(rights.reach("", *READING_OFFICE) | rights.reach("", *WRITERS))
