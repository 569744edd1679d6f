from .demand import Demand, DemandedIndicator, IndicatorTarget, ReportPeriod
from .indicator import Indicator
from .match import DonationMatch
from .report import DonationLine, ReportText, ReportValue, ReportVersion, SoleSignOff, UnitReport
from .sheet import ReportSheet
from .urging import UrgingLetter

__all__ = [
    "Demand",
    "DemandedIndicator",
    "DonationLine",
    "DonationMatch",
    "Indicator",
    "IndicatorTarget",
    "ReportPeriod",
    "ReportSheet",
    "ReportText",
    "ReportValue",
    "ReportVersion",
    "SoleSignOff",
    "UnitReport",
    "UrgingLetter",
]
