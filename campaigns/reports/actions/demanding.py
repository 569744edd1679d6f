"""What a campaign asks for: written down by the officer, and asked of the units when that is ready."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from campaigns.models import Campaign
from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.changes import first_names
from emulation_portal.core.contention import naming_what_is_taken
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import Read, Saving, check_read, saving
from emulation_portal.procedure.moving import lock

from ..enums import REGULAR
from ..models import Demand, DemandedIndicator, Indicator, IndicatorTarget, ReportPeriod, ReportValue, UnitReport
from ..policies import check_can_demand, check_can_keep_catalogue
from ..regulations import ProposedPeriod
from .expecting import expect_later

DEMAND_SAYS = ("name", "owing", "kinds", "parts", "year_starts_in")
PERIOD_SAYS = ("kind", "name", "period_from", "period_to", "opens_on", "due_on", "due_rule")


class AlreadyThere(DomainError):
    """Another act wrote the same down a moment ago."""


def _there(words: str) -> Callable[[], DomainError]:
    return lambda: AlreadyThere(words)


_TAKEN = {
    "demand_name_once": _there("Phong trào đã có yêu cầu mang tên này. Hãy đặt tên khác."),
    "period_name_once": _there("Đã có kỳ báo cáo mang tên này."),
    "period_of_a_kind_once_at_a_time": _there("Đã có kỳ cùng loại trùng những ngày này. Một ngày chỉ thuộc một kỳ."),
    "target_once": _there("Đã có mục tiêu này. Hãy bỏ mục tiêu cũ rồi đặt lại."),
    "indicator_code_once": _there("Đã có chỉ tiêu mang mã này. Hãy chọn mã khác."),
}


class AlreadyReported(DomainError):
    """Units reported by it already, so what it asks stays."""


@transaction.atomic
def save_demand(
    demand: Demand, *, blocks: Sequence[Any], units: Sequence[Any], by: User, read: Read | None = None
) -> Demand:
    """Write a demand down, or what changed of one. Raises PermissionDenied, ChangedMeanwhile."""
    if demand._state.adding:
        lock(Campaign, demand.campaign_id)
        check_can_demand(by, demand)
        with naming_what_is_taken(_TAKEN):
            demand.save()
        record("demand.created", demand, by=by)
    else:
        check_can_demand(by, demand)
        change = saving(demand, DEMAND_SAYS, read=read)
        _take_rows(change, {"blocks": blocks, "units": units})
        with naming_what_is_taken(_TAKEN):
            demand = change.write()
        if change.told:
            record("demand.changed", demand, by=by, data={"changed": change.told})
    demand.blocks.set(blocks)
    demand.units.set(units)
    expect_later(demand, by=by)
    return demand


def _take_rows(change: Saving[Demand], chosen: Mapping[str, Sequence[Any]]) -> None:
    """Tell what of the rows that a demand names is about to change. Raises ChangedMeanwhile."""
    for name, rows in chosen.items():
        before = list(getattr(change.before, name).all())
        if set(before) != set(rows):
            check_read(change.before, change.read)
            noun = "khối" if name == "blocks" else "đơn vị"
            both = (sorted(map(str, each)) for each in (before, rows))
            change.told[name] = [", ".join(first_names(names, len(names), noun)) for names in both]


@transaction.atomic
def choose_indicators(*, demand_id: int, chosen: Sequence[tuple[Indicator, bool, bool]], by: User) -> None:
    """Let the demand ask for these, in this order: whether each is required, and its estimate for the year too.

    What units have reported is not taken off. Raises PermissionDenied, AlreadyReported.
    """
    demand: Demand = lock(Demand, demand_id)
    check_can_demand(by, demand)
    keys = [indicator.pk for indicator, _, _ in chosen]
    gone = demand.rows.exclude(indicator__in=keys)
    reported = gone.filter(indicator__in=_reported(demand)).select_related("indicator").first()
    if reported is not None:
        raise AlreadyReported(f"“{reported.indicator.name}” đã có đơn vị báo cáo nên không bỏ được.")
    gone.delete()
    for position, (indicator, is_required, wants_estimate) in enumerate(chosen):
        DemandedIndicator.objects.update_or_create(
            demand=demand,
            indicator=indicator,
            defaults={"position": position, "is_required": is_required, "wants_estimate": wants_estimate},
        )
    record("demand.indicators_chosen", demand, by=by, data={"number": len(chosen)})


def _reported(demand: Demand) -> Any:
    return ReportValue.objects.filter(report__period__demand=demand).values("indicator")


@transaction.atomic
def add_periods(*, demand_id: int, periods: Sequence[ProposedPeriod], rule: str, by: User) -> int:
    """Write periods down; one of the same name, or of days that one of the kind has, stays. Return how many are new.

    Raises PermissionDenied.
    """
    demand: Demand = lock(Demand, demand_id)
    check_can_demand(by, demand)
    there = list(demand.periods.all())
    known = {period.name for period in there}
    new = [
        ReportPeriod(
            demand=demand,
            kind=each.kind,
            name=each.name,
            period_from=each.period_from,
            period_to=each.period_to,
            opens_on=each.opens_on,
            due_on=each.due_on,
            due_rule=rule,
        )
        for each in periods
        if each.name not in known and not any(_overlap(each, period) for period in there)
    ]
    ReportPeriod.objects.bulk_create(new)
    if new:
        expect_later(demand, by=by)
        record("demand.periods_added", demand, by=by, data={"number": len(new)})
    return len(new)


def _overlap(proposed: ProposedPeriod, there: ReportPeriod) -> bool:
    """Return whether the periods are of one kind, of which no day may be in two, and share days."""
    is_same = proposed.kind == there.kind and proposed.kind in REGULAR
    return is_same and proposed.period_from <= there.period_to and there.period_from <= proposed.period_to


@transaction.atomic
def save_period(period: ReportPeriod, *, by: User, read: Read | None = None) -> ReportPeriod:
    """Write one period down, or what changed of it; reports that were not extended follow its deadline.

    The days that are reported of stay once a unit has reported. Raises PermissionDenied, ChangedMeanwhile, AlreadyReported.
    """
    check_can_demand(by, period.demand)
    if period._state.adding:
        with naming_what_is_taken(_TAKEN):
            period.save()
        expect_later(period.demand, by=by)
        record("demand.periods_added", period.demand, by=by, data={"number": 1, "name": period.name})
        return period
    change = saving(period, PERIOD_SAYS, read=read)
    if {"period_from", "period_to", "kind"} & set(change.names) and period.reports.submitted().exists():
        raise AlreadyReported("Đã có đơn vị nộp báo cáo kỳ này nên không đổi loại kỳ và những ngày lấy số liệu.")
    with naming_what_is_taken(_TAKEN):
        period = change.write()
    if "due_on" in change.names:
        reports = UnitReport.objects.filter(period=period)
        overtaken = Q(is_extended=False) | Q(due_on__lte=period.due_on)
        reports.filter(overtaken).update(due_on=period.due_on, is_extended=False)
    if change.told:
        record("period.changed", period, by=by, data={"changed": change.told})
    return period


@transaction.atomic
def save_target(target: IndicatorTarget, *, by: User) -> IndicatorTarget:
    """Write a target down. Raises PermissionDenied."""
    check_can_demand(by, target.demand)
    with naming_what_is_taken(_TAKEN):
        target.save()
    record("demand.target_set", target.demand, by=by, data={"target": str(target)})
    return target


@transaction.atomic
def drop_target(*, target_id: int, demand_id: int, by: User) -> bool:
    """Take a target back; return whether it was there. Raises PermissionDenied."""
    demand: Demand = lock(Demand, demand_id)
    check_can_demand(by, demand)
    target = demand.targets.filter(pk=target_id).first()
    if target is None:
        return False
    told = str(target)
    target.delete()
    record("demand.target_dropped", demand, by=by, data={"target": told})
    return True


@transaction.atomic
def save_indicator(indicator: Indicator, *, by: User, read: Read | None = None) -> Indicator:
    """Write an indicator of the catalogue down, or what changed of it. Raises PermissionDenied, ChangedMeanwhile."""
    check_can_keep_catalogue(by, indicator.place)
    if indicator._state.adding:
        with naming_what_is_taken(_TAKEN):
            indicator.save()
        record("indicator.created", indicator, by=by)
        return indicator
    change = saving(indicator, INDICATOR_SAYS, read=read)
    _check_meaning_stays(indicator, change.names)
    indicator = change.write()
    if change.told:
        record("indicator.changed", indicator, by=by, data={"changed": change.told})
    return indicator


INDICATOR_SAYS = (
    "name",
    "measure",
    "group",
    "value_type",
    "nature",
    "places",
    "numerator_name",
    "denominator_name",
    "lowest",
    "highest",
    "usual_change_percent",
    "expectation",
    "less_is_better",
    "wants_source",
    "hint",
    "is_offered",
)
_MEANING = frozenset({"value_type", "nature", "measure"})


def _check_meaning_stays(indicator: Indicator, names: Sequence[str]) -> None:
    if _MEANING & set(names) and ReportValue.objects.filter(indicator=indicator).exists():
        raise AlreadyReported(
            "Đã có đơn vị báo cáo chỉ tiêu này nên không đổi kiểu, cách cộng và đơn vị tính. Hãy lập chỉ tiêu mới."
        )
