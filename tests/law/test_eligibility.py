"""Whether somebody meets what an award asks: at its borders, on both sides of a change of the law, and where nobody knows.

The numbers of cases are those of the domain document's worked scenarios.
"""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation_portal.law.eligibility import (
    CampaignAtHand,
    Facts,
    Finding,
    Fulfilment,
    Initiative,
    Judgement,
    Members,
    all_of,
    any_of,
    judge,
)
from emulation_portal.law.enums import AwardGround, AwardSubject, Discipline, InitiativeKind, Rating, Scope, Worker
from emulation_portal.law.standards import standards

MET, FAILED, UNKNOWN = Fulfilment.MET, Fulfilment.FAILED, Fulfilment.UNKNOWN
DAYS = {
    2021: dt.date(2021, 12, 20),
    2023: dt.date(2023, 12, 20),
    2024: dt.date(2024, 12, 20),
    2025: dt.date(2025, 12, 20),
}
YES = dict.fromkeys(
    ("abides", "learns", "outstanding", "campaigns", "united", "creative", "model", "party", "productive"), True
)
RECOGNISED = Initiative(InitiativeKind.INITIATIVE, Scope.UNIT)


def person(year: int, **says: Any) -> Facts:
    """Return somebody of the staff of whom all is known and good, but who has neither initiative nor past awards."""
    common: dict[str, Any] = {
        "worker": Worker.STAFF,
        "ratings": {year: Rating.GOOD},
        "months_served": 12,
        "is_discipline_known": True,
        "initiatives": (),
        "answers": YES,
        "shares": {"LDTT": (47, 7)},
        "is_registered": True,
        "ground": AwardGround.MERIT,
    }
    return Facts(year, AwardSubject.PERSON, **common | says)


def collective(year: int, number: int = 20, *, ldtt: int = 14, cstdcs: int = 0, **says: Any) -> Facts:
    members = Members(number, {"LDTT": ldtt, "CSTDCS": cstdcs}, number, is_discipline_known=True)
    common: dict[str, Any] = {
        "ratings": {year: Rating.EXCELLENT},
        "members": members,
        "answers": YES,
        "is_registered": True,
    }
    return Facts(year, AwardSubject.COLLECTIVE, **common | says)


def judged(award: str, facts: Facts) -> Judgement:
    return judge(award, facts, received_on=DAYS[facts.year])


def finding(judgement: Judgement, words: str) -> Finding:
    return next(each for case in judgement.cases for each in case.findings if words in each.words)


# --- worked cases -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("holders", "given_to", "standing"), [(47, 7, MET), (47, 8, FAILED), (13, 1, MET), (13, 2, FAILED)]
)
def test_8_share_of_cstdcs_in_2021_is_rounded_down(holders: int, given_to: int, standing: Fulfilment) -> None:
    facts = person(2021, initiatives=(RECOGNISED,), shares={"LDTT": (holders, given_to)})

    assert judged("CSTDCS", facts).standing == standing


def test_8_no_national_share_since_2024() -> None:
    facts = person(2024, initiatives=(RECOGNISED,), shares={"LDTT": (13, 13)})

    assert judged("CSTDCS", facts).standing == MET


@pytest.mark.parametrize(("cstdcs", "standing"), [(0, FAILED), (1, MET)])
@pytest.mark.parametrize("year", [2021, 2024, 2025])
def test_10_ttldxs_needs_a_cstdcs(year: int, cstdcs: int, standing: Fulfilment) -> None:
    judgement = judged("TTLDXS", collective(year, cstdcs=cstdcs))

    assert judgement.standing == standing


@pytest.mark.parametrize(
    ("award", "year", "standing"),
    [("TTLDXS", 2021, FAILED), ("TTLDXS", 2025, MET), ("TTLDTT", 2021, FAILED), ("TTLDTT", 2025, FAILED)],
)
def test_10_one_warning_blocks_where_the_law_says_so(award: str, year: int, standing: Fulfilment) -> None:
    facts = collective(year, cstdcs=1)
    assert facts.members is not None

    facts = replace(facts, members=replace(facts.members, discipline=Discipline.WARNING))

    assert judged(award, facts).standing == standing


