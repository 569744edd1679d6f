"""What whoever proposes somebody is asked to tell, and the dated data beside the standards."""

import datetime as dt

import pytest

from emulation_portal.law.asked import asked_of
from emulation_portal.law.catalogue import award_types
from emulation_portal.law.dated import BeforeFirstRule
from emulation_portal.law.enums import AwardGround, AwardSubject
from emulation_portal.law.principles import principle_on
from emulation_portal.law.processing import processing_on
from emulation_portal.law.report_forms import report_form_of, report_forms

R2017, R2024, R2025 = dt.date(2021, 12, 1), dt.date(2024, 12, 1), dt.date(2025, 12, 1)


def test_staff_are_asked_for_months_and_members_are_not() -> None:
    staff = asked_of("LDTT", "person", "staff", year=2021, on=R2017)
    member = asked_of("LDTT", "person", "member", year=2021, on=R2017)

    assert (staff.months, staff.rating_years) == (True, (2021,))
    assert (member.months, member.rating_years) == (False, ())
    assert {each.key for each in member.judged} == {"productive", "abides"}


def test_who_did_not_say_what_they_are_is_asked_for_all_cases() -> None:
    asked = asked_of("LDTT", "person", "", year=2021, on=R2017)

    assert asked.months
    assert {each.key for each in asked.judged} >= {"productive", "abides", "learns"}


def test_what_a_standard_within_a_standard_looks_at_is_asked_too() -> None:
    asked = asked_of("CSTDCS", "person", "staff", year=2021, on=R2017)

    assert asked.months
    assert asked.initiatives


def test_collective_is_asked_for_its_people() -> None:
    asked = asked_of("TTLDXS", "collective", "", year=2025, on=R2025)

    assert asked.members
    assert asked.members_done
    assert set(asked.holders) == {"LDTT", "CSTDCS"}


def test_years_of_work_are_as_many_as_the_longest_case_looks_at() -> None:
    assert asked_of("BKT", "collective", "", year=2021, on=R2017).rating_years == (2020, 2021)


@pytest.mark.parametrize("on", [R2017, R2024, R2025])
@pytest.mark.parametrize("award", award_types(), ids=lambda each: each.code)
def test_every_award_can_be_asked_for_in_every_regime(award, on: dt.date) -> None:
    for subject in award.subjects:
        asked = asked_of(award.code, subject, "", year=on.year, on=on)
        assert len({each.key for each in asked.judged}) == len(asked.judged)


def test_places_in_the_ceremony_are_told_apart_and_a_flag_of_the_government_is_first() -> None:
    ordered = sorted(award_types(), key=lambda each: each.ceremony)

    assert [each.ceremony for each in ordered] == list(range(1, len(ordered) + 1))
    assert (ordered[0].code, ordered[-1].code) == ("COCP", "GK")


@pytest.mark.parametrize("ground", AwardGround.values)
@pytest.mark.parametrize("subject", AwardSubject.values)
def test_every_kind_of_achievement_has_one_form_with_something_that_is_asked(ground: str, subject: str) -> None:
    form = report_form_of(ground, subject)

    assert sum(ground in each.grounds and subject in each.subjects for each in report_forms()) == 1
    assert any(each.is_asked for each in form.sections)
    assert len({each.key for each in form.sections}) == len(form.sections)


@pytest.mark.parametrize(
    ("ground", "subject", "number"),
    [
        ("merit", "collective", "01"),
        ("merit", "person", "02"),
        ("exceptional", "person", "06"),
        ("campaign", "person", "07"),
    ],
)
def test_number_of_the_form_is_told_where_it_was_read(ground: str, subject: str, number: str) -> None:
    form = report_form_of(ground, subject)

    assert form.number_on(R2017) == number
    assert form.number_on(R2024) == form.number_on(R2025) == ""


def test_days_of_appraisal_are_told_or_their_gap_is() -> None:
    assert processing_on(R2017).days == 20
    for on in (R2024, R2025):
        assert processing_on(on).days is None
        assert processing_on(on).gap
    with pytest.raises(BeforeFirstRule):
        processing_on(dt.date(2017, 9, 30))


def test_principle_is_cited_from_the_law_of_the_day() -> None:
    cited = {on: principle_on("once_per_achievement", on) for on in (R2017, R2024)}

    assert "12/2019" in cited[R2017].source
    assert "2022" in cited[R2024].source
    assert principle_on("one_state_award_a_year", R2024) is None
    assert principle_on("once_per_achievement", dt.date(2019, 12, 31)) is None
