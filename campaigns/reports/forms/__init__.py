from .demands import DemandForm, IndicatorTargetForm, PeriodForm, RegularPeriodsForm
from .filters import ReportFilters
from .indicators import IndicatorFilters, IndicatorForm
from .reports import (
    DonationForm,
    EvidenceForm,
    ExtensionForm,
    ReturnReportForm,
    SignAloneForm,
    SubmitForm,
    donation_lines,
)

__all__ = [
    "DemandForm",
    "DonationForm",
    "EvidenceForm",
    "ExtensionForm",
    "IndicatorFilters",
    "IndicatorForm",
    "IndicatorTargetForm",
    "PeriodForm",
    "RegularPeriodsForm",
    "ReportFilters",
    "ReturnReportForm",
    "SignAloneForm",
    "SubmitForm",
    "donation_lines",
]
