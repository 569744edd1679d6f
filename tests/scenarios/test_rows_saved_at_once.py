"""Two people write the rows of one part: the newer text stands beside one's own, row by row, and nothing is lost."""

import pytest
from django.urls import reverse

from campaigns.models import CampaignPlan
from emulation_portal.rights.enums import Role
from tests.factories import campaigns
from tests.factories.people import user_with_role
from tests.scenarios.desk import Desk, Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> CampaignPlan:
    return campaigns.complete_draft()


@pytest.fixture
def officer(db: None) -> Desk:
    return Desk(user_with_role(Role.OFFICER))


@pytest.fixture
def pages(plan: CampaignPlan, officer: Desk) -> tuple[Desk, Page, Page]:
    """Return the desk of who is sooner, and what both have before their eyes."""
    sooner = Desk(user_with_role(Role.OFFICER, full_name="Trần Thị Nhanh Tay"))
    url = reverse("drafts:part", args=["ke-hoach", plan.pk, "sections"])
    return sooner, sooner.open(url), officer.open(url)


def titles(plan: CampaignPlan) -> list[str]:
    return list(plan.sections.order_by("position").values_list("title", flat=True))


def test_row_that_another_wrote_stands_beside_ones_own(
    plan: CampaignPlan, officer: Desk, pages: tuple[Desk, Page, Page]
) -> None:
    sooner, first, second = pages
    before = titles(plan)
    sooner.press(first, "Lưu", **{"sections-0-title": "Mục đích mới"})

    late = officer.press(second, "Lưu", **{"sections-0-title": "Mục đích khác"})

    assert late.status == 422
    assert late.says("Lần sửa gần nhất: Trần Thị Nhanh Tay, lúc")
    assert late.text.count("Hiện đang lưu:") == 1 + late.says("“Hiện đang lưu:")
    assert late.says("Hiện đang lưu: Mục đích mới")
    assert late.value("sections-0-title") == "Mục đích khác"
    assert titles(plan) == ["Mục đích mới", *before[1:]]

    officer.press(late, "Lưu")

    assert titles(plan) == ["Mục đích khác", *before[1:]]


def test_row_that_another_added_is_named_and_stays(
    plan: CampaignPlan, officer: Desk, pages: tuple[Desk, Page, Page]
) -> None:
    sooner, first, second = pages
    before = titles(plan)
    at = len(before)
    more = sooner.press(first, "Thêm mục", **{"sections-0-title": before[0]})
    sooner.press(more, "Lưu", **{f"sections-{at}-title": "Mục của người khác", f"sections-{at}-body": "Một câu."})
    assert titles(plan) == [*before, "Mục của người khác"]

    late = officer.press(second, "Lưu", **{"sections-0-title": "Mục đích khác"})

    assert late.says("Người khác đã thêm:")
    assert late.says("Mục của người khác”.")
    officer.press(late, "Lưu")
    assert titles(plan) == ["Mục đích khác", *before[1:], "Mục của người khác"]


def test_row_that_another_deleted_is_kept_to_be_copied(
    plan: CampaignPlan, officer: Desk, pages: tuple[Desk, Page, Page]
) -> None:
    sooner, first, second = pages
    before = titles(plan)
    sooner.press(first, "Lưu", **{"sections-0-DELETE": "on"})

    late = officer.press(second, "Lưu", **{"sections-0-title": "Mục đích khác"})

    assert late.says("Có mục bạn đang sửa mà người khác đã xóa")
    assert late.says("Người khác đã xóa mục này.")
    assert late.value("sections-0-title") == "Mục đích khác"
    assert "Lưu" not in late.buttons()
    assert titles(plan) == before[1:]
