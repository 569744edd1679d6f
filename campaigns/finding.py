"""What the search of the portal finds among campaigns."""

from typing import Any

from emulation_portal.core.dates import short_date
from emulation_portal.core.parts import Findings, Found
from emulation_portal.core.searching import first_of

from .enums import CampaignStatus
from .models import Campaign
from .procedures import CAMPAIGN


def find_campaigns(user: Any, text: str, limit: int) -> Findings:
    """Find campaigns by name, theme, year, or the number of their plan."""
    found = Campaign.objects.visible_to(user).matching(text, seen_by=user).exclude(status=CampaignStatus.DISCARDED)
    return first_of(found, limit, _shown, list_name="campaigns:list", q=text)


def _shown(campaign: Campaign) -> Found:
    period = ""
    if campaign.period_from and campaign.period_to:
        period = f"{short_date(campaign.period_from)} – {short_date(campaign.period_to)}"
    state = (campaign.get_status_display(), CAMPAIGN.state_of(campaign.status).tone)
    return Found(campaign.name, period, campaign.get_absolute_url(), state)
