from .editing import PARTS, GeneralForm, Part
from .importing import ImportForm, PreviewForm, basis_formset, section_formset
from .lists import CampaignFilter
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
    "RevokeForm",
    "TranscribeForm",
    "basis_formset",
    "section_formset",
]
