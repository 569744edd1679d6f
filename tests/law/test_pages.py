import pytest
from django.urls import reverse

from emulation_portal.rights.enums import Role
from tests.factories.people import user_with_role
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Desk:
    return Desk(user_with_role(Role.OFFICER))


def test_page_shows_what_held_on_the_day_that_is_asked(officer: Desk) -> None:
    page = officer.open(f"{reverse('law:in-force')}?ngay=20/10/2021")

    assert page.says("Luật 2003 và Nghị định 91/2017/NĐ-CP")
    assert page.says("1.490.000 đồng/tháng")
    assert page.says("Nghị định 91/2017/NĐ-CP, Điều 4 khoản 2")  # the launch of a campaign, as its app keeps it
    assert not page.says("Cần đối chiếu")


def test_page_says_where_the_portal_cannot_vouch_for_the_law(officer: Desk) -> None:
    page = officer.open(f"{reverse('law:in-force')}?ngay=01/10/2026")

    assert page.says("Cần đối chiếu")
    assert page.says("06/2026/QH16")


@pytest.mark.parametrize(("asked", "words"), [("01/01/2010", "trước 01/10/2017"), ("31/02/2026", "31/02/2026")])
def test_day_without_law_or_sense_is_answered_with_what_to_do(officer: Desk, asked: str, words: str) -> None:
    page = officer.open(f"{reverse('law:in-force')}?ngay={asked}")

    assert page.status == 200
    assert page.says(words)


def test_calendar_counts_working_days_over_a_holiday(officer: Desk) -> None:
    page = officer.open(f"{reverse('law:calendar')}?tu=20/8/2025&so=10")

    assert page.says("hết ngày 04/09/2025")


def test_calendar_of_a_coming_year_says_that_nothing_was_decided(officer: Desk) -> None:
    assert officer.open(f"{reverse('law:calendar')}?nam=2150").says("Chưa có quyết định hoán đổi ngày nghỉ")
    assert officer.open(f"{reverse('law:calendar')}?nam=99999").status == 200
