from .planning import apply_campaign_facts, write_campaign_facts
from .steering import steer_campaign, turn_campaign, turn_phases

__all__ = [
    "apply_campaign_facts",
    "steer_campaign",
    "turn_campaign",
    "turn_phases",
    "write_campaign_facts",
]
