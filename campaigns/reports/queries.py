"""Reads that span models: who owes, what was said before, how reports come in."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from emulation_portal.audit.models import Event
from emulation_portal.core.prepared import Given, prepared_rows
from emulation_portal.files.models import StoredFile
from units.enums import BlockKind
from units.models import BlockMembership, Unit
from units.models.organisation import UnitQuerySet

from .before import Before, figures_before, targets_of
from .enums import NEVER_SUBMITTED, Nature, Owing, ReportStatus, ValueType
from .models import (
    Demand,
    DemandedIndicator,
    Indicator,
    ReportPeriod,
    ReportText,
    ReportValue,
    UnitReport,
)
from .regulations import NO_FIGURE, Figure, over_time, share_of


def units_asked(demand: Demand, *, on: dt.date) -> UnitQuerySet:
    """Return the units that a demand is meant for, as khối stand on the day, whether they work still or not."""
    units = Unit.objects.filter(root_id=demand.place.root_id)
    if demand.owing == Owing.MEMBERS:
        return units.members()
    if demand.owing == Owing.KINDS:
        return units.filter(kind__in=demand.kinds)
    if demand.owing == Owing.BLOCKS:
        members = BlockMembership.objects.in_force(on=on).filter(block__in=demand.blocks.all())
        return units.filter(pk__in=members.values("unit"))
    return units.filter(pk__in=demand.units.values("pk"))


def units_owing(period: ReportPeriod) -> QuerySet[Unit]:
    """Return the units that owe a report of the period, as `regulations.owes` says of one."""
    middle = period.period_from + (period.period_to - period.period_from) / 2
    was_there = Q(joined_on__isnull=True) | Q(joined_on__lte=middle)
    return units_asked(period.demand, on=period.period_to).working(on=period.period_to).filter(was_there)


# --- one report ---------------------------------------------------------------------------------------------------------


def one_number(indicator: Indicator, figure: Figure) -> Decimal | None:
    """Return a figure as one number: of a share what it comes to."""
    if not indicator.is_share:
        return figure.value
    in_percent = indicator.value_type == ValueType.PERCENT
    return share_of(figure, in_percent=in_percent, places=indicator.shown_places or 2)


@dataclass
class FormRow:
    """One indicator of a report's form with all that stands beside its field."""

    demanded: DemandedIndicator
    value: ReportValue | None
    before: Before = field(default_factory=Before)
    target: Decimal | None = None

    @property
    def indicator(self) -> Indicator:
        return self.demanded.indicator

    @property
    def figure(self) -> Figure:
        return self.value.figure if self.value else NO_FIGURE

    @property
    def so_far(self) -> Figure:
        """Return the year so far with this period: lũy kế."""
        half = self.indicator.is_share and (self.figure.numerator is None or self.figure.denominator is None)
        return over_time(Nature(self.indicator.nature), [*self.before.so_far, NO_FIGURE if half else self.figure])

    def shown(self, figure: Figure) -> Decimal | None:
        """Return a figure as one number: of a share what it comes to."""
        return one_number(self.indicator, figure)

    @property
    def is_said(self) -> bool:
        """Return whether anything was said: 0 is something."""
        if self.value is None:
            return False
        return not self.figure.is_empty or bool(self.value.text) or self.value.flag is not None


def demanded_of(report: UnitReport) -> list[DemandedIndicator]:
    """Return what is asked for in the report, in the order of its form."""
    demand = report.period.demand
    asked = _demanded(demand=demand.pk)
    for row in asked:
        row.demand = demand
    return asked


@prepared_rows
def _demanded() -> QuerySet[DemandedIndicator]:
    return DemandedIndicator.objects.filter(demand=Given("demand")).select_related("indicator")


def values_of(report: UnitReport) -> list[ReportValue]:
    """Return what is said in the report."""
    said = _values(report=report.pk)
    for value in said:
        value.report = report
    return said


@prepared_rows
def _values() -> QuerySet[ReportValue]:
    return ReportValue.objects.filter(report=Given("report"))


def form_rows(
    report: UnitReport,
    demanded: Sequence[DemandedIndicator] | None = None,
    values: Iterable[ReportValue] | None = None,
    *,
    beside: Collection[str] | None = None,
) -> list[FormRow]:
    """Return the rows of the report's form in order, with four queries however many there are.

    `demanded` is what is asked for and `values` what is said, where that was read already. `beside` names the indicators,
    by code, at which anybody looks at what was said before; None for all.
    """
    demanded = demanded_of(report) if demanded is None else demanded
    said = {value.indicator_id: value for value in (values_of(report) if values is None else values)}
    looked_at = [row.indicator for row in demanded if beside is None or row.indicator.code in beside]
    before = figures_before(report, looked_at)
    targets = targets_of(report)
    return [
        FormRow(
            row,
            said.get(row.indicator_id),
            before.get(row.indicator_id, Before()),
            targets.get(row.indicator_id),
        )
        for row in demanded
    ]


