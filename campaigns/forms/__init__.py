from .general import GeneralForm, TranscriptionGeneralForm
from .importing import ImportForm, PreviewForm, basis_formset, section_formset
from .lists import CampaignFilter
from .recipients import RecipientsForm
from .rows import PARTS, Part
from .steps import IssueForm, ReasonForm, RevokeForm, TranscribeForm

__all__ = [
    "PARTS",
    "CampaignFilter",
    "GeneralForm",
    "ImportForm",
    "IssueForm",
    "Part",
    "PreviewForm",
    "ReasonForm",
    "RecipientsForm",
    "RevokeForm",
    "TranscribeForm",
    "TranscriptionGeneralForm",
    "basis_formset",
    "section_formset",
]
