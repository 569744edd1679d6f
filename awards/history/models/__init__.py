from .collective import Collective
from .past_award import PastAward

__all__ = ["Collective", "PastAward"]
