"""Figures of a unit's reports that were looked at, for its reports of achievement: each with where it comes from."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from campaigns.reports.enums import COUNTED, Nature
from campaigns.reports.models import Indicator, ReportPeriod, ReportValue
from campaigns.reports.quantities import written
from campaigns.reports.queries import one_number
from campaigns.reports.regulations import Figure, over_time

from .models import NominationDossier


@dataclass(frozen=True)
class VerifiedFigure:
    """What one indicator comes to in the time of the achievement, of so many periods of one kind."""

    indicator: Indicator
    words: str
    periods: int
    last: ReportPeriod

    @property
    def sentence(self) -> str:
        many = f"{self.periods} kỳ, đến " if self.periods > 1 else ""
        return f"{self.indicator.name}: {self.words} (số liệu đã kiểm tra, {many}{self.last.within})"


def figures_of(dossier: NominationDossier) -> list[VerifiedFigure]:
    """Return the figures of the dossier's unit in the time of the achievement, of its campaign alone where it has one.

    A figure that nobody has looked at is none. Of an indicator that is asked for by months and by quarters, the kind of
    period counts of which more was reported: the same is never added twice.
    """
    within = Q(
        report__period__period_from__gte=dossier.achieved_from, report__period__period_to__lte=dossier.achieved_to
    )
    if dossier.campaign_id:
        within &= Q(report__period__demand__campaign=dossier.campaign_id)
    rows = ReportValue.objects.filter(within, report__unit=dossier.unit_id, report__status__in=COUNTED)
    told: dict[tuple[int, int, str], list[ReportValue]] = defaultdict(list)
    for row in rows.select_related("indicator", "report__period__demand").order_by("report__period__period_to", "pk"):
        if not row.figure.is_empty:
            period = row.report.period
            told[row.indicator_id, period.demand_id, period.kind].append(row)
    best: dict[int, list[ReportValue]] = {}
    for (indicator, *_), values in told.items():
        if len(values) > len(best.get(indicator, ())):
            best[indicator] = values
    found = [_figure(values) for values in best.values()]
    return sorted(
        (each for each in found if each is not None), key=lambda each: (each.indicator.group, each.indicator.code)
    )


def _figure(values: list[ReportValue]) -> VerifiedFigure | None:
    indicator, last = values[0].indicator, values[-1].report.period
    figures: list[Figure] = [each.figure for each in values]
    number = one_number(indicator, over_time(Nature(indicator.nature), figures))
    if number is None:
        return None
    return VerifiedFigure(indicator, f"{written(number)} {indicator.measure}".strip(), len(values), last)
