from .collective import Collective
from .conduct import ConductFact
from .past_award import PastAward

__all__ = ["Collective", "ConductFact", "PastAward"]
