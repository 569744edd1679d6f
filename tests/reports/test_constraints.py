"""What the database refuses of reports, each beside what it takes; no act comes in between."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from campaigns.reports.enums import Nature, ReportStatus, TargetScope, ValueType
from campaigns.reports.models import (
    DemandedIndicator,
    DonationLine,
    DonationMatch,
    Indicator,
    IndicatorTarget,
    ReportPeriod,
    ReportText,
    ReportValue,
    ReportVersion,
    SoleSignOff,
    UnitReport,
)
from tests.factories import reports as make
from tests.factories.people import BlockFactory, UnitFactory, UserFactory, alliance
from units.enums import UnitKind

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 5, 4)


def indicator(**fields: Any) -> Indicator:
    return make.indicator(fields.pop("code", "MAU"), **fields)


def target(**fields: Any) -> IndicatorTarget:
    demand = make.demand(make.indicator())
    row = demand.rows.get()
    return IndicatorTarget.objects.create(demand=demand, indicator=row.indicator, year=2026, value=1, **fields)


def period(**fields: Any) -> ReportPeriod:
    given = {"kind": "ad_hoc", "name": "Đột xuất", "period_from": DAY, "period_to": DAY, "opens_on": DAY, "due_on": DAY}
    return ReportPeriod.objects.create(demand=make.demand(), **{**given, **fields})


def changed(**fields: Any) -> UnitReport:
    report = make.report()
    UnitReport.objects.filter(pk=report.pk).update(**fields)
    return report


def line(**fields: Any) -> DonationLine:
    itemised = make.indicator("UNG_HO", value_type=ValueType.ITEMS)
    report = make.report(make.demand(itemised))
    value = ReportValue.objects.create(report=report, indicator=itemised, changed_at=make.NOW)
    given = {"item": "Gạo", "value_vnd": 0, "receiver": "Quỹ"}
    return DonationLine.objects.create(report=report, value=value, **{**given, **fields})


def text(**fields: Any) -> ReportText:
    return ReportText.objects.create(report=make.report(), changed_at=make.NOW, **fields)


def version(of: UnitReport | None = None, **fields: Any) -> ReportVersion:
    given = {"number": 1, "content": {}, "receipt_code": "MAU1", "submitted_at": make.NOW}
    return ReportVersion.objects.create(report=of or make.report(), submitted_by=UserFactory(), **{**given, **fields})


def twice(make_one: Callable[[], Any], **second: Any) -> None:
    """Write a row, and another that says the same but for what is told."""
    row = make_one()
    row.pk, row._state.adding = None, True
    for name, value in second.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def matched(**fields: Any) -> None:
    first = line()
    second = DonationLine.objects.create(
        report=first.report, value=first.value, item="Mì", value_vnd=1, receiver="Quỹ", position=1
    )
    given = {"first": first, "second": second, "answered_by": UserFactory(), "answered_at": make.NOW}
    names = {"first": first, "second": second}
    asked = {name: names.get(value, value) if isinstance(value, str) else value for name, value in fields.items()}
    DonationMatch.objects.create(**{**given, **asked})


SHARE = {"nature": Nature.SHARE, "value_type": ValueType.PERCENT}
PARTS = {"numerator_name": "Đã tiêm", "denominator_name": "Tất cả"}
CAME = {"submitted_at": make.NOW, "submitted_on": make.TODAY}
RULES: list[tuple[str, Callable[[], Any], Callable[[], Any]]] = [
    ("indicator_code_once", lambda: twice(indicator), lambda: twice(indicator, code="KHAC")),
    ("indicator_group_known", lambda: indicator(group="la"), lambda: indicator(group="emulation")),
    ("indicator_places", lambda: indicator(places=5), lambda: indicator(places=4)),
    ("indicator_limits_in_order", lambda: indicator(lowest=2, highest=1), lambda: indicator(lowest=1, highest=1)),
    ("indicator_nature_fits_type", lambda: indicator(**SHARE), lambda: indicator(**SHARE, **PARTS)),
    (
        "indicator_nature_fits_type",
        lambda: indicator(nature=Nature.NONE),
        lambda: indicator(**{**SHARE, "nature": Nature.LEVEL}, **PARTS),
    ),
    ("demand_owing_known", lambda: make.demand(owing="la"), lambda: make.demand(owing="units")),
    ("demand_name_once", lambda: twice(make.demand), lambda: twice(make.demand, name="Báo cáo khác")),
    (
        "demand_year_starts_in_month",
        lambda: make.demand(year_starts_in=13),
        lambda: make.demand(year_starts_in=12),
    ),
    (
        "demanded_once",
        lambda: twice(lambda: make.demand().rows.get()),
        lambda: twice(lambda: make.demand().rows.get(), indicator=make.indicator()),
    ),
    (
        "target_scope_names_whose",
        lambda: target(scope=TargetScope.UNIT),
        lambda: target(scope=TargetScope.UNIT, unit=UnitFactory()),
    ),
    (
        "target_scope_names_whose",
        lambda: target(scope=TargetScope.EACH, unit=UnitFactory()),
        lambda: target(scope=TargetScope.BLOCK, block=BlockFactory()),
    ),
    ("target_once", lambda: twice(target), lambda: twice(target, year=2027)),
    ("period_kind_known", lambda: period(kind="la"), lambda: period(kind="final")),
    ("period_days_in_order", lambda: period(period_from=DAY + dt.timedelta(1)), lambda: period(period_from=DAY)),
    ("period_due_after_opening", lambda: period(due_on=DAY - dt.timedelta(1)), lambda: period(due_on=DAY)),
    ("period_name_once", lambda: twice(period), lambda: twice(period, name="Khác")),
    ("report_once", lambda: twice(make.report), lambda: twice(make.report, unit=UnitFactory(kind=UnitKind.DEPARTMENT))),
    (
        "report_came_on_a_day",
        lambda: changed(submitted_at=make.NOW),
        lambda: changed(**CAME),
    ),
    (
        "report_exempt_with_reason",
        lambda: changed(status=ReportStatus.EXEMPT),
        lambda: changed(status=ReportStatus.EXEMPT, exempt_reason="Bão."),
    ),
    ("value_once", lambda: twice(lambda: line().value), lambda: twice(lambda: line().value, indicator=indicator())),
    ("donation_kind_known", lambda: line(kind="la"), lambda: line(kind="money")),
    ("donation_value_not_negative", lambda: line(value_vnd=-1), lambda: line(value_vnd=0)),
    ("report_text_once", lambda: twice(lambda: text(part="results")), lambda: text(part="plans")),
    ("report_part_known", lambda: text(part="la"), lambda: text(part="proposals")),
    (
        "report_version_once",
        lambda: twice(version, receipt_code="B"),
        lambda: twice(version, receipt_code="B", number=2),
    ),
    ("report_receipt_once", lambda: twice(version, number=2), lambda: twice(version, number=2, receipt_code="B")),
    (
        "sole_sign_off_with_reason",
        lambda: SoleSignOff.objects.create(unit=alliance(), reason="", allowed_on=DAY, allowed_by=UserFactory()),
        lambda: SoleSignOff.objects.create(
            unit=alliance(), reason="Ít người.", allowed_on=DAY, allowed_by=UserFactory()
        ),
    ),
    ("donation_match_counts_one", lambda: matched(is_same=True), lambda: matched(is_same=True, counted="second")),
    ("donation_match_counts_one", lambda: matched(is_same=False, counted="first"), lambda: matched(is_same=False)),
    (
        "donation_match_in_order",
        lambda: matched(is_same=False, first="second", second="first"),
        lambda: matched(is_same=False),
    ),
]


@pytest.mark.parametrize(
    ("name", "refused", "taken"), RULES, ids=[f"{name}-{at}" for at, (name, *_) in enumerate(RULES)]
)
def test_the_database_holds_the_rule(name, refused, taken):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        refused()
    assert error.value.__cause__.diag.constraint_name == name

    taken()


def test_every_constraint_of_reports_is_tried():
    """But for those that hold what procedures do: tests of the way try these."""
    models = {
        Indicator,
        DemandedIndicator,
        IndicatorTarget,
        ReportPeriod,
        UnitReport,
        ReportValue,
        DonationLine,
        DonationMatch,
        ReportText,
        ReportVersion,
        SoleSignOff,
        make.Demand,
    }
    there = {constraint.name for model in models for constraint in model._meta.constraints}
    elsewhere = {
        "report_status_known",
        "indicator_type_known",  # what is of no type fits no nature
        "report_two_people",
        "report_came_before_it_was_read",
        "donation_match_once",
        "period_of_a_kind_once_at_a_time",
    }

    assert there - elsewhere == {name for name, *_ in RULES}