@pytest.mark.parametrize(
    ("won", "standing"), [({2019, 2020, 2022}, FAILED), ({2020, 2021, 2022}, MET), ({2021, 2022}, FAILED)]
)
def test_11_gap_is_a_gap(won: set[int], standing: Fulfilment) -> None:
    initiative = Initiative(InitiativeKind.INITIATIVE, Scope.PROVINCE)
    facts = person(
        2022,
        held={"CSTDCS": frozenset(won)},
        recorded={"CSTDCS": frozenset(range(2018, 2023))},
        initiatives=(initiative,),
    )
    judgement = judge("CSTDT", facts, received_on=dt.date(2022, 12, 20))

    assert judgement.standing == standing
    assert judgement.stops is (standing == FAILED)


def test_11_year_of_which_nothing_is_written_down_is_no_gap_and_stops_nothing() -> None:
    facts = person(2022, held={"CSTDCS": frozenset({2021, 2022})}, recorded={"CSTDCS": frozenset({2021, 2022})})
    judgement = judge("CSTDT", replace(facts, initiatives=None), received_on=dt.date(2022, 12, 20))

    run = finding(judgement, "3 năm liên tục")
    assert (run.standing, run.said) == (UNKNOWN, "2020: chưa rõ; 2021: đạt; 2022: đạt")
    assert not judgement.stops


def test_11_title_that_is_being_proposed_for_the_year_is_awaited() -> None:
    facts = person(
        2022,
        held={"CSTDCS": frozenset({2020, 2021})},
        recorded={"CSTDCS": frozenset({2020, 2021, 2022})},
        proposed=frozenset({"CSTDCS"}),
    )
    run = finding(judge("CSTDT", facts, received_on=dt.date(2022, 12, 20)), "3 năm liên tục")

    assert (run.standing, run.said) == (UNKNOWN, "2020: đạt; 2021: đạt; 2022: đang đề nghị")


@pytest.mark.parametrize(
    ("year", "registered", "stops"),
    [(2021, False, True), (2023, False, True), (2025, False, False), (2021, True, False)],
)
def test_12a_title_rests_on_registration_until_2023(year: int, registered: bool, stops: bool) -> None:
    judgement = judged("LDTT", person(year, is_registered=registered))

    assert judgement.stops is stops
    assert (judgement.standing == MET) is not stops


@pytest.mark.parametrize("year", [2021, 2025])
def test_12a_giay_khen_rests_on_none(year: int) -> None:
    facts = person(year, is_registered=False)
    asked = {each.words for case in judged("GK", facts).cases for each in case.findings}

    assert not any("đăng ký" in each for each in asked)


@pytest.mark.parametrize(
    ("year", "months", "standing"),
    [(2021, 9, FAILED), (2021, 10, MET), (2024, 9, MET), (2024, 6, MET), (2024, 5, FAILED), (2025, 6, MET)],
)
def test_12b_new_recruit_serves_ten_months_then_six(year: int, months: int, standing: Fulfilment) -> None:
    judgement = judged("LDTT", person(year, months_served=months))

    assert judgement.standing == standing
    assert judgement.stops is (year == 2021 and standing == FAILED)  # the six months were read in an excerpt only


@pytest.mark.parametrize(("year", "standing"), [(2021, FAILED), (2023, FAILED), (2024, MET), (2025, MET)])
def test_26_cstdcs_without_initiative_rests_on_the_rating_since_2024(year: int, standing: Fulfilment) -> None:
    facts = person(year, ratings={year: Rating.EXCELLENT})

    assert judged("CSTDCS", facts).standing == standing


def test_28_party_cell_is_not_asked_of_a_collective_of_2021() -> None:
    asked = {each.words for case in judged("TTLDXS", collective(2021)).cases for each in case.findings}

    assert not any("đảng" in each.lower() for each in asked)


# --- borders ----------------------------------------------------------------------------------------------------------


@given(number=st.integers(1, 400), ldtt=st.integers(0, 400))
def test_share_of_ldtt_more_than_half_then_seventy_in_a_hundred(number: int, ldtt: int) -> None:
    ldtt = min(ldtt, number)

    before, since = (judged("TTLDTT", collective(year, number, ldtt=ldtt)).standing for year in (2021, 2025))

    assert (before == MET) is (2 * ldtt > number)
    assert (since == MET) is (10 * ldtt >= 7 * number)


