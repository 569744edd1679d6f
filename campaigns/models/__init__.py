from .campaign import Campaign
from .paper import CampaignPaper
from .plan import CampaignPlan, Milestone, RewardSpec, Target

__all__ = ["Campaign", "CampaignPaper", "CampaignPlan", "Milestone", "RewardSpec", "Target"]