def texts_of(report: UnitReport) -> dict[str, ReportText]:
    return {text.part: text for text in report.texts.all()}


def files_behind(holders: Iterable[models.Model]) -> dict[int, list[StoredFile]]:
    """Return by figure, or by part, the files behind it in the order in which they were sent: one query for all."""
    rows = list(holders)
    found: dict[int, list[StoredFile]] = {}
    if not rows:
        return found
    label, keys = rows[0]._meta.label_lower, [str(row.pk) for row in rows]
    files = StoredFile.objects.filter(subject_type=label, subject_id__in=keys)
    for file in files.order_by("sent_at", "key"):
        found.setdefault(int(file.subject_id), []).append(file)
    return found


def last_return(report: UnitReport) -> Event | None:
    """Return the event that says why the report lies with its unit again; None when it does not."""
    if report.status not in (ReportStatus.RETURNED, ReportStatus.DRAFT):
        return None
    told = Event.objects.filter(object_type=report._meta.label_lower, object_id=str(report.pk))
    event = told.exclude(to_status="").exclude(verb="report.started").order_by("-id").first()
    return event if event and event.reason else None


# --- who has not --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    """How reports came in: all that are owed are on time, late, missing or not due yet."""

    expected: int = 0
    received: int = 0  # came, in time or late
    on_time: int = 0
    late: int = 0
    missing: int = 0  # due, and not there
    to_come: int = 0  # not due yet, and not there
    excused: int = 0
    returned: int = 0  # of those that came: they lie with their units again
    to_receive: int = 0
    to_verify: int = 0
    to_lock: int = 0
    verified: int = 0


def counting(*, on: dt.date) -> dict[str, Count]:
    """Return the counts of `Counts` as aggregates over reports. Late: came after its own deadline."""
    owed, came = ~Q(status=ReportStatus.EXEMPT), Q(submitted_on__isnull=False)
    conditions = {
        "expected": owed,
        "received": owed & came,
        "on_time": owed & came & Q(submitted_on__lte=F("due_on")),
        "late": owed & came & Q(submitted_on__gt=F("due_on")),
        "missing": owed & ~came & Q(due_on__lt=on),
        "to_come": owed & ~came & Q(due_on__gte=on),
        "excused": ~owed,
        "returned": owed & came & Q(status__in=[ReportStatus.RETURNED, *NEVER_SUBMITTED]),
        "to_receive": Q(status=ReportStatus.SUBMITTED),
        "to_verify": Q(status=ReportStatus.RECEIVED),
        "to_lock": Q(status=ReportStatus.VERIFIED),
        "verified": Q(status__in=[ReportStatus.VERIFIED, ReportStatus.LOCKED]),
    }
    return {name: Count("pk", filter=condition) for name, condition in conditions.items()}


def counts_of(reports: QuerySet[Any], *, on: dt.date) -> Counts:
    """Return how these reports came in, with one query."""
    return Counts(**reports.order_by().aggregate(**counting(on=on)))


def counts_by(reports: QuerySet[Any], *keys: str, on: dt.date) -> dict[tuple[Any, ...], Counts]:
    """Return the same for each combination of these columns, with one query."""
    names = list(counting(on=on))
    rows = reports.order_by().values(*keys).annotate(**counting(on=on)).values_list(*keys, *names)
    return {tuple(row[: len(keys)]): Counts(**dict(zip(names, row[len(keys) :], strict=True))) for row in rows}


def with_block(reports: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate each report with the khối in which its unit stood on the last day of the period: `block`, None for none."""
    stood = BlockMembership.objects.filter(
        Q(effective_to__isnull=True) | Q(effective_to__gt=OuterRef("period__period_to")),
        unit=OuterRef("unit"),
        kind=BlockKind.BLOCK,
        effective_from__lte=OuterRef("period__period_to"),
    )
    return reports.annotate(block=Subquery(stood.order_by("-effective_from").values("block")[:1]))


def in_block(reports: QuerySet[Any], block: int | None) -> QuerySet[Any]:
    """Return the reports of units that stood in the khối on the last day of the period; None: that stood in none."""
    return with_block(reports).filter(Q(block__isnull=True) if block is None else Q(block=block))
