from .demands import DemandForm, IndicatorTargetForm, PeriodForm, RegularPeriodsForm
from .filters import ReportFilters
from .indicators import IndicatorFilters, IndicatorForm
from .reports import (
    DonationForm,
    ExtensionForm,
    ReturnReportForm,
    SignAloneForm,
    SubmitForm,
    donation_lines,
)
from .totals import PartsFilters, PeriodsForm

__all__ = [
    "DemandForm",
    "DonationForm",
    "ExtensionForm",
    "IndicatorFilters",
    "IndicatorForm",
    "IndicatorTargetForm",
    "PartsFilters",
    "PeriodForm",
    "PeriodsForm",
    "RegularPeriodsForm",
    "ReportFilters",
    "ReturnReportForm",
    "SignAloneForm",
    "SubmitForm",
    "donation_lines",
]
