"""Doors that must stay shut: launching by hand, dating back, rows that nobody would read, campaigns that have ended."""

import datetime as dt

import pytest
from django.urls import reverse

from campaigns import actions
from campaigns.actions import CampaignHasPlan, PlanIncomplete
from campaigns.actions.drafting import write_campaign_facts
from campaigns.actions.steering import turn_campaign
from campaigns.enums import CampaignStatus, PlanStatus, Topic
from campaigns.models import Campaign, CampaignPlan
from emulation_portal.accounts.enums import Role
from emulation_portal.audit.actions import InvalidMove
from emulation_portal.core.dates import today
from emulation_portal.documents.models import RegisterEntry
from emulation_portal.documents.regulations import WrongDate
from tests.factories import campaigns
from tests.factories.campaigns import DAY
from tests.factories.people import BlockFactory, BlockMembershipFactory, UnitFactory, user_with_role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("to", [CampaignStatus.RUNNING, CampaignStatus.COLLECTING])
def test_campaign_is_not_launched_by_hand(to: CampaignStatus) -> None:
    plan = campaigns.complete_draft()

    with pytest.raises(InvalidMove):
        actions.steer_campaign(campaign_id=plan.campaign_id, to=to, reason="Cho nhanh", by=campaigns.cast().chief)

    assert Campaign.objects.get().status == CampaignStatus.PLANNED


def test_suspended_campaign_resumes_only_where_it_stood() -> None:
    plan = campaigns.plan_in(PlanStatus.ISSUED)
    leader = campaigns.cast().leader
    turn_campaign(plan.campaign_id, on=DAY + dt.timedelta(days=20))
    actions.steer_campaign(campaign_id=plan.campaign_id, to=CampaignStatus.SUSPENDED, reason="Bão", by=leader)

    with pytest.raises(InvalidMove, match="Đang thực hiện"):
        actions.steer_campaign(campaign_id=plan.campaign_id, to=CampaignStatus.COLLECTING, reason="Hết bão", by=leader)
    actions.steer_campaign(campaign_id=plan.campaign_id, to=CampaignStatus.RUNNING, reason="Hết bão", by=leader)

    assert Campaign.objects.get().status == CampaignStatus.RUNNING


def test_campaign_without_a_period_is_never_launched() -> None:
    plan = campaigns.registered(campaign=campaigns.new_campaign(period_from=None, period_to=None))
    plan.milestones.all().delete()

    assert turn_campaign(plan.campaign_id, on=DAY) == 0


def test_plan_is_not_dated_before_its_approval() -> None:
    plan = campaigns.plan_in(PlanStatus.APPROVED, on=DAY)

    with pytest.raises(WrongDate, match="được duyệt ngày 02/03/2026"):
        actions.issue_plan(plan_id=plan.pk, by=campaigns.cast().clerk, issued_on=DAY - dt.timedelta(days=1), today=DAY)

    assert not RegisterEntry.objects.exists()


@pytest.mark.parametrize(
    ("topic", "message"),
    [(Topic.CRITERIA, "chỉ tiêu"), (Topic.REWARDS, "hình thức khen thưởng"), (Topic.SCHEDULE, "mốc thời gian")],
)
def test_rows_without_a_section_to_print_them_are_a_gap(topic: Topic, message: str) -> None:
    plan = campaigns.complete_draft()
    plan.sections.filter(topic=topic).delete()

    with pytest.raises(PlanIncomplete, match=f"Đã có {message} nhưng chưa có mục lớn"):
        actions.submit_plan(plan_id=plan.pk, by=campaigns.cast().officer, on=DAY)


def test_draft_of_a_correction_changes_its_campaign_only_when_it_comes_into_force() -> None:
    old = campaigns.registered()
    name = old.campaign.name
    new = actions.start_correction(plan_id=old.pk, by=campaigns.cast().officer)

    def rename(plan: CampaignPlan) -> None:
        write_campaign_facts(plan, {"name": "Tên đã sửa", "period_to": dt.date(2026, 6, 30)})

    actions.edit_plan(plan_id=new.pk, revision=new.revision, by=campaigns.cast().officer, part="general", change=rename)
    assert Campaign.objects.get().name == name

    actions.register_transcription(plan_id=new.pk, by=campaigns.cast().clerk, today=DAY)

    campaign = Campaign.objects.get()
    assert (campaign.name, campaign.period_to) == ("Tên đã sửa", dt.date(2026, 6, 30))


def test_correction_keeps_whom_the_plan_addresses() -> None:
    unit = UnitFactory()
    old = campaigns.registered(only_for=unit)

    new = actions.start_correction(plan_id=old.pk, by=campaigns.cast().officer)

    assert list(new.addressed_units.all()) == [unit]


def test_new_plan_is_not_issued_into_a_campaign_that_has_ended() -> None:
    campaign = campaigns.plan_in(PlanStatus.REVOKED).campaign
    plan = campaigns.complete_draft(campaign=campaign)
    for step in (
        lambda: actions.submit_plan(plan_id=plan.pk, by=campaigns.cast().officer, on=DAY),
        lambda: actions.pass_on_plan(plan_id=plan.pk, by=campaigns.cast().chief),
        lambda: actions.approve_plan(plan_id=plan.pk, by=campaigns.cast().leader, on=DAY),
    ):
        step()

    with pytest.raises(CampaignHasPlan, match="Đã thu hồi"):
        actions.issue_plan(plan_id=plan.pk, by=campaigns.cast().clerk, issued_on=DAY, today=DAY)

    assert RegisterEntry.objects.count() == 1
    assert campaign not in Campaign.objects.awaiting_plan()


@pytest.mark.parametrize(("left", "sees"), [(None, True), (dt.date(2021, 1, 1), False)])
def test_only_present_members_of_a_block_read_what_is_addressed_to_it(left: dt.date | None, sees: bool) -> None:
    block, unit = BlockFactory(), UnitFactory()
    BlockMembershipFactory(block=block, unit=unit, effective_from=dt.date(2020, 1, 1), effective_to=left)
    plan = campaigns.plan_in(PlanStatus.ISSUED, only_for=UnitFactory())
    plan.addressed_blocks.add(block)
    editor = user_with_role(Role.UNIT_EDITOR, unit=unit)

    assert CampaignPlan.objects.visible_to(editor).filter(pk=plan.pk).exists() is sees


def test_second_press_of_open_draft_opens_no_second_campaign(client) -> None:
    officer = campaigns.cast().officer
    campaigns.issuer()
    client.force_login(officer)
    data = {"campaign_name": "Phong trào mới", "kind": "regular", "issuer": campaigns.issuer().pk, "summary": "Tổ chức"}

    first = client.post(reverse("campaigns:create"), data)
    second = client.post(reverse("campaigns:create"), data)

    assert (first.url, Campaign.objects.count(), CampaignPlan.objects.count()) == (second.url, 1, 1)


def test_fresh_office_without_an_issuer_is_told_before_anything_is_read(client) -> None:
    client.force_login(user_with_role(Role.OFFICER))

    page = client.get(reverse("campaigns:import"))

    assert "Chưa có cơ quan ban hành nào" in page.content.decode()


def test_ended_campaign_waits_on_the_home_page_of_the_chief(client) -> None:
    ended = campaigns.new_campaign(period_from=dt.date(2021, 1, 1), period_to=dt.date(2021, 12, 31))
    plan = campaigns.registered(campaign=ended, today=today())
    turn_campaign(plan.campaign_id, on=today())
    client.force_login(campaigns.cast().chief)

    page = client.get(reverse("home:home")).content.decode()

    assert "Phong trào đã hết thời gian" in page
