from .running import (
    AddUnitForm,
    ConferenceForm,
    CrosserForm,
    LeaderFilters,
    OpenScoringForm,
    QuotaForm,
    ScoringFilters,
    ScoringForm,
)
from .sheets import MOST_CRITERIA, CopySheetForm, GroupForm, ScoreSheetForm, criteria_formset

__all__ = [
    "MOST_CRITERIA",
    "AddUnitForm",
    "ConferenceForm",
    "CopySheetForm",
    "CrosserForm",
    "GroupForm",
    "LeaderFilters",
    "OpenScoringForm",
    "QuotaForm",
    "ScoreSheetForm",
    "ScoringFilters",
    "ScoringForm",
    "criteria_formset",
]