@given(holders=st.integers(0, 2000), given_to=st.integers(0, 400))
def test_fifteen_in_a_hundred_is_never_passed(holders: int, given_to: int) -> None:
    facts = person(2021, initiatives=(RECOGNISED,), shares={"LDTT": (holders, given_to)})

    assert (judged("CSTDCS", facts).standing == MET) is (100 * given_to <= 15 * holders)


@given(won=st.sets(st.integers(2017, 2025)), recorded=st.sets(st.integers(2017, 2025)))
def test_run_is_met_only_by_its_very_years_and_fails_only_where_it_is_known(won: set[int], recorded: set[int]) -> None:
    facts = person(2025, held={"CSTDCS": frozenset(won)}, recorded={"CSTDCS": frozenset(recorded)})

    run = finding(judged("CSTDT", facts), "3 năm liên tục")

    wanted = {2023, 2024, 2025}
    assert (run.standing == MET) is (wanted <= won)
    assert (run.standing == FAILED) is bool((wanted - won) & recorded)


@pytest.mark.parametrize("year", [2021, 2025])
@pytest.mark.parametrize(
    ("initiative", "standing"),
    [
        (Initiative(InitiativeKind.INITIATIVE, Scope.UNIT, is_applied=True), FAILED),
        (Initiative(InitiativeKind.INITIATIVE, Scope.PROVINCE, is_applied=True), MET),
        (Initiative(InitiativeKind.PROJECT, Scope.NATION, is_applied=True), MET),
    ],
)
def test_scope_of_the_initiative_reaches_far_enough(year: int, initiative: Initiative, standing: Fulfilment) -> None:
    run = frozenset({year - 2, year - 1, year})
    facts = person(year, held={"CSTDCS": run}, initiatives=(initiative,))

    assert judged("CSTDT", facts).standing == standing


def test_project_of_2021_must_be_applied_and_since_2024_need_not() -> None:
    project = Initiative(InitiativeKind.PROJECT, Scope.UNIT)

    assert [judged("CSTDCS", person(year, initiatives=(project,))).standing for year in (2021, 2025)] == [FAILED, MET]


def test_campaign_of_three_years_that_is_over() -> None:
    campaign = CampaignAtHand("Phong trào mẫu", "bộ, ngành, tỉnh", 3, is_over=True)
    facts = collective(2025, campaign=campaign, leads_block=False, answers=YES | {"leads_campaign": True})

    assert judged("COT", facts).standing == MET
    for worse in (replace(campaign, years=2), replace(campaign, is_over=False)):
        assert judged("COT", replace(facts, campaign=worse)).standing == FAILED
    assert judged("COT", replace(facts, campaign=replace(campaign, launched_by=""))).standing == UNKNOWN


# --- what is not known ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
@pytest.mark.parametrize("standard", standards(), ids=lambda each: f"{each.award} {'/'.join(each.regimes)}")
def test_of_whom_nothing_is_known_nothing_is_met_and_nothing_stops(standard, day: dt.date) -> None:
    for subject in standard.subjects:
        judgement = judge(standard.award, Facts(day.year, subject), received_on=day)

        assert judgement.standing == UNKNOWN
        assert not judgement.stops
        assert {each.standing for case in judgement.cases for each in case.findings} <= {UNKNOWN}


def test_unread_law_only_warns() -> None:
    facts = collective(2025, ldtt=0)

    sure, unread = (judge("TTLDTT", facts, received_on=day) for day in (dt.date(2026, 9, 30), dt.date(2026, 10, 1)))

    assert (sure.standing, sure.stops, sure.doubts) == (FAILED, True, ())
    assert (unread.standing, unread.stops) == (FAILED, False)
    assert "Luật 06/2026/QH16" in unread.doubts[0]


def test_gap_of_the_nation_stays_a_gap() -> None:
    judgement = judged("GK", person(2025))

    assert judgement.gaps
    assert judgement.standing == UNKNOWN
    assert not judgement.stops


@given(st.lists(st.sampled_from(list(Fulfilment))))
def test_all_and_any_are_each_others_mirror(found: list[Fulfilment]) -> None:
    mirror = {MET: FAILED, FAILED: MET, UNKNOWN: UNKNOWN}

    assert any_of(found) == mirror[all_of(mirror[each] for each in found)]
