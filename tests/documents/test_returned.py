"""A paper that came back: why is read where it is edited, and editing comes before sending it again."""

import pytest
from django.urls import reverse

from emulation_portal.core.dates import today
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.drafts.models import Draft
from emulation_portal.documents.drafts.parts import parts_of
from tests.factories import campaigns
from tests.scenarios.desk import Desk, Page

pytestmark = pytest.mark.django_db


def part_page(plan: Draft, part: str) -> Page:
    return Desk(campaigns.cast().officer).open(reverse("drafts:part", args=["ke-hoach", plan.pk, part]))


@pytest.mark.parametrize("status", [DraftStatus.RETURNED, DraftStatus.DRAFT])
def test_reason_of_a_return_stands_on_every_page_where_it_is_edited(status: DraftStatus) -> None:
    plan = campaigns.plan_in(status)
    told = f"“{campaigns.REASON}” {campaigns.cast().chief.full_name}"

    shown = {part: part_page(plan, part).says(told) for part in parts_of(plan)}

    assert shown == dict.fromkeys(parts_of(plan), status == DraftStatus.RETURNED)


def row_of(plan: Draft) -> list[tuple[str, str]]:
    """What may be done on the page of a draft, in its order, and how each looks."""
    page = Desk(campaigns.cast().officer).open(plan.get_absolute_url())
    found = page.tree.xpath("//*[contains(@class, 'panel-gold')]//*[self::a or self::button]")
    return [(" ".join(each.text_content().split()), each.get("class", "").removeprefix("btn btn-")) for each in found]


def edit(plan: Draft) -> None:
    actions.edit_draft(
        draft_id=plan.pk,
        revision=plan.revision,
        by=campaigns.cast().officer,
        part="general",
        change=lambda draft: setattr(draft, "closing", "Đề nghị các đơn vị triển khai."),
    )


def test_editing_is_the_main_thing_until_something_was_edited() -> None:
    plan = campaigns.plan_in(DraftStatus.RETURNED, on=today())
    desk = Desk(campaigns.cast().officer)

    before, told = row_of(plan), desk.open(plan.get_absolute_url()).says("Chưa sửa gì từ khi bị trả lại.")
    edit(plan)
    after, told_after = row_of(plan), desk.open(plan.get_absolute_url()).says("Chưa sửa gì từ khi bị trả lại.")

    assert before == [("Sửa theo ý kiến", "primary"), ("Trình lại", "secondary"), ("Bỏ dự thảo", "")]
    assert after == [("Trình lại", "primary"), ("Sửa theo ý kiến", "secondary"), ("Bỏ dự thảo", "")]
    assert (told, told_after) == (True, False)


def test_dropping_stands_last_in_a_draft_too() -> None:
    whole = campaigns.plan_in(DraftStatus.DRAFT, on=today())
    plan = campaigns.plan_in(DraftStatus.DRAFT, on=today())
    plan.sections.all().delete()

    assert row_of(whole) == [("Trình rà soát", "primary"), ("Sửa nội dung", "secondary"), ("Bỏ dự thảo", "")]
    assert row_of(plan) == [("Hoàn thiện dự thảo", "primary"), ("Bỏ dự thảo", "")]
