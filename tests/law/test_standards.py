"""Standards, coefficients and money as dated data: complete, readable, and as DOMAIN 2.3 and 2.8 print them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from emulation_portal.law.catalogue import award_types
from emulation_portal.law.conditions import AnyCondition, AnyOf, HeldInARow, MembersHold, Served, WithinShare
from emulation_portal.law.enums import AwardSubject, Worker
from emulation_portal.law.money import base_salary_on, bonus_vnd, coefficient_for, coefficients
from emulation_portal.law.regimes import regimes
from emulation_portal.law.standards import Standard, standards, standards_of
from emulation_portal.rights.enums import Role
from tests.factories.people import user_with_role
from tests.scenarios.desk import Desk

R2017, R2024, R2025 = dt.date(2021, 11, 26), dt.date(2024, 9, 1), dt.date(2025, 11, 26)
PERSON, COLLECTIVE, HOUSEHOLD = AwardSubject.PERSON, AwardSubject.COLLECTIVE, AwardSubject.HOUSEHOLD


def standard_for(award: str, subject: AwardSubject, on: dt.date) -> Standard | None:
    return next((each for each in standards_of(award, on) if subject in each.subjects), None)


def needs_of(standard: Standard | None) -> list[AnyCondition]:
    assert standard is not None
    found, waiting = [], [need for case in standard.case for need in case.needs]
    while waiting:
        need = waiting.pop(0)
        found.append(need)
        waiting += need.of if isinstance(need, AnyOf) else ()
    return found


def test_every_award_says_what_it_asks_of_whom_in_every_regime_once() -> None:
    asked = [
        (award.code, rule.regime, subject)
        for award in award_types()
        for rule in award.rule
        for subject in award.subjects
    ]
    told = [
        (each.award, regime, subject) for each in standards() for regime in each.regimes for subject in each.subjects
    ]

    assert sorted(asked) == sorted(told)


@pytest.mark.parametrize("standard", standards(), ids=lambda each: f"{each.award}-{each.regimes[0]}-{each.subjects[0]}")
def test_every_condition_can_be_read_and_names_known_awards_and_regimes(standard: Standard) -> None:
    known = {award.code for award in award_types()}
    needs = needs_of(standard)

    assert set(standard.regimes) <= {regime.code for regime in regimes()}
    assert all(need.words()[0].isupper() or need.words()[0].isdigit() for need in needs)
    assert {need.award for need in needs if hasattr(need, "award")} <= known
    assert standard.case
    assert all(case.ref and case.needs for case in standard.case)


def test_shares_runs_and_months_are_those_of_the_texts() -> None:
    def of(kind: type, award: str, subject: AwardSubject, on: dt.date) -> list[AnyCondition]:
        return [need for need in needs_of(standard_for(award, subject, on)) if isinstance(need, kind)]

    shares = [
        (need.more_than_percent, need.at_least_percent)
        for day in (R2017, R2024, R2025)
        for need in of(MembersHold, "TTLDTT", COLLECTIVE, day)
    ]
    assert shares == [(50, 0), (0, 70), (0, 70)]
    assert [need.percent for need in of(WithinShare, "CSTDCS", PERSON, R2017)] == [15]
    assert of(WithinShare, "CSTDCS", PERSON, R2024) == []
    assert [need.years for need in of(HeldInARow, "CSTDT", PERSON, R2025)] == [3]
    months = [need.months for day in (R2017, R2024) for need in of(Served, "LDTT", PERSON, day)]
    assert months == [10, 6]


def test_farmer_and_staff_have_standards_of_their_own() -> None:
    standard = standard_for("LDTT", PERSON, R2025)

    assert standard is not None
    assert [case.worker for case in standard.case] == [Worker.STAFF, Worker.MEMBER]
    assert standard_for("LDTT", COLLECTIVE, R2025) is None


# --- money ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("award", "subject", "on", "amount"),
    [
        ("CSTDTQ", PERSON, R2017, 6_710_000),
        ("CSTDT", PERSON, R2017, 4_470_000),
        ("CSTDCS", PERSON, R2025, 2_340_000),
        ("LDTT", PERSON, R2017, 450_000),
        ("LDTT", PERSON, R2025, 710_000),
        ("TTLDXS", COLLECTIVE, R2017, 2_240_000),
        ("TTLDTT", COLLECTIVE, R2025, 1_880_000),
        ("COT", COLLECTIVE, R2017, 11_920_000),
        ("COCP", COLLECTIVE, R2025, 28_080_000),
        ("BKTTG", PERSON, R2017, 5_220_000),
        ("BKTTG", COLLECTIVE, R2025, 16_380_000),
        ("BKT", PERSON, R2017, 1_490_000),
        ("BKT", PERSON, R2025, 3_510_000),
        ("BKT", COLLECTIVE, R2017, 2_980_000),
        ("GK", PERSON, R2017, 450_000),
        ("GK", COLLECTIVE, R2025, 1_410_000),  # 0,6 first, not twice what 0,3 rounds up to
        ("GK", HOUSEHOLD, R2025, 1_060_000),
        ("KNC", PERSON, R2025, 1_410_000),
    ],
)
def test_money_is_that_of_the_table(award: str, subject: AwardSubject, on: dt.date, amount: int) -> None:
    found = coefficient_for(award, subject, on)

    assert found is not None
    assert bonus_vnd(found.value, base_salary_on(on).amount_vnd) == amount


def test_money_is_rounded_up_and_not_when_it_is_round() -> None:
    assert bonus_vnd(Decimal("0.3"), 1_490_000) == 450_000  # 447.000
    assert bonus_vnd(Decimal("0.15"), 1_490_000) == 230_000  # 223.500
    assert bonus_vnd(Decimal("0.3"), 1_800_000) == 540_000
    assert bonus_vnd(Decimal("1.1"), 1_800_000) == 1_980_000


@pytest.mark.parametrize(
    ("award", "subject", "on"), [("COT", COLLECTIVE, R2024), ("BKTTG", PERSON, R2024), ("GK", HOUSEHOLD, R2017)]
)
def test_what_was_not_read_has_no_money(award: str, subject: AwardSubject, on: dt.date) -> None:
    assert coefficient_for(award, subject, on) is None


def test_every_coefficient_is_of_one_award_regime_and_subject() -> None:
    keys = [
        (each.award, regime, subject)
        for each in coefficients()
        for regime in each.regimes
        for subject in (each.subjects or ("all",))
    ]

    assert len(set(keys)) == len(keys)
    assert {each.award for each in coefficients()} <= {award.code for award in award_types()}


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_page_of_an_award_says_standard_authority_and_money_of_its_day() -> None:
    desk = Desk(user_with_role(Role.UNIT_EDITOR))
    listed = desk.open(f"{reverse('law:in-force')}?ngay=20/10/2021")

    page = desk.follow(listed, "Chiến sĩ thi đua cơ sở")

    assert page.says("Không quá 15% số Lao động tiên tiến")
    assert page.says("Đã đăng ký thi đua của năm")
    assert page.says("1 lần lương cơ sở: 1.490.000 đồng")
    assert page.links("Quy định đang áp dụng")[0].endswith("?ngay=20/10/2021")
    later = desk.open(f"{reverse('law:award', args=['CSTDCS'])}?ngay=26/11/2026")
    assert not later.says("Không quá 15%")
    assert not later.says("Đã đăng ký thi đua")
    assert later.says("Được xếp loại hoàn thành xuất sắc nhiệm vụ; hoặc có sáng kiến")
    assert later.says("06/2026/QH16")


@pytest.mark.django_db
def test_page_tells_gaps_days_without_law_and_awards_that_nobody_knows() -> None:
    desk = Desk(user_with_role(Role.UNIT_EDITOR))

    assert desk.open(f"{reverse('law:award', args=['GK'])}?ngay=26/11/2025").says("cổng chưa có quy định ấy")
    assert desk.open(f"{reverse('law:award', args=['COT'])}?ngay=01/9/2024").says("Cổng chưa có mức thưởng")
    assert desk.open(f"{reverse('law:award', args=['GK'])}?ngay=01/01/2010").says("trước 01/10/2017")
    assert desk.client.get(reverse("law:award", args=["KHONGCO"])).status_code == 404
