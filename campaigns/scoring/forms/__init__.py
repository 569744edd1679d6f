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
from .sheets import CopySheetForm, GroupForm, ScoreSheetForm, criteria_formset

__all__ = [
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
