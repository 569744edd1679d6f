from .planning import apply_campaign_facts, open_plan, write_campaign_facts
from .steering import steer_campaign, turn_campaign, turn_phases

__all__ = [
    "apply_campaign_facts",
    "open_plan",
    "steer_campaign",
    "turn_campaign",
    "turn_phases",
    "write_campaign_facts",
]
