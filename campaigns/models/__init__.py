from .campaign import Campaign
from .parts import Milestone, PlanBasis, PlanImport, PlanRecipient, PlanSection, RewardSpec, Target
from .plan import CampaignPlan

__all__ = [
    "Campaign",
    "CampaignPlan",
    "Milestone",
    "PlanBasis",
    "PlanImport",
    "PlanRecipient",
    "PlanSection",
    "RewardSpec",
    "Target",
]
