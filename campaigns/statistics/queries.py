"""Which campaigns a year's form tells of, and how many stand on each of its lines."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Min, OuterRef, QuerySet, Subquery

from campaigns.enums import CampaignKind, CampaignStatus
from campaigns.models import Campaign, CampaignPlan
from emulation_portal.documents.drafts.enums import ISSUED_EVER
from emulation_portal.documents.models import Issuer
from units.models import Unit

from .regulations import FormLine, LaunchedCampaign, lines_of, statistical_year

_NEVER_HELD = (CampaignStatus.REVOKED, CampaignStatus.DISCARDED)


@dataclass(frozen=True)
class CountedCampaign:
    """A campaign, when it was launched, and the lines on which it counts."""

    campaign: Campaign
    launched_on: dt.date
    lines: tuple[FormLine, ...]

    @property
    def lacks_days(self) -> bool:
        """Return whether nobody wrote from when to when it runs, so that it has no line of duration."""
        return self.campaign.period_from is None or self.campaign.period_to is None


def launched_in(alliance: Unit, year: int) -> QuerySet[Any]:
    """Return the campaigns that the alliance launched in the statistical year: whose first plan was issued in it.

    What was revoked or dropped was not held. Each has `launched_on`.
    """
    begins, ends = statistical_year(year)
    plans = CampaignPlan.objects.filter(campaign=OuterRef("pk"), status__in=ISSUED_EVER, document__isnull=False)
    first = plans.order_by().values("campaign").annotate(first=Min("document__issued_on")).values("first")
    own: QuerySet[Any] = Campaign.objects.filter(organiser__root_id=alliance.pk).exclude(status__in=_NEVER_HELD)
    return own.annotate(launched_on=Subquery(first)).filter(launched_on__range=(begins, ends))


def counted_of(alliance: Unit, year: int) -> list[CountedCampaign]:
    """Return them with their lines, in the order of their launch: two queries."""
    rows = list(launched_in(alliance, year).order_by("launched_on", "pk"))
    of_blocks = set(
        CampaignPlan.objects.filter(campaign__in=rows, is_current=True, addresses_everyone=False)
        .filter(addressed_blocks__isnull=False, addressed_units__isnull=True)
        .values_list("campaign", flat=True)
    )
    return [
        CountedCampaign(row, row.launched_on, tuple(lines_of(_facts(row, is_of_blocks=row.pk in of_blocks))))
        for row in rows
    ]


def _facts(campaign: Campaign, *, is_of_blocks: bool) -> LaunchedCampaign:
    return LaunchedCampaign(CampaignKind(campaign.kind), is_of_blocks, campaign.period_from, campaign.period_to)


def numbers_of(counted: Iterable[CountedCampaign]) -> Counter[FormLine]:
    return Counter(line for each in counted for line in each.lines)


def place_of(alliance: Unit) -> str:
    """Return the place that the alliance writes before the day of its papers, "" where nobody wrote it."""
    return Issuer.objects.filter(unit=alliance).values_list("place_name", flat=True).first() or ""
