"""What papers have in common that speak of a campaign and do not launch it."""

from typing import Any

from django.urls import reverse

from emulation_portal.documents.drafts.paper_kind import PaperKind
from emulation_portal.documents.reading import ParsedPaper

from ..forms.papers import CampaignPaperPreviewForm, NewCampaignPaperForm
from ..models import CampaignPaper


class CampaignPaperKind(PaperKind):
    """A paper that speaks of one campaign. Its kinds share a table, and have procedures of their own."""

    create_label: str  # on the page of the campaign
    model = CampaignPaper
    create_form = NewCampaignPaperForm
    preview_form = CampaignPaperPreviewForm

    def subject_of(self, draft: CampaignPaper) -> str:
        return draft.campaign.name

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

    def new(self, fields: dict[str, Any], own: dict[str, Any]) -> CampaignPaper:
        return CampaignPaper(campaign=own["campaign"], **fields)

    def names_units(self, draft: CampaignPaper) -> list[Any]:
        return [draft.campaign.organiser]
