"""What the papers that speak of a campaign, its plans among them, mean for the campaign, and it for them."""

from collections.abc import Set

from django.db import transaction

from emulation_portal.core.errors import DomainError
from emulation_portal.procedure.moving import lock, move

from ..enums import CampaignStatus
from ..models import Campaign, CampaignPaper
from ..queries import goes_with_its_last_draft
from ..regulations import gaps_of_campaign


class CampaignStandsStill(DomainError):
    """No paper of this kind goes on while the campaign stands where it does."""


@transaction.atomic
def paper_was_issued(paper: CampaignPaper, *, goes_on_in: Set[CampaignStatus]) -> None:
    """Ask once more, with the campaign locked, whether the paper may be issued: it may have ended meanwhile.

    A transcription was issued long ago, of any campaign that there was. Raises CampaignStandsStill.
    """
    campaign: Campaign = lock(Campaign, paper.campaign_id)
    if paper.is_transcription and campaign.status != CampaignStatus.DISCARDED:
        return
    for gap in gaps_of_campaign(
        goes_on_in, paper.noun, name=campaign.name, status=campaign.status, has_plan=campaign.was_made_known
    ):
        raise CampaignStandsStill(gap.message)


@transaction.atomic
def drop_if_not_needed(campaign_id: int, *, reason: str) -> None:
    """Drop a campaign that was never launched with the last draft that speaks of it, whatever its kind."""
    campaign: Campaign = lock(Campaign, campaign_id)
    if goes_with_its_last_draft(campaign):
        move(campaign, "discarded", by=None, reason=reason)
