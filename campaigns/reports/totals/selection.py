"""What is added up: the periods of a demand, and by what the units are told apart."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from emulation_portal.rights.periods import in_force_on
from units.enums import BlockKind

from ..enums import AT_THE_END, COUNTED, REGULAR, Dimension, ReportStatus
from ..models import Demand, Indicator, ReportPeriod, ReportValue, UnitReport
from ..regulations import reporting_year

NO_KEY = "khong"  # how addresses say that a unit is in no khối
WHOLE = object()  # the key of all together
_STOOD = "stood"  # the block in which a unit stood


@dataclass(frozen=True)
class Selection:
    """Periods of one kind, the oldest first. Flows of all of them add up; of stocks those of the last count.

    A unit counts to the khối in which it stands on the last day of the last period, whatever it was in before.
    """

    demand: Demand
    periods: tuple[ReportPeriod, ...]

    @property
    def last(self) -> ReportPeriod:
        return self.periods[-1]

    @property
    def year(self) -> int:
        """Return the year whose plan is compared with."""
        return reporting_year(self.last.period_to, self.demand.year_starts_in).year

    @property
    def is_of_one_year(self) -> bool:
        """Return whether the plan of a year measures it: periods that are parts of one reporting year."""
        years = {reporting_year(each.period_to, self.demand.year_starts_in) for each in self.periods}
        return len(years) == 1 and self.last.kind in REGULAR

    @property
    def words(self) -> str:
        """Return what is added up, in the middle of a sentence."""
        first, last = self.periods[0], self.last
        return last.within if first == last else f"{first.within} đến {last.within}"

    def reports(self) -> QuerySet[UnitReport]:
        """Return the reports that are owed of the periods."""
        return UnitReport.objects.filter(period__in=self.periods).exclude(status=ReportStatus.EXEMPT).order_by()

    def reports_of_year(self) -> QuerySet[UnitReport]:
        """Return the reports that are owed of the year until the last period: the plan of the year is their units'.

        Who is let off from some month on, or merged, still has its part in what the year was to bring.
        """
        year = reporting_year(self.last.period_to, self.demand.year_starts_in)
        reports = UnitReport.objects.filter(
            period__demand=self.demand,
            period__kind=self.last.kind,
            period__period_to__range=(year.first_day, self.last.period_to),
        )
        return reports.exclude(status=ReportStatus.EXEMPT).order_by()

    def reports_of(self, indicator: Indicator) -> QuerySet[UnitReport]:
        """Return those of them that a total of the indicator is made of: of a stock the last period's."""
        reports = self.reports()
        return reports.filter(period=self.last) if indicator.nature in AT_THE_END else reports

    def values(self) -> QuerySet[ReportValue]:
        """Return what was said in reports that count."""
        return ReportValue.objects.filter(report__period__in=self.periods, report__status__in=COUNTED).order_by()


def told_apart(rows: QuerySet[Any], dimension: Dimension, selection: Selection, *, report: str = "") -> QuerySet[Any]:
    """Annotate rows of reports, or of what lies below `report`, with the key by which the dimension tells them apart.

    `key` is None for units in no khối, and for those whose commune nobody wrote down.
    """
    if dimension == Dimension.BLOCK:
        through = f"{report}unit__block_memberships"
        on = selection.last.period_to
        stands = Q(**{f"{through}__kind": BlockKind.BLOCK}) & in_force_on(on, f"{through}__")
        return rows.annotate(**{_STOOD: FilteredRelation(through, condition=stands)}, key=F(f"{_STOOD}__block"))
    path = {Dimension.KIND: "unit__kind", Dimension.COMMUNE: "unit__commune", Dimension.PERIOD: "period"}[dimension]
    return rows.annotate(key=F(f"{report}{path}"))
