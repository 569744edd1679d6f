"""What the portal proposes for a criterion: from the figures that units reported, and from how they reported.

A figure counts as in the totals: of reports that were looked at, of flows all periods of the year together, of stocks the
last. What is not known is no proposal, and never 0.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q

from campaigns.reports.enums import COUNTED, Nature, TargetScope
from campaigns.reports.models import IndicatorTarget, ReportPeriod, ReportValue, UnitReport
from campaigns.reports.quantities import written
from campaigns.reports.queries import one_number
from campaigns.reports.regulations import NO_FIGURE, Figure, in_percent_of, over_time, reporting_year

from .enums import BY_PLAN, COUNTED_REPORTS, MEASURED, CriterionKind, GroupKind
from .models import BlockScoring, ScoreCriterion
from .regulations import Band, banded_points, counted_points, kept_points, proportional_points


@dataclass(frozen=True)
class Proposal:
    """Points for a criterion and what they rest on, in words; None where it cannot be known."""

    points: Decimal | None
    words: str


@dataclass(frozen=True)
class _Reported:
    """What one unit reported of one indicator in the year: of how many of the periods."""

    figure: Figure
    periods: int


@dataclass(frozen=True)
class _Counts:
    owed: int = 0
    late: int = 0
    missing: int = 0


def proposals_of(
    scoring: BlockScoring, criteria: Sequence[ScoreCriterion], units: Iterable[int], *, on: dt.date
) -> Mapping[tuple[int, int], Proposal]:
    """Return the proposals by unit and criterion, in a constant number of queries. Criteria that are judged have none.

    `criteria` come with their indicators and bands. What is due on the day or later is not missing.
    """
    asked = [each for each in criteria if each.kind != CriterionKind.JUDGED]
    keys = list(units)
    if not asked or not keys:
        return {}
    measured = [each for each in asked if each.kind in MEASURED]
    periods = _periods(scoring) if measured else []
    said = _figures(periods, measured, keys) if periods else {}
    plans = _plans(scoring, periods, measured, keys) if periods else {}
    counted = any(each.kind in COUNTED_REPORTS for each in asked)
    counts = _counts(scoring, keys, on=on) if counted else {}
    found = {}
    for criterion in asked:
        for unit in keys:
            if criterion.kind in COUNTED_REPORTS:
                found[unit, criterion.pk] = _by_reports(criterion, counts.get(unit, _Counts()))
            else:
                of = (unit, criterion.indicator_id)
                found[unit, criterion.pk] = _by_figure(criterion, said.get(of), plans.get(of), len(periods))
    return found


def _periods(scoring: BlockScoring) -> list[ReportPeriod]:
    sheet = scoring.sheet
    if sheet.demand_id is None:
        return []
    within = ReportPeriod.objects.filter(
        demand=sheet.demand_id,
        kind=sheet.period_kind,
        period_from__gte=scoring.counts_from,
        period_to__lte=scoring.counts_to,
    )
    return list(within.select_related("demand").order_by("period_to"))


def _figures(
    periods: Sequence[ReportPeriod], criteria: Sequence[ScoreCriterion], units: Sequence[int]
) -> dict[tuple[int, Any], _Reported]:
    indicators = {each.indicator_id: each.indicator for each in criteria if each.indicator is not None}
    rows = ReportValue.objects.filter(
        report__period__in=periods, report__status__in=COUNTED, report__unit__in=units, indicator__in=indicators
    ).order_by("report__period__period_to")
    told: dict[tuple[int, Any], list[Figure]] = defaultdict(list)
    for unit, indicator, value, numerator, denominator in rows.values_list(
        "report__unit", "indicator", "value", "numerator", "denominator"
    ):
        figure = Figure(value, numerator, denominator)
        if not figure.is_empty:
            told[unit, indicator].append(figure)
    natures = {key: Nature(each.nature) for key, each in indicators.items()}
    return {key: _Reported(over_time(natures[key[1]], figures), len(figures)) for key, figures in told.items()}


def _plans(
    scoring: BlockScoring, periods: Sequence[ReportPeriod], criteria: Sequence[ScoreCriterion], units: Sequence[int]
) -> dict[tuple[int, Any], Decimal]:
    """Return what each unit is to reach in the year: its own target, else that of each unit."""
    indicators = {each.indicator_id for each in criteria if each.kind in BY_PLAN}
    demand = periods[-1].demand
    year = reporting_year(periods[-1].period_to, demand.year_starts_in).year
    targets = IndicatorTarget.objects.filter(demand=demand, year=year, indicator__in=indicators)
    each = dict(targets.filter(scope=TargetScope.EACH).values_list("indicator", "value"))
    found = {(unit, indicator): value for unit in units for indicator, value in each.items()}
    own = targets.filter(scope=TargetScope.UNIT, unit__in=units)
    return found | {
        (unit, indicator): value for unit, indicator, value in own.values_list("unit", "indicator", "value")
    }


def _counts(scoring: BlockScoring, units: Sequence[int], *, on: dt.date) -> dict[int, _Counts]:
    """Return how each unit reported what was due in the days of the scoring: a day later than told it is late."""
    due = (
        UnitReport.objects.owed()
        .going_on()
        .filter(unit__in=units, due_on__range=(scoring.counts_from, min(scoring.counts_to, on - dt.timedelta(days=1))))
    )
    counted = {
        "owed": Count("pk"),
        "late": Count("pk", filter=Q(submitted_on__gt=F("due_on"))),
        "missing": Count("pk", filter=Q(submitted_on__isnull=True)),
    }
    rows = due.order_by().values_list("unit").annotate(**counted)
    return {unit: _Counts(owed, late, missing) for unit, owed, late, missing in rows}


def _by_reports(criterion: ScoreCriterion, counts: _Counts) -> Proposal:
    """Return what late or missing reports take off; in the base they are taken off the criterion's own points.

    There what has not come at all is not in time either: who hands in nothing does not keep all points.
    """
    is_late, is_base = criterion.kind == CriterionKind.PER_LATE, criterion.group.kind == GroupKind.BASE
    if is_base and not counts.owed:
        return Proposal(None, "Không có báo cáo nào đến hạn")
    number = counts.late if is_late else counts.missing
    words = f"{number}/{counts.owed} báo cáo {'nộp muộn' if is_late else 'không nộp'}"
    if is_base and is_late and counts.missing:
        number, words = number + counts.missing, f"{words}, {counts.missing}/{counts.owed} chưa nộp"
    assert criterion.points_each is not None  # the database sees to it
    points_of = kept_points if is_base else counted_points
    return Proposal(points_of(number, criterion.points_each, criterion.most_points), words)


def _by_figure(criterion: ScoreCriterion, said: _Reported | None, plan: Decimal | None, periods: int) -> Proposal:
    indicator = criterion.indicator
    assert indicator is not None
    value = one_number(indicator, said.figure if said else NO_FIGURE)
    if said is None or value is None:
        return Proposal(None, "Chưa có số liệu đã kiểm tra")
    counted = f"{written(value)} {indicator.unit_words}".strip()
    of = f", {said.periods}/{periods} kỳ" if said.periods < periods else ""
    if criterion.kind not in BY_PLAN:
        return Proposal(banded_points(value, bands_of(criterion)), f"{counted}{of}")
    if not plan:
        why = "đơn vị không có kế hoạch năm" if plan is None else "kế hoạch năm của đơn vị là 0"
        return Proposal(None, f"{counted}{of}; {why}")
    percent = value * 100 / plan
    told = in_percent_of(value, plan) or percent.quantize(Decimal("0.1"))
    shown = f"{counted}/{written(plan)}{of}: {written(told)}% kế hoạch"
    if criterion.kind == CriterionKind.BANDED_PLAN:
        return Proposal(banded_points(percent, bands_of(criterion)), shown)
    return Proposal(proportional_points(percent, criterion.most_points), shown)


def bands_of(criterion: ScoreCriterion) -> list[Band]:
    return [Band(band.begins_at, band.points) for band in criterion.bands.all()]
