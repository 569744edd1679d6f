"""What stands beside a figure: what the unit submitted earlier, and what it is to reach in the year."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from emulation_portal.core.prepared import Given, is_one_of, statement
from units.models import Inheritance

from .enums import NEVER_SUBMITTED, OPEN_TO_WRITING, REGULAR, Nature, PeriodKind, TargetScope
from .models import Indicator, IndicatorTarget, ReportPeriod, ReportValue, ReportVersion, UnitReport
from .regulations import NO_FIGURE, Figure, over_units, reporting_year, year_before

_BEING_WRITTEN = OPEN_TO_WRITING | NEVER_SUBMITTED  # whose fields may say what nobody has sent yet


@dataclass(frozen=True)
class Before:
    """What a unit reported of an indicator earlier: the period before, a year before, and the year so far without this one."""

    last: Figure = NO_FIGURE
    year_ago: Figure = NO_FIGURE
    so_far: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class EarlierFigure:
    """One figure of one unit as it was submitted, with the days that it is of."""

    unit: int
    begin: dt.date
    end: dt.date
    demand: int
    figure: Figure


def figures_before(report: UnitReport, indicators: Iterable[Indicator]) -> dict[int, Before]:
    """Return by indicator what the unit submitted earlier, of periods of the same kind, whichever campaign asked.

    What those told that have gone up in the unit counts as its own. While an earlier report is being written anew, what
    was submitted of it counts.
    """
    found = {indicator.pk: indicator for indicator in indicators}
    period, told = report.period, dict[int, list[EarlierFigure]]()
    given: dict[str, Any] = {
        "units": [report.unit_id, *_gone_up_in(report)],
        "kind": period.kind,
        "indicators": list(found),
    }
    given |= {"report": report.pk, "until": period.period_to, "since": year_before(period.period_from)}
    with connection.cursor() as cursor:
        cursor.execute(*_submitted(**given))
        rows = cursor.fetchall()
    frozen = _frozen({row[1] for row in rows if row[2] in _BEING_WRITTEN})
    for indicator, key, status, unit, begin, end, demand, *figure in rows:
        shown = Figure(*figure)
        if status in _BEING_WRITTEN:
            shown = _figure_of_version(frozen[key]["values"].get(found[indicator].code))
        told.setdefault(indicator, []).append(EarlierFigure(unit, begin, end, demand, shown))
    return {key: before(rows, Nature(found[key].nature), period) for key, rows in told.items()}


@statement
def _submitted() -> Any:
    """Return what units submitted, oldest first: asked beside every field that is typed, a hundred rows and more."""
    told = ReportValue.objects.filter(
        is_one_of("indicator", "indicators"),
        is_one_of("report__unit", "units"),
        report__submitted_on__isnull=False,
        report__period__kind=Given("kind"),
        report__period__period_to__lt=Given("until"),
        report__period__period_to__gte=Given("since"),
    ).exclude(report=Given("report"))
    return told.order_by("report__period__period_to", "report__pk").values_list(
        "indicator_id",
        "report_id",
        "report__status",
        "report__unit_id",
        "report__period__period_from",
        "report__period__period_to",
        "report__period__demand_id",
        "value",
        "numerator",
        "denominator",
    )


def _gone_up_in(report: UnitReport) -> list[int]:
    """Return the units that ended by the end of the period and whose tasks all went to this one."""
    given = {"unit": report.unit_id, "until": report.period.period_to}
    with connection.cursor() as cursor:
        cursor.execute(*_inherits(**given))
        if cursor.fetchone() is None:  # nearly always; and asked beside every field that is typed
            return []
        cursor.execute(*_gone(**given))
        return [key for (key,) in cursor.fetchall()]


@statement
def _inherits() -> Any:
    return Inheritance.objects.filter(successor=Given("unit"), since__lte=Given("until")).values_list("pk")[:1]


@statement
def _gone() -> Any:
    others = Inheritance.objects.filter(predecessor=OuterRef("predecessor"), successor__closed_on__isnull=True)
    whole = ~Exists(others.exclude(successor=Given("unit")))
    gone = Inheritance.objects.filter(
        whole, successor=Given("unit"), since__lte=Given("until"), predecessor__closed_on__lte=Given("until")
    )
    return gone.values_list("predecessor_id").distinct()


def _frozen(reports: Iterable[int]) -> dict[int, Mapping[str, Any]]:
    """Return what these reports said the last time they were submitted, and not taken back."""
    keys = list(reports)
    if not keys:
        return {}
    versions = ReportVersion.objects.standing().filter(report__in=keys).order_by("report", "-number").distinct("report")
    return dict(versions.values_list("report", "content"))


def _figure_of_version(said: Mapping[str, Any] | None) -> Figure:
    if said is None:
        return NO_FIGURE
    numbers = (said[name] for name in ("value", "numerator", "denominator"))
    return Figure(*(None if number is None else Decimal(number) for number in numbers))


# --- pure -----------------------------------------------------------------------------------------------------------------


def before(told: Sequence[EarlierFigure], nature: Nature, period: ReportPeriod) -> Before:
    """Return what stands beside the figure of a period, out of what was told of earlier ones.

    Of the same days the period's own demand counts; of days that overlap, those of its own demand, else the first told.
    """
    year_ago_on = year_before(period.period_to)
    figures = _by_days(told, nature, period.demand_id)
    ends = {end: figure for (_, end), figure in figures.items()}
    last = max((end for end in ends if end < period.period_from), default=None)
    is_year = period.kind == PeriodKind.YEAR  # whose period before is the year before
    is_near = last is not None and (last > year_ago_on or (is_year and last == year_ago_on))
    first_day = reporting_year(period.period_to, period.demand.year_starts_in).first_day
    in_year = [figure for (begin, end), figure in figures.items() if first_day <= begin and end < period.period_from]
    return Before(
        last=ends[last] if last is not None and is_near else NO_FIGURE,
        year_ago=ends.get(year_ago_on, NO_FIGURE),
        so_far=tuple(in_year) if period.kind in REGULAR else (),
    )


def _by_days(told: Sequence[EarlierFigure], nature: Nature, own_demand: int) -> dict[tuple[dt.date, dt.date], Figure]:
    """Return the figures by the days that they are of, the oldest first, no day twice."""
    if len({(each.demand, each.unit) for each in told}) == 1:  # nearly always
        return {(each.begin, each.end): each.figure for each in sorted(told, key=lambda one: one.end)}
    of_units: dict[tuple[dt.date, dt.date], dict[int, EarlierFigure]] = {}
    for each in sorted(told, key=lambda one: (one.demand != own_demand, one.demand)):
        of_units.setdefault((each.begin, each.end), {}).setdefault(each.unit, each)
    by_choice = sorted(
        of_units.items(), key=lambda days: (all(one.demand != own_demand for one in days[1].values()), days[0][1])
    )
    kept: dict[tuple[dt.date, dt.date], Figure] = {}
    for (begin, end), by_unit in by_choice:
        if all(end < other[0] or other[1] < begin for other in kept):
            kept[begin, end] = over_units(nature, [one.figure for one in by_unit.values()])
    return dict(sorted(kept.items(), key=lambda days: days[0][1]))


# --- what is to be reached ------------------------------------------------------------------------------------------------


def targets_of(report: UnitReport) -> dict[int, Decimal]:
    """Return what the unit is to reach in the year of the period: its own target, else that of each unit.

    A period that is no part of one year, of sơ kết or tổng kết, is not compared with the plan of a year.
    """
    period = report.period
    if period.kind not in REGULAR:
        return {}
    year = reporting_year(period.period_to, period.demand.year_starts_in).year
    with connection.cursor() as cursor:
        cursor.execute(*_targets(demand=period.demand_id, year=year, unit=report.unit_id))
        return dict(cursor.fetchall())


@statement
def _targets() -> Any:
    asked = IndicatorTarget.objects.filter(demand=Given("demand"), year=Given("year"))
    own = asked.filter(Q(scope=TargetScope.EACH) | Q(scope=TargetScope.UNIT, unit=Given("unit")))
    return own.order_by("scope").values_list("indicator_id", "value")  # each before unit, which so counts
