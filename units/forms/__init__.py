from .filters import PeopleFilter, SlipFilter, UnitFilter
from .organisation import BlockForm, CloseUnitForm, JoinBlockForm, LeadForm, UnitForm
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
    "BlockForm",
    "CloseUnitForm",
    "DayForm",
    "EmailForm",
    "HandOverForm",
    "JoinBlockForm",
    "LeadForm",
    "PeopleFilter",
    "PersonForm",
    "PositionForm",
    "SigningAuthorityForm",
    "SlipFilter",
    "UnitFilter",
    "UnitForm",
]
