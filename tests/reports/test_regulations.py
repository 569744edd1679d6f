import datetime as dt
from decimal import Decimal as D

import pytest

from campaigns.reports.enums import DueRule, Nature, PeriodKind
from campaigns.reports.regulations import (
    NO_FIGURE,
    Figure,
    change_in_percent,
    days_late,
    due_day,
    due_days_reminded,
    in_percent_of,
    over_time,
    over_units,
    owes,
    reaches,
    regular_periods,
    share_of,
    year_before,
)
from emulation_portal.core.dates import parse_date


def day(text):
    return parse_date(text)


def figures(*values):
    return [Figure(D(value) if value is not None else None) for value in values]


@pytest.mark.parametrize(
    ("nature", "values", "together"),
    [
        (Nature.FLOW, (200, 0), 200),
        (Nature.FLOW, (200, None, 5), 205),
        (Nature.STOCK, (36_000, 30_000), 30_000),  # scenario 30: never 66.000
        (Nature.STOCK, (36_000, None), 36_000),
        (Nature.LEVEL, (36_000, 30_000), 30_000),
        (Nature.FLOW, (None, None), None),  # a missing figure is none, and never 0
        (Nature.FLOW, (0,), 0),
    ],
)
def test_over_time_flows_add_and_of_stocks_the_last_counts(nature, values, together):
    expected = NO_FIGURE if together is None else Figure(D(together))

    assert over_time(nature, figures(*values)) == expected


def test_over_units_stocks_and_flows_add():
    assert over_units(Nature.STOCK, figures(3, 4)) == over_units(Nature.FLOW, figures(3, 4)) == Figure(D(7))


def test_a_share_is_computed_anew_from_what_it_is_made_of():
    units = [Figure(None, D(31), D(40)), Figure(None, D(1), D(160))]

    together = over_units(Nature.SHARE, units)

    assert together == over_time(Nature.SHARE, units) == Figure(None, D(32), D(200))
    assert share_of(together, in_percent=True, places=1) == D("16.0")  # the mean of 77,5% and 0,6% would be 39,1%
    assert share_of(Figure(None, D(5), D(3)), in_percent=False, places=2) == D("1.67")
    assert share_of(Figure(None, D(5), D(0)), in_percent=False, places=2) is None


@pytest.mark.parametrize(
    ("value", "base", "percent"),
    [
        ("50", "200", "25.0"),
        ("1", "3", "33.3"),
        ("5", "0", None),
        (None, "4", None),
        ("9996", "10000", "99.9"),  # nearly is not all
        ("10004", "10000", "100.0"),
        ("-5", "10", None),
        ("5", "-10", None),
        ("0", "10", "0.0"),
    ],
)
def test_in_percent_of_a_plan_or_of_last_year(value, base, percent):
    answer = in_percent_of(D(value) if value else None, D(base))

    assert answer == (D(percent) if percent else None)


@pytest.mark.parametrize(
    ("value", "plan", "less_is_better", "answer"),
    [
        ("9.999", "10", False, False),
        ("10", "10", False, True),
        ("10", "10", True, True),
        ("10.01", "10", True, False),
        ("0", "10", True, True),
        ("-1", "10", False, False),
        (None, "10", False, None),
        ("1", None, True, None),
    ],
)
def test_a_plan_is_reached_or_where_less_is_better_not_passed(value, plan, less_is_better, answer):
    assert reaches(D(value) if value else None, D(plan) if plan else None, less_is_better=less_is_better) is answer


@pytest.mark.parametrize(
    ("value", "before", "change"), [("107.4", "100", "7.4"), ("95", "100", "-5.0"), ("5", "0", None), ("-1", "2", None)]
)
def test_change_in_percent(value, before, change):
    assert change_in_percent(D(value), D(before)) == (D(change) if change else None)


@pytest.mark.parametrize(
    ("falls_on", "rule", "due"),
    [
        ("05/12/2026", DueRule.NEXT, "07/12/2026"),  # a Saturday
        ("05/12/2026", DueRule.BEFORE, "04/12/2026"),
        ("05/12/2026", DueRule.AS_IT_IS, "05/12/2026"),
        ("02/09/2025", DueRule.NEXT, "03/09/2025"),  # Quốc khánh
        ("04/12/2026", DueRule.NEXT, "04/12/2026"),
    ],
)
def test_a_deadline_on_a_day_off_moves_by_the_rule(falls_on, rule, due):
    assert due_day(day(falls_on), rule) == day(due)


