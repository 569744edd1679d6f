from .dossiers import DossierFilters, DossierForm, MeetingForm, NominationFilters
from .nominees import ClaimForm, NomineesForm, initiative_rows
from .steps import FindingForm, MissingForm, SendForm

__all__ = [
    "ClaimForm",
    "DossierFilters",
    "DossierForm",
    "FindingForm",
    "MeetingForm",
    "MissingForm",
    "NominationFilters",
    "NomineesForm",
    "SendForm",
    "initiative_rows",
]
