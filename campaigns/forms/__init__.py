from .campaigns import CampaignFilters, NewCampaignForm
from .plans import PlanGeneralForm, PlanPreviewForm, TranscribedPlanGeneralForm

__all__ = [
    "CampaignFilters",
    "NewCampaignForm",
    "PlanGeneralForm",
    "PlanPreviewForm",
    "TranscribedPlanGeneralForm",
]