def test_late_is_counted_in_days_of_the_calendar():
    due = day("05/04/2026")

    assert days_late(day("05/04/2026"), due, today=day("30/04/2026")) == 0
    assert days_late(day("06/04/2026"), due, today=day("30/04/2026")) == 1
    assert days_late(None, due, today=day("05/04/2026")) == 0
    assert days_late(None, due, today=day("08/04/2026")) == 3


@pytest.mark.parametrize(
    ("joined", "closed", "answer"),
    [
        (None, None, True),
        ("01/01/2020", None, True),
        ("16/03/2026", None, True),  # the middle of March
        ("17/03/2026", None, False),
        (None, "31/03/2026", False),  # no longer at work on the last day
        (None, "01/04/2026", True),
    ],
)
def test_who_owes_a_report_of_march(joined, closed, answer):
    is_owed, why = owes(
        joined_on=day(joined) if joined else None,
        closed_on=day(closed) if closed else None,
        period_from=day("01/03/2026"),
        period_to=day("31/03/2026"),
    )

    assert (is_owed, bool(why)) == (answer, not answer)


def test_months_of_a_campaign_are_whole_ones_cut_at_its_ends():
    periods = regular_periods(
        PeriodKind.MONTH, first=day("26/11/2021"), last=day("10/02/2022"), days_after=5, rule=DueRule.AS_IT_IS
    )

    told = [(p.name, p.period_from, p.period_to, p.due_on) for p in periods]
    assert told == [
        ("Tháng 11/2021", day("26/11/2021"), day("30/11/2021"), day("05/12/2021")),
        ("Tháng 12/2021", day("01/12/2021"), day("31/12/2021"), day("05/01/2022")),
        ("Tháng 01/2022", day("01/01/2022"), day("31/01/2022"), day("05/02/2022")),
        ("Tháng 02/2022", day("01/02/2022"), day("10/02/2022"), day("15/02/2022")),
    ]


def test_parts_of_a_reporting_year_begin_where_it_begins():
    year, quarters = (
        regular_periods(
            kind,
            first=day("01/12/2025"),
            last=day("30/11/2026"),
            days_after=5,
            rule=DueRule.AS_IT_IS,
            year_starts_in=12,
        )
        for kind in (PeriodKind.YEAR, PeriodKind.QUARTER)
    )

    assert [(p.name, p.period_from, p.period_to) for p in year] == [("Năm 2026", day("01/12/2025"), day("30/11/2026"))]
    assert [(p.name, p.period_from) for p in quarters] == [
        ("Quý I/2026", day("01/12/2025")),
        ("Quý II/2026", day("01/03/2026")),
        ("Quý III/2026", day("01/06/2026")),
        ("Quý IV/2026", day("01/09/2026")),
    ]


def test_a_short_last_period_is_due_when_it_has_begun():
    periods = regular_periods(
        PeriodKind.MONTH, first=day("01/11/2026"), last=day("05/12/2026"), days_after=-5, rule=DueRule.AS_IT_IS
    )

    assert [(p.opens_on, p.due_on) for p in periods][-1] == (day("01/12/2026"), day("01/12/2026"))


def test_halves_and_years_may_be_due_before_they_end():
    halves = regular_periods(
        PeriodKind.HALF_YEAR, first=day("01/01/2026"), last=day("31/12/2026"), days_after=-15, rule=DueRule.BEFORE
    )
    quarters = regular_periods(
        PeriodKind.QUARTER, first=day("01/01/2026"), last=day("31/12/2026"), days_after=5, rule=DueRule.AS_IT_IS
    )

    assert [(p.name, p.due_on) for p in halves] == [
        ("06 tháng đầu năm 2026", day("15/06/2026")),
        ("06 tháng cuối năm 2026", day("16/12/2026")),
    ]
    assert all(p.opens_on <= p.due_on for p in halves)
    assert [p.name for p in quarters] == ["Quý I/2026", "Quý II/2026", "Quý III/2026", "Quý IV/2026"]


def test_the_year_before_a_last_of_february_is_its_last():
    assert year_before(day("29/02/2028")) == day("28/02/2027")
    assert year_before(day("28/02/2029")) == day("29/02/2028")
    assert year_before(day("30/06/2026")) == day("30/06/2025")


def test_reminders_come_seven_three_and_one_days_before_and_after():
    due = day("15/04/2026")

    reminded = [n for n in range(-10, 11) if due in due_days_reminded(due + dt.timedelta(days=n))]

    assert reminded == [-7, -3, -1, 1, 3, 7]
