"""What the counted reports of some periods make together, asked of the database in one query whatever they are."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Collate

from campaigns.enums import STOPPED
from units.enums import UnitKind
from units.models import EmulationBlock, Unit
from units.models.organisation import NAME_COLLATION

from ..enums import AT_THE_END, COUNTED, REGULAR, SHARES, Dimension, TargetScope, ValueType
from ..models import DemandedIndicator, Indicator, IndicatorTarget, ReportPeriod, UnitReport
from ..queries import one_number
from ..regulations import NO_FIGURE, Figure, in_percent_of, percent_of_plan, year_before
from .doubles import deductions_of
from .selection import NO_KEY, WHOLE, Selection, told_apart

NO_BLOCK = "Không thuộc khối nào"
Key = Any  # of a khối, kind, commune or period; WHOLE of all together
_SAID = Q(value__isnull=False) | Q(numerator__isnull=False) | Q(denominator__isnull=False) | Q(flag__isnull=False)


@dataclass(frozen=True)
class Coverage:
    """How many of the reports that are owed are counted: of all periods, and of the last alone."""

    owed: int = 0
    counted: int = 0
    owed_last: int = 0
    counted_last: int = 0


@dataclass(frozen=True)
class Total:
    """What one indicator comes to. Who is missing adds nothing and is told; a donation that two told of counts once."""

    indicator: Indicator
    figure: Figure = NO_FIGURE
    told: int = 0  # reports that say something of it
    coverage: Coverage = Coverage()
    plan: Decimal | None = None  # of the year
    year_ago: Figure = NO_FIGURE
    estimate: Decimal | None = None  # ước cả năm, of who told one
    estimated: int = 0  # reports that told one
    doubled: Decimal = Decimal(0)  # what was taken off because another unit told of it too

    @property
    def shown(self) -> Decimal | None:
        return one_number(self.indicator, self.figure)

    @property
    def shown_year_ago(self) -> Decimal | None:
        return one_number(self.indicator, self.year_ago)

    @property
    def of_plan(self) -> Decimal | None:
        return percent_of_plan(self.shown, self.plan, less_is_better=self.indicator.less_is_better)

    @property
    def of_year_ago(self) -> Decimal | None:
        """Return the total in percent of that of a year ago; None of a percentage, whose change is told in points."""
        is_percent = self.indicator.value_type == ValueType.PERCENT
        return None if is_percent else in_percent_of(self.shown, self.shown_year_ago)

    @property
    def owed(self) -> int:
        """Return how many reports should tell of it: of a stock those of the last period."""
        return self.coverage.owed_last if self.indicator.nature in AT_THE_END else self.coverage.owed

    @property
    def missing(self) -> int:
        """Return how many of these are not there, or not looked at yet, or say nothing of it."""
        return max(0, self.owed - self.told)


@dataclass(frozen=True)
class KeyedTotal(Total):
    """A total with what it is of: a khối, a kind, a commune, a period, or all together."""

    key: Key = None
    name: str = ""

    @property
    def address_key(self) -> Any:
        """Return the key as addresses say it."""
        return NO_KEY if self.key in (None, "") else self.key


@dataclass(frozen=True)
class _Sum:
    figure: Figure
    told: int
    estimate: Decimal | None
    estimated: int = 0
    doubled: Decimal = Decimal(0)  # what was taken off, for two units told of it


def totals_of(selection: Selection, rows: Iterable[DemandedIndicator]) -> list[Total]:
    """Return a total for each indicator that is a number, or is yes or no: of all units together."""
    found = _totals(selection, [row.indicator for row in rows], None)
    return list(found.get(WHOLE, {}).values())


def sums_of(selection: Selection, rows: Iterable[DemandedIndicator]) -> list[Total]:
    """Return the same without plan and year before, of what anybody told of."""
    found = _totals(selection, [row.indicator for row in rows], None, is_compared=False)
    return [total for total in found.get(WHOLE, {}).values() if total.told]


def totals_by(selection: Selection, indicator: Indicator, dimension: Dimension) -> dict[Key, Total]:
    """Return the totals of one indicator by khối, kind, commune or period; of who owes reports and told nothing too."""
    found = _totals(selection, [indicator], dimension)
    return {key: totals[indicator.pk] for key, totals in found.items()}


def all_named_totals(
    selection: Selection, indicators: Iterable[Indicator], dimension: Dimension
) -> list[tuple[str, dict[int, Total]]]:
    """Return each khối, kind, commune or period by its name with its totals of all indicators, by their keys."""
    found = _totals(selection, list(indicators), dimension)
    names = _names(selection, dimension, found)
    return [(name, found[key]) for key, name in names.items() if key in found]


def named_totals(selection: Selection, indicator: Indicator, dimension: Dimension) -> list[KeyedTotal]:
    """Return the totals of one indicator with their names, in order of these, and last that of all together."""
    by_key = totals_by(selection, indicator, dimension)
    names = _names(selection, dimension, by_key)
    named = [KeyedTotal(**vars(total), key=key, name=names.get(key, "")) for key, total in by_key.items()]
    whole = _totals(selection, [indicator], None)[WHOLE][indicator.pk]
    ordered = [key for key in names if key in by_key]
    named.sort(key=lambda total: ordered.index(total.key))
    return [*named, KeyedTotal(**vars(whole), key=WHOLE, name="Tất cả")]


def _names(selection: Selection, dimension: Dimension, keys: Iterable[Key]) -> dict[Key, str]:
    """Return what the keys are called, in the order in which they are shown; those that tell nothing apart come last."""
    if dimension == Dimension.PERIOD:
        return {period.pk: period.name for period in selection.periods}
    if dimension == Dimension.KIND:
        return {kind.value: str(kind.label) for kind in UnitKind}
    if dimension == Dimension.COMMUNE:
        units = Unit.objects.filter(root_id=selection.demand.place.root_id, commune__in=[key for key in keys if key])
        communes = units.order_by(Collate("commune", NAME_COLLATION)).values_list("commune", flat=True).distinct()
        return {key: key for key in communes} | {"": "Chưa ghi xã, phường"}
    blocks = EmulationBlock.objects.filter(pk__in=[key for key in keys if key is not None])
    return dict(blocks.order_by("name").values_list("pk", "name")) | {None: NO_BLOCK}


def _totals(
    selection: Selection, indicators: list[Indicator], dimension: Dimension | None, *, is_compared: bool = True
) -> dict[Key, dict[int, Total]]:
    added = [each for each in indicators if each.is_added]
    coverage = coverage_of(selection, dimension)
    sums = _net(selection, added, dimension)
    plans = plans_of(selection, dimension, coverage) if is_compared else {}
    earlier = year_ago(selection) if is_compared else None
    then = _net(earlier, added, dimension) if earlier and dimension != Dimension.PERIOD else {}
    found: dict[Key, dict[int, Total]] = {}
    for key, covered in coverage.items():
        for indicator in added:
            said = sums.get((key, indicator.pk), _NOTHING)
            found.setdefault(key, {})[indicator.pk] = Total(
                indicator,
                figure=said.figure,
                told=said.told,
                coverage=covered,
                plan=plans.get((key, indicator.pk)),
                year_ago=then.get((key, indicator.pk), _NOTHING).figure,
                estimate=said.estimate,
                estimated=said.estimated,
                doubled=said.doubled,
            )
    return found


def _net(selection: Selection, indicators: list[Indicator], dimension: Dimension | None) -> dict[tuple[Key, int], _Sum]:
    """Return the sums without what two units told of twice."""
    found = dict(_sums(selection, indicators, dimension))
    if any(each.is_itemised for each in indicators):
        for each in deductions_of(selection, dimension):
            said = found.get((each.key, each.indicator_id))
            if said is not None and said.figure.value is not None:
                figure = replace(said.figure, value=said.figure.value - each.value)
                found[each.key, each.indicator_id] = replace(said, figure=figure, doubled=said.doubled + each.value)
    return found


_NOTHING = _Sum(NO_FIGURE, 0, None)


def _sums(
    selection: Selection, indicators: Iterable[Indicator], dimension: Dimension | None
) -> Mapping[tuple[Key, int], _Sum]:
    """Return the sums by key and indicator. A stock of an earlier period is over, unless periods are told apart."""
    last = Q(report__period=selection.last)
    rows = selection.values().filter(_SAID, indicator__in=indicators)
    if dimension != Dimension.PERIOD:
        rows = rows.filter(~Q(indicator__nature__in=AT_THE_END) | last)
    asked = _by(rows, dimension, selection, "report__").values_list(
        *([] if dimension is None else ["key"]), "indicator"
    )
    summed = asked.annotate(
        Sum("value"),
        Sum("numerator"),
        Sum("denominator"),
        yes=Count("report__unit", filter=Q(flag=True), distinct=True),  # a unit is one, in how many periods it said so
        flags=Count("pk", filter=Q(flag__isnull=False)),
        told=Count("pk"),
        estimate=Sum("year_estimate", filter=last),
        estimated=Count("year_estimate", filter=last),
    )
    found = {}
    for *keys, indicator, value, numerator, denominator, yes, flags, told, estimate, estimated in summed:
        figure = Figure(Decimal(yes) if flags else value, numerator, denominator)
        found[keys[0] if keys else WHOLE, indicator] = _Sum(figure, told, estimate, estimated)
    return found


def _by(rows: QuerySet[Any], dimension: Dimension | None, selection: Selection, report: str = "") -> QuerySet[Any]:
    return rows if dimension is None else told_apart(rows, dimension, selection, report=report)


def coverage_of(selection: Selection, dimension: Dimension | None = None) -> dict[Key, Coverage]:
    """Return how much of what is owed is counted, by the keys of the dimension: one query."""
    counted, last = Q(status__in=COUNTED), Q(period=selection.last)
    rows = _by(selection.reports(), dimension, selection)
    asked = rows.values_list(*([] if dimension is None else ["key"]))
    counts = {
        "owed": Count("pk"),
        "counted": Count("pk", filter=counted),
        "owed_last": Count("pk", filter=last),
        "counted_last": Count("pk", filter=counted & last),
    }
    if dimension is None:
        return {WHOLE: Coverage(**rows.aggregate(**counts))}
    found = {}
    for key, *numbers in asked.annotate(**counts):
        owed, came, owed_last, came_last = numbers
        is_period = dimension == Dimension.PERIOD
        found[key] = Coverage(owed, came, owed if is_period else owed_last, came if is_period else came_last)
    return found


# --- plan and the year before -------------------------------------------------------------------------------------------


def plans_of(
    selection: Selection, dimension: Dimension | None, coverage: Mapping[Key, Coverage]
) -> dict[tuple[Key, int], Decimal]:
    """Return what is to be reached in the year, by key and indicator.

    What is set for all together, or for a khối as a whole, counts there. Else it is what each unit that reports is to
    reach, added up, a khối with a plan of its own as one; of a share it is what each is to reach, as it is. Periods have
    no plan of their own, and what is of no one year is not measured by the plan of a year.
    """
    if dimension == Dimension.PERIOD or not selection.is_of_one_year:
        return {}
    targets = IndicatorTarget.objects.filter(demand=selection.demand, year=selection.year).order_by()
    shares = targets.filter(indicator__nature__in=SHARES, scope=TargetScope.EACH).values_list("indicator", "value")
    added = targets.exclude(indicator__nature__in=SHARES)
    blocks = targets.filter(scope=TargetScope.BLOCK)
    plans = _of_units(selection, dimension, added, coverage)
    plans |= {(key, each): value for each, value in shares for key, covered in coverage.items() if covered.owed_last}
    if dimension == Dimension.BLOCK:
        plans |= {(block, key): value for block, key, value in blocks.values_list("block", "indicator", "value")}
    if dimension is None:
        plans |= _of_blocks(selection, set(added.filter(scope=TargetScope.BLOCK).values_list("indicator", flat=True)))
        whole = targets.filter(scope=TargetScope.WHOLE).values_list("indicator", "value")
        plans |= {(WHOLE, key): value for key, value in whole}
    return plans


def _of_blocks(selection: Selection, indicators: set[int]) -> dict[tuple[Key, int], Decimal]:
    """Return the plan of all together of indicators for which some khối has a plan: those of all khối, added up."""
    if not indicators:
        return {}
    found: dict[tuple[Key, int], Decimal] = {}
    by_block = plans_of(selection, Dimension.BLOCK, coverage_of(selection, Dimension.BLOCK))
    for (_, indicator), value in by_block.items():
        if indicator in indicators:
            found[WHOLE, indicator] = found.get((WHOLE, indicator), Decimal(0)) + value
    return found


def _of_units(
    selection: Selection, dimension: Dimension | None, targets: QuerySet[Any], coverage: Mapping[Key, Coverage]
) -> dict[tuple[Key, int], Decimal]:
    """Return the targets of units, added up: of what adds up over the year those of all who owed a report in it.

    Of a stock, which is what the last period says, those of who owes that one.
    """
    at_the_end = Q(indicator__nature__in=AT_THE_END)
    owed_last = {key: covered.owed_last for key, covered in coverage.items()}
    of_last = selection.reports().filter(period=selection.last)
    found = _added_targets(selection, dimension, targets.filter(at_the_end), of_last, owed_last)
    flows = targets.exclude(at_the_end)
    if flows.exists():
        of_year, units = selection.reports_of_year(), Count("unit", distinct=True)
        if dimension is None:
            numbers = {WHOLE: of_year.aggregate(units=units)["units"]}
        else:
            numbers = dict(_by(of_year, dimension, selection).values_list("key").annotate(units))
        found |= _added_targets(selection, dimension, flows, of_year, numbers)
    return found


def _added_targets(
    selection: Selection,
    dimension: Dimension | None,
    targets: QuerySet[Any],
    reports: QuerySet[UnitReport],
    numbers: Mapping[Key, int],
) -> dict[tuple[Key, int], Decimal]:
    """Return the targets of the units of these reports: their own, and of the others what each is to reach."""
    own = _by(targets.filter(scope=TargetScope.UNIT, unit__in=reports.values("unit")), dimension, selection)
    summed = own.values_list(*([] if dimension is None else ["key"]), "indicator").annotate(Sum("value"), Count("pk"))
    found: dict[tuple[Key, int], Decimal] = {}
    with_own: dict[tuple[Key, int], int] = {}
    for *keys, indicator, value, number in summed:
        place = (keys[0] if keys else WHOLE, indicator)
        found[place], with_own[place] = value, number
    for indicator, value in targets.filter(scope=TargetScope.EACH).values_list("indicator", "value"):
        for key, number in numbers.items():
            place = (key, indicator)
            if number:
                found[place] = found.get(place, Decimal(0)) + value * (number - with_own.get(place, 0))
    return found


def year_ago(selection: Selection) -> Selection | None:
    """Return the same periods of the year before: of this demand, else of another one of the alliance; None without.

    What a stopped campaign asked for is none, and periods that belong to no year have no year before.
    """
    if selection.last.kind not in REGULAR:
        return None
    ends = [year_before(period.period_to) for period in selection.periods]
    begins = {year_before(period.period_from) for period in selection.periods}
    alliance = selection.demand.place.root_id
    periods = ReportPeriod.objects.filter(
        kind=selection.last.kind,
        period_from__in=begins,
        period_to__in=ends,
        demand__campaign__organiser__root_id=alliance,
    ).exclude(demand__campaign__status__in=STOPPED)
    found: dict[int, dict[dt.date, ReportPeriod]] = {}
    for period in periods.select_related("demand").order_by("demand_id", "pk"):
        found.setdefault(period.demand_id, {})[period.period_to] = period
    whole = [of for of in found.values() if len(of) == len(ends)]
    chosen = next((of for of in whole if next(iter(of.values())).demand_id == selection.demand.pk), None)
    chosen = chosen or (whole[0] if whole else None)
    if chosen is None:
        return None
    ordered = tuple(chosen[end] for end in sorted(chosen))
    return Selection(ordered[-1].demand, ordered)
