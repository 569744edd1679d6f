"""The data files of the law agree with themselves and with what the apps name by their codes."""

import datetime as dt
from itertools import pairwise

import pytest

from campaigns.enums import AwardForm
from emulation_portal.law.catalogue import award_types, awards_on
from emulation_portal.law.dated import BeforeFirstRule
from emulation_portal.law.money import base_salaries, base_salary_on
from emulation_portal.law.regimes import doubts_on, regime_on, regimes, texts, texts_on

AWARDS = {award.code: award for award in award_types()}


def test_regimes_follow_each_other_without_a_gap() -> None:
    assert [before.effective_to for before in regimes()[:-1]] == [after.effective_from for after in regimes()[1:]]
    assert regimes()[-1].effective_to is None


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (dt.date(2017, 10, 1), "R2017"),
        (dt.date(2023, 12, 31), "R2017"),
        (dt.date(2024, 1, 1), "R2024"),
        (dt.date(2025, 6, 30), "R2024"),
        (dt.date(2025, 7, 1), "R2025"),
        (dt.date(2026, 10, 1), "R2025"),
    ],
)
def test_regime_turns_on_its_day(day: dt.date, code: str) -> None:
    assert regime_on(day).code == code


def test_day_before_the_first_regime_is_refused_with_what_to_do() -> None:
    with pytest.raises(BeforeFirstRule, match="trước 01/10/2017"):
        regime_on(dt.date(2017, 9, 30))


def test_law_of_october_2026_is_doubted_from_its_first_day() -> None:
    assert doubts_on(dt.date(2026, 9, 30)) == []
    assert "06/2026/QH16" in doubts_on(dt.date(2026, 10, 1))[0]


def test_texts_of_a_day_are_those_of_its_time() -> None:
    names = " ".join(text.name for text in texts_on(dt.date(2021, 10, 20)))

    assert all(number in names for number in ("91/2017", "12/2020"))
    assert "98/2023" not in names


def test_no_text_ends_before_it_begins() -> None:
    assert all(text.effective_to is None or text.effective_from < text.effective_to for text in texts())


def test_every_award_says_who_decides_in_every_regime_once() -> None:
    codes = [regime.code for regime in regimes()]

    assert {award.code: [rule.regime for rule in award.rule] for award in award_types()} == {
        award.code: codes for award in award_types()
    }
    assert len(awards_on(dt.date(2021, 10, 20))) == len(award_types())


def test_what_campaigns_promise_is_in_the_catalogue() -> None:
    assert set(AwardForm.values) <= set(AWARDS)


def test_cooperative_chair_gives_only_giay_khen_since_2024() -> None:
    assert "Chủ tịch HĐQT" in AWARDS["LDTT"].rule_on(dt.date(2021, 1, 1)).decides
    assert "Chủ tịch HĐQT" not in AWARDS["LDTT"].rule_on(dt.date(2025, 8, 1)).decides
    assert "Chủ tịch HĐQT" in AWARDS["GK"].rule_on(dt.date(2025, 8, 1)).decides


def test_base_salary_is_that_of_the_day() -> None:
    assert all(before.effective_to == after.effective_from for before, after in pairwise(base_salaries()))
    assert base_salary_on(dt.date(2021, 10, 20)).amount_vnd == 1_490_000
    assert base_salary_on(dt.date(2024, 6, 30)).amount_vnd == 1_800_000
    assert base_salary_on(dt.date(2024, 7, 1)).amount_vnd == 2_340_000
    assert base_salary_on(dt.date(2026, 11, 26)).amount_vnd == 2_530_000
