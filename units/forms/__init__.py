from .filters import BlockFilters, PeopleFilters, SlipFilters, UnitFilters
from .history import StandingForm, SuccessionForm, UndoForm
from .imports import SheetForm
from .organisation import BlockForm, CloseUnitForm, JoinBlockForm, LeadForm, ReopenForm, UnitForm
from .people import (
    AccountForm,
    AppointmentForm,
    DayForm,
    EmailForm,
    HandOverForm,
    PersonForm,
    PositionForm,
    SigningAuthorityForm,
)

__all__ = [
    "AccountForm",
    "AppointmentForm",
    "BlockFilters",
    "BlockForm",
    "CloseUnitForm",
    "DayForm",
    "EmailForm",
    "HandOverForm",
    "JoinBlockForm",
    "LeadForm",
    "PeopleFilters",
    "PersonForm",
    "PositionForm",
    "ReopenForm",
    "SheetForm",
    "SigningAuthorityForm",
    "SlipFilters",
    "StandingForm",
    "SuccessionForm",
    "UndoForm",
    "UnitFilters",
    "UnitForm",
]
