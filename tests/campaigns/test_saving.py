"""The facts of a campaign stand on its own row, into which every draft of it writes: none writes over what it has not read."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.actions import apply_campaign_facts, lock_campaign, write_campaign_facts
from campaigns.enums import CampaignStatus
from campaigns.models import Campaign, CampaignPlan
from emulation_portal.audit.models import Event
from emulation_portal.rights.enums import Role
from tests.factories import campaigns, papers
from tests.factories.people import UnitFactory, user_with_role
from tests.scenarios.desk import Desk, Page

pytestmark = pytest.mark.django_db

SAVE = "Lưu"


def opened(plan: CampaignPlan, desk: Desk) -> Page:
    return desk.open(reverse("drafts:part", args=["ke-hoach", plan.pk, "general"]))


@pytest.fixture
def siblings() -> tuple[CampaignPlan, CampaignPlan]:
    """Return two drafts of one campaign, neither of which was edited yet."""
    first = campaigns.complete_draft()
    return first, campaigns.complete_draft(campaign=Campaign.objects.get(), by=user_with_role(Role.OFFICER))


def test_what_another_draft_said_of_the_campaign_is_shown_and_not_overwritten(
    siblings: tuple[CampaignPlan, CampaignPlan], officer: Desk
) -> None:
    other = Desk(user_with_role(Role.OFFICER, full_name="Trần Thị Nhanh Tay"))
    page, sooner = opened(siblings[0], officer), opened(siblings[1], other)
    other.press(sooner, SAVE, theme="Chủ đề mới", period_to="30/06/2026")
    events = Event.objects.count()

    late = officer.press(page, SAVE, parent_movement="Phong trào cả nước")

    assert late.says("đã được sửa sau khi bạn mở trang. Lần sửa gần nhất: Trần Thị Nhanh Tay, lúc")
    assert late.says("Ô người khác vừa sửa, nay đã ghi nội dung mới: Chủ đề, Đến hết ngày.")
    assert (late.value("theme"), late.value("period_to")) == ("Chủ đề mới", "30/06/2026")
    assert late.value("parent_movement") == "Phong trào cả nước"
    campaign = Campaign.objects.get()
    assert (campaign.theme, campaign.parent_movement) == ("Chủ đề mới", "")
    assert (CampaignPlan.objects.get(pk=siblings[0].pk).revision, Event.objects.count()) == (1, events)

    officer.press(late, SAVE)

    campaign = Campaign.objects.get()
    assert (campaign.theme, campaign.parent_movement, campaign.period_to) == (
        "Chủ đề mới",
        "Phong trào cả nước",
        dt.date(2026, 6, 30),
    )


def test_campaign_is_locked_once_when_a_draft_of_it_is_saved(
    siblings: tuple[CampaignPlan, CampaignPlan], officer: Desk
) -> None:
    page = opened(siblings[0], officer)

    with CaptureQueriesContext(connection) as queries:
        officer.press(page, SAVE, theme="Chủ đề mới")

    locks = [sql for query in queries if "FOR UPDATE" in (sql := query["sql"]) and 'FROM "campaigns_campaign"' in sql]
    assert (len(locks), Campaign.objects.get().theme) == (1, "Chủ đề mới")


def test_draft_that_says_of_the_campaign_what_it_says_already_is_saved(
    siblings: tuple[CampaignPlan, CampaignPlan], officer: Desk
) -> None:
    page, sooner = opened(siblings[0], officer), opened(siblings[1], officer)
    officer.press(sooner, SAVE, theme="Chủ đề mới")

    done = officer.press(page, SAVE, theme="Chủ đề mới", closing="Một câu.")

    assert done.status == 200
    assert CampaignPlan.objects.get(pk=siblings[0].pk).closing == "Một câu."


def test_facts_that_came_into_force_meanwhile_are_not_taken_back_unread(
    siblings: tuple[CampaignPlan, CampaignPlan], officer: Desk
) -> None:
    """Once a plan is issued, a draft keeps what it wants of the campaign until its own issue: it would undo what it never saw."""
    page = opened(siblings[1], officer)
    officer.press(opened(siblings[0], officer), SAVE, theme="Xanh")
    for event in ("submitted", "passed_on", "approved", "issued"):
        papers.step(CampaignPlan.objects.get(pk=siblings[0].pk), event)

    late = officer.press(page, SAVE, closing="Một câu.")
    assert late.status == 422
    assert late.value("theme") == "Xanh"
    assert CampaignPlan.objects.get(pk=siblings[1].pk).campaign_changes == {}

    officer.press(late, SAVE, theme="Sạch")
    assert CampaignPlan.objects.get(pk=siblings[1].pk).campaign_changes == {"theme": "Sạch"}
    assert Campaign.objects.get().theme == "Xanh"


def test_units_that_another_has_ticked_stand_beside_ones_own(officer: Desk) -> None:
    plan = campaigns.complete_draft(addresses_everyone=False)
    kept, added = UnitFactory(name="Hợp tác xã Cô Tô"), UnitFactory(name="Hợp tác xã Đông Triều")
    plan.addressed_units.add(kept)
    url = reverse("drafts:part", args=["ke-hoach", plan.pk, "recipients"])
    first, second = officer.open(url), officer.open(url)
    officer.press(first, SAVE, addressed_units=[str(kept.pk), str(added.pk)])

    late = officer.press(second, SAVE, addressed_units=[], archive_line="Lưu: VP")

    assert late.says("Hiện đang lưu: Hợp tác xã Cô Tô; Hợp tác xã Đông Triều")
    assert set(plan.addressed_units.all()) == {kept, added}
    assert CampaignPlan.objects.get(pk=plan.pk).archive_line == ""
    officer.press(late, SAVE, addressed_units=[str(added.pk)])
    assert set(plan.addressed_units.all()) == {added}
    assert CampaignPlan.objects.get(pk=plan.pk).archive_line == "Lưu: VP"


def test_facts_are_written_under_the_lock_without_the_status() -> None:
    plan = campaigns.complete_draft()
    stale = CampaignPlan.objects.select_related("campaign").get(pk=plan.pk)
    campaign = plan.campaign
    Campaign.objects.filter(pk=campaign.pk).update(resumes_to="running")

    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        write_campaign_facts(lock_campaign(stale), stale, {"name": campaign.name, "theme": "Chủ đề mới"})

    (update,) = [query["sql"] for query in queries if query["sql"].startswith('UPDATE "campaigns_campaign"')]
    written = update.split(" SET ")[1].split(" WHERE ")[0]
    assert {part.split(" = ")[0] for part in written.split(", ") if part.startswith('"')} == {
        '"theme"',
        '"search_text"',
    }
    assert any("FOR UPDATE" in query["sql"] for query in queries)
    assert Campaign.objects.get(pk=campaign.pk).resumes_to == "running"


def test_status_is_no_fact_that_a_plan_can_say() -> None:
    plan = campaigns.complete_draft()

    for name in ("status", "organiser", "resumes_to"):
        with pytest.raises(ValueError, match=name), transaction.atomic():
            write_campaign_facts(lock_campaign(plan), plan, {name: CampaignStatus.CLOSED})
        with pytest.raises(ValueError, match=name):
            apply_campaign_facts(Campaign(), {name: "closed"})

    assert Campaign.objects.get(pk=plan.campaign_id).status == CampaignStatus.PLANNED
