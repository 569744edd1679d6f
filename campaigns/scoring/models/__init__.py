from .conference import BlockConference, LeaderEndorsement
from .scoring import BlockScoring, CriterionScore, CrossCheck, ScoreCard
from .sheet import CriterionBand, CriterionGroup, ScoreCriterion, ScoreSheet

__all__ = [
    "BlockConference",
    "BlockScoring",
    "CriterionBand",
    "CriterionGroup",
    "CriterionScore",
    "CrossCheck",
    "LeaderEndorsement",
    "ScoreCard",
    "ScoreCriterion",
    "ScoreSheet",
]
