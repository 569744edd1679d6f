from .campaigns import CampaignFilter, NewCampaignForm
from .plans import PlanGeneralForm, PlanPreviewForm, TranscribedPlanGeneralForm

__all__ = [
    "CampaignFilter",
    "NewCampaignForm",
    "PlanGeneralForm",
    "PlanPreviewForm",
    "TranscribedPlanGeneralForm",
]
