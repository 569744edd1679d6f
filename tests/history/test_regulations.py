"""What an award of the past must say, and from when the time for the next one runs."""

import datetime as dt

import pytest

from awards.history.regulations import counts_from, is_of_a_year, may_be_given_to, period_of

DECIDED = dt.date(2024, 1, 15)
SINCE, UNTIL = dt.date(2022, 3, 1), dt.date(2023, 2, 28)


@pytest.mark.parametrize(
    ("award", "subject", "may"),
    [
        ("LDTT", "person", True),
        ("LDTT", "collective", False),
        ("TTLDXS", "collective", True),
        ("TTLDXS", "person", False),
        ("BKT", "household", True),
        ("COT", "household", False),
    ],
)
def test_whom_an_award_is_for(award: str, subject: str, may: bool) -> None:
    assert may_be_given_to(award, subject) is may


@pytest.mark.parametrize(("award", "of_a_year"), [("CSTDCS", True), ("COT", True), ("GK", False), ("BKT", False)])
def test_titles_are_won_for_a_year(award: str, of_a_year: bool) -> None:
    assert is_of_a_year(award) is of_a_year


@pytest.mark.parametrize(
    ("year", "days", "period", "since"),
    [
        (2023, (None, None), (dt.date(2023, 1, 1), dt.date(2023, 12, 31)), dt.date(2024, 1, 1)),
        (None, (SINCE, UNTIL), (SINCE, UNTIL), dt.date(2023, 3, 1)),
        (2023, (SINCE, UNTIL), (SINCE, UNTIL), dt.date(2023, 3, 1)),
        (None, (None, None), None, DECIDED),
    ],
    ids=["year", "days", "days before year", "none stated"],
)
def test_time_for_the_next_runs_behind_the_stated_period_else_from_the_decision(year, days, period, since) -> None:
    assert period_of(year, *days) == period
    assert counts_from(year, *days, DECIDED) == since
