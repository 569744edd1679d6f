"""Forms of papers that speak of a campaign: which one, before what every paper has."""

from collections.abc import Set
from typing import Any, ClassVar

from django import forms

from emulation_portal.accounts.models import User
from emulation_portal.core.pickers import PickField
from emulation_portal.documents.drafts.forms.general import NewDraftForm
from emulation_portal.documents.drafts.forms.importing import PreviewForm
from emulation_portal.documents.drafts.policies import DRAFTERS
from emulation_portal.rights.held import rights_of

from ..enums import CampaignStatus
from ..models import Campaign


class CampaignChoice(forms.Form):
    """The campaign that the paper speaks of, mixed into forms of its kinds."""

    campaign = PickField(Campaign.objects.none(), label="Phong trào")

    of_states: ClassVar[Set[CampaignStatus]] = frozenset(CampaignStatus) - {CampaignStatus.DISCARDED}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Campaign.objects.filter(rights_of(user).reach("organiser", *DRAFTERS))
        known = mine.filter(status__in=self.of_states).select_related("organiser")
        choice: Any = self.fields["campaign"]
        choice.queryset = known
        choice.search = lambda campaigns, text: campaigns.matching(text, seen_by=user)


class NewCampaignPaperForm(CampaignChoice, NewDraftForm):
    first_fields = ("campaign",)


def new_paper_form(of_states: Set[CampaignStatus]) -> type[NewCampaignPaperForm]:
    """Return the form by which a paper is begun that speaks of a campaign in one of these states."""
    return type("NewPaperForm", (NewCampaignPaperForm,), {"of_states": of_states})


class CampaignPaperPreviewForm(CampaignChoice, PreviewForm):
    first_fields = ("campaign",)
