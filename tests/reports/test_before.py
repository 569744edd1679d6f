"""What stands beside a figure: of which days, of whose reports, of which version of them."""

import datetime as dt
from decimal import Decimal as D

import pytest

from campaigns.reports import actions
from campaigns.reports.before import Before, EarlierFigure, before, targets_of
from campaigns.reports.enums import Nature, PeriodKind, TargetScope
from campaigns.reports.models import Demand, IndicatorTarget, ReportPeriod, UnitReport
from campaigns.reports.queries import form_rows
from campaigns.reports.regulations import NO_FIGURE, Figure, reporting_year
from emulation_portal.rights.models import Appointment
from tests.factories import reports as make
from tests.factories.campaigns import cast
from tests.factories.people import UnitFactory
from units.models import Inheritance, Unit

day = dt.date


def told(begin: dt.date, end: dt.date, value: int, *, unit: int = 1, demand: int = 7) -> EarlierFigure:
    return EarlierFigure(unit, begin, end, demand, Figure(D(value)))


def period(begin: dt.date, end: dt.date, kind: PeriodKind, *, demand: int = 7, starts_in: int = 1) -> ReportPeriod:
    of = Demand(pk=demand, year_starts_in=starts_in)
    return ReportPeriod(demand=of, kind=kind, period_from=begin, period_to=end)


JANUARY, FEBRUARY = (day(2026, 1, 1), day(2026, 1, 31)), (day(2026, 2, 1), day(2026, 2, 28))


def beside(rows: list[EarlierFigure], of: ReportPeriod, nature: Nature = Nature.FLOW) -> Before:
    return before(rows, nature, of)


def test_the_year_before_is_the_period_before_of_a_year_and_not_of_a_month():
    of_2025 = told(day(2025, 1, 1), day(2025, 12, 31), 10)
    march_2025 = told(day(2025, 3, 1), day(2025, 3, 31), 4)

    year = beside([of_2025], period(day(2026, 1, 1), day(2026, 12, 31), PeriodKind.YEAR))
    month = beside([march_2025], period(day(2026, 3, 1), day(2026, 3, 31), PeriodKind.MONTH))

    assert (year.last, year.year_ago) == (Figure(D(10)), Figure(D(10)))
    assert (month.last, month.year_ago) == (NO_FIGURE, Figure(D(4)))


def test_no_day_counts_twice_in_the_year_so_far():
    other = [told(day(2026, 1, 1), day(2026, 1, 20), 100, demand=3)]
    own = [told(*JANUARY, 70)]

    both = beside([*other, *own], period(*FEBRUARY, PeriodKind.MONTH))
    only_other = beside(other, period(*FEBRUARY, PeriodKind.MONTH))

    assert (both.so_far, both.last) == ((Figure(D(70)),), Figure(D(70)))
    assert only_other.so_far == (Figure(D(100)),)


def test_of_equal_days_the_own_demand_counts():
    rows = [told(*JANUARY, 1, demand=3), told(*JANUARY, 2, demand=7), told(*JANUARY, 3, demand=9)]

    assert beside(rows, period(*FEBRUARY, PeriodKind.MONTH)).last == Figure(D(2))
    assert beside(rows, period(*FEBRUARY, PeriodKind.MONTH, demand=8)).last == Figure(D(1))


def test_what_units_told_that_went_up_in_the_unit_adds_to_its_own():
    rows = [told(*JANUARY, 100, unit=1), told(*JANUARY, 40, unit=2)]

    assert beside(rows, period(*FEBRUARY, PeriodKind.MONTH)).last == Figure(D(140))


@pytest.mark.parametrize(
    ("on", "starts_in", "year", "first"),
    [
        (day(2026, 3, 1), 1, 2026, day(2026, 1, 1)),
        (day(2026, 11, 30), 12, 2026, day(2025, 12, 1)),
        (day(2026, 12, 1), 12, 2027, day(2026, 12, 1)),
        (day(2026, 6, 30), 7, 2026, day(2025, 7, 1)),
    ],
)
def test_reporting_year_is_named_by_the_year_in_which_it_ends(on, starts_in, year, first):
    found = reporting_year(on, starts_in)

    assert (found.year, found.first_day) == (year, first)


def test_the_year_so_far_begins_with_the_reporting_year():
    december = told(day(2025, 12, 1), day(2025, 12, 31), 5)

    assert beside([december], period(*JANUARY, PeriodKind.MONTH, starts_in=12)).so_far == (Figure(D(5)),)
    assert beside([december], period(*JANUARY, PeriodKind.MONTH)).so_far == ()


# --- with rows ------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_while_an_earlier_report_is_written_anew_what_was_submitted_counts():
    demand, unit = make.demand(make.indicator("SO")), UnitFactory()
    people = make.people_of_unit(unit)
    january, february = make.month(demand, 1), make.month(demand, 2)
    make.asked(demand)
    for month in (january, february):
        actions.expect(month, on=month.period_to)
    first, second = (UnitReport.objects.get(period=month, unit=unit) for month in (january, february))
    make.submitted(first, people=people)
    actions.return_report(report_id=first.pk, by=cast().officer, reason="Lệch.")
    first.refresh_from_db()
    make.write(first, people[0], SO="5.000")

    assert form_rows(second)[0].before.last == Figure(D(5))


@pytest.mark.django_db
@pytest.mark.parametrize(("another_heir", "last"), [(False, D(10)), (True, D(5))])
def test_a_unit_that_took_another_up_is_compared_with_both(another_heir, last):
    demand, unit, gone = make.demand(make.indicator("SO")), UnitFactory(), UnitFactory()
    january, february = make.month(demand, 1), make.month(demand, 2)
    make.asked(demand)
    actions.expect(january, on=january.period_to)
    for each in (unit, gone):
        make.submitted(UnitReport.objects.get(period=january, unit=each))
    Appointment.objects.filter(unit=gone).update(effective_to=day(2026, 2, 1))
    Unit.objects.filter(pk=gone.pk).update(closed_on=day(2026, 2, 10), closed_reason="Sáp nhập.")
    heirs = [unit, *([UnitFactory()] if another_heir else [])]
    for heir in heirs:
        Inheritance.objects.create(predecessor=gone, successor=heir, since=day(2026, 2, 10))
    actions.expect(february, on=february.period_to)

    assert form_rows(UnitReport.objects.get(period=february, unit=unit))[0].before.last == Figure(last)


@pytest.mark.django_db
def test_final_reports_are_not_measured_by_the_plan_of_one_year():
    indicator = make.indicator("SO")
    demand = make.demand(indicator)
    IndicatorTarget.objects.create(demand=demand, indicator=indicator, year=2026, scope=TargetScope.EACH, value=100)
    report = make.report(demand)
    assert targets_of(report) == {indicator.pk: D(100)}

    ReportPeriod.objects.filter(pk=report.period_id).update(kind=PeriodKind.FINAL)
    assert targets_of(UnitReport.objects.select_related("period__demand").get(pk=report.pk)) == {}
