"""What papers have in common that speak of a campaign and do not launch it."""

import datetime as dt
from typing import Any, ClassVar

from django.urls import reverse

from emulation_portal.documents.drafts.paper_kind import PaperKind
from emulation_portal.documents.drafts.regulations import Gap
from emulation_portal.documents.reading import ParsedPaper

from .. import queries
from ..actions import speaking
from ..enums import CampaignStatus
from ..forms.papers import CampaignPaperPreviewForm, new_paper_form
from ..models import CampaignPaper
from ..regulations import gaps_of_campaign


class CampaignPaperKind(PaperKind):
    """A paper that speaks of one campaign. Its kinds share a table, and have procedures of their own."""

    create_label: ClassVar[str]  # on the page of the campaign
    # In which states of its campaign a paper is begun, submitted, approved and issued: units are told what comes of a
    # campaign after its end, and why it stands still. A transcription is of any campaign that there was.
    goes_on_in: ClassVar[frozenset[CampaignStatus]] = frozenset(CampaignStatus) - {
        CampaignStatus.REVOKED,
        CampaignStatus.DISCARDED,
    }
    model: ClassVar[Any] = CampaignPaper
    table_words = "Văn bản của phong trào"
    create_form: ClassVar[Any] = new_paper_form(goes_on_in)
    preview_form = CampaignPaperPreviewForm

    def gaps(self, draft: CampaignPaper, on: dt.date) -> list[Gap]:
        """Return first what no writing mends: a campaign that stands where no paper of this kind goes on."""
        campaign = draft.campaign
        stopped = gaps_of_campaign(
            self.goes_on_in, self.noun, name=campaign.name, status=campaign.status, has_plan=campaign.was_made_known
        )
        return [*stopped, *super().gaps(draft, on)]

    def issued(self, draft: CampaignPaper, *, by: Any, today: dt.date) -> None:
        speaking.paper_was_issued(draft, goes_on_in=self.goes_on_in)

    def discarded(self, draft: CampaignPaper, *, by: Any, reason: str) -> None:
        speaking.drop_if_not_needed(draft.campaign_id, reason=reason)

    def effects_of_discarding(self, draft: CampaignPaper) -> list[str]:
        return queries.effects_of_dropping(draft)

    def subject_of(self, draft: CampaignPaper) -> str:
        return draft.campaign.name if draft.campaign_id else super().subject_of(draft)  # not chosen yet in a preview

    def trail(self, draft: CampaignPaper) -> list[tuple[str, str]]:
        return draft.campaign.trail()

    def list_trail(self) -> list[tuple[str, str]]:
        return [("Phong trào thi đua", reverse("campaigns:list"))]

    def with_own(self, drafts: Any) -> Any:
        return drafts.select_related("campaign__organiser")

    def own_of_new(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"campaign": data["campaign"]}

    def as_read(self, parsed: ParsedPaper) -> dict[str, Any]:
        return {"campaign": None}

    def own_of_preview(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"campaign": data["campaign"]}

    def same_as(self, own: dict[str, Any]) -> dict[str, Any]:
        return {"campaign": own["campaign"]}

    def new(self, fields: dict[str, Any], own: dict[str, Any]) -> Any:
        return CampaignPaper(campaign=own["campaign"], **fields)

    def names_units(self, draft: CampaignPaper) -> list[Any]:
        return [draft.campaign.organiser]
