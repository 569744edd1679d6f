from .planning import apply_campaign_facts, lock_campaign, write_campaign_facts
from .steering import steer_campaign, turn_campaign, turn_phases

__all__ = [
    "apply_campaign_facts",
    "lock_campaign",
    "steer_campaign",
    "turn_campaign",
    "turn_phases",
    "write_campaign_facts",
]
