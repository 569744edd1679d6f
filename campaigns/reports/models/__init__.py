from .demand import Demand, DemandedIndicator, IndicatorTarget, ReportPeriod
from .indicator import Indicator
from .report import DonationLine, ReportText, ReportValue, ReportVersion, SoleSignOff, UnitReport

__all__ = [
    "Demand",
    "DemandedIndicator",
    "DonationLine",
    "Indicator",
    "IndicatorTarget",
    "ReportPeriod",
    "ReportText",
    "ReportValue",
    "ReportVersion",
    "SoleSignOff",
    "UnitReport",
]
