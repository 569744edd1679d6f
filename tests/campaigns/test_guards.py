"""Doors that must stay shut: launching by hand, dating back, rows that nobody would read, campaigns that have ended."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.urls import reverse

from campaigns.actions import lock_campaign, steer_campaign, write_campaign_facts
from campaigns.actions.planning import CampaignHasPlan
from campaigns.actions.steering import turn_campaign
from campaigns.enums import CampaignStatus, Topic
from campaigns.models import Campaign, CampaignPlan
from campaigns.procedures import CAMPAIGN
from emulation_portal.core.dates import today
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.actions import CorrectionOpen, DraftIncomplete
from emulation_portal.documents.drafts.enums import DraftStatus, Relation
from emulation_portal.documents.models import RegisterEntry
from emulation_portal.documents.regulations import WrongDate
from emulation_portal.procedure.errors import InvalidMove
from emulation_portal.procedure.opening import stepper
from emulation_portal.rights.enums import Role
from tests.factories import campaigns, documents
from tests.factories.campaigns import DAY
from tests.factories.people import BlockFactory, BlockMembershipFactory, UnitFactory, user_with_role
from tests.waiting import until

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("event", ["launched", "collecting"])
def test_campaign_is_not_launched_by_hand(event: str) -> None:
    plan = campaigns.complete_draft()

    with pytest.raises(InvalidMove):
        steer_campaign(campaign_id=plan.campaign_id, event=event, reason="Cho nhanh", by=campaigns.cast().chief)

    assert Campaign.objects.get().status == CampaignStatus.PLANNED


def test_suspended_campaign_resumes_only_where_it_stood() -> None:
    plan = campaigns.plan_in(DraftStatus.ISSUED)
    leader = campaigns.cast().leader
    turn_campaign(plan.campaign_id, on=DAY + dt.timedelta(days=20))
    steer_campaign(campaign_id=plan.campaign_id, event="suspended", reason="Bão", by=leader)

    campaign = Campaign.objects.get()
    assert {step.to for step in CAMPAIGN.steps if step.event == "resumed" and step.is_open(campaign)} == {"running"}
    steer_campaign(campaign_id=plan.campaign_id, event="resumed", reason="Hết bão", by=leader)

    assert Campaign.objects.get().status == CampaignStatus.RUNNING


def test_campaign_without_a_period_is_never_launched() -> None:
    plan = campaigns.registered(campaign=campaigns.new_campaign(period_from=None, period_to=None))
    plan.milestones.all().delete()

    assert turn_campaign(plan.campaign_id, on=DAY) == 0


def test_plan_is_not_dated_before_its_approval() -> None:
    plan = campaigns.plan_in(DraftStatus.APPROVED, on=DAY)

    with pytest.raises(WrongDate, match="được duyệt ngày 02/03/2026"):
        actions.issue_draft(
            draft_id=plan.pk, by=campaigns.cast().clerk, issued_on=DAY - dt.timedelta(days=1), today=DAY
        )

    assert not RegisterEntry.objects.exists()


@pytest.mark.parametrize(
    ("topic", "message"),
    [(Topic.CRITERIA, "chỉ tiêu"), (Topic.REWARDS, "hình thức khen thưởng"), (Topic.SCHEDULE, "mốc thời gian")],
)
def test_rows_without_a_section_to_print_them_are_a_gap(topic: Topic, message: str) -> None:
    plan = campaigns.complete_draft()
    plan.sections.filter(topic=topic).delete()

    with pytest.raises(DraftIncomplete, match=f"Đã có {message} nhưng chưa có mục"):
        actions.submit_draft(draft_id=plan.pk, by=campaigns.cast().officer, on=DAY)


def test_draft_of_a_correction_changes_its_campaign_only_when_it_comes_into_force() -> None:
    old = campaigns.registered()
    name = old.campaign.name
    new = actions.start_successor(draft_id=old.pk, relation=Relation.CORRECTION, by=campaigns.cast().officer)

    def rename(plan: CampaignPlan) -> None:
        write_campaign_facts(lock_campaign(plan), plan, {"name": "Tên đã sửa", "period_to": dt.date(2026, 6, 30)})

    actions.edit_draft(
        draft_id=new.pk, revision=new.revision, by=campaigns.cast().officer, part="general", change=rename
    )
    assert Campaign.objects.get().name == name

    actions.register_transcription(draft_id=new.pk, by=campaigns.cast().clerk, today=DAY)

    campaign = Campaign.objects.get()
    assert (campaign.name, campaign.period_to) == ("Tên đã sửa", dt.date(2026, 6, 30))


def test_correction_keeps_whom_the_plan_addresses() -> None:
    unit = UnitFactory()
    old = campaigns.registered(only_for=unit)

    new = actions.start_successor(draft_id=old.pk, relation=Relation.CORRECTION, by=campaigns.cast().officer)

    assert list(new.addressed_units.all()) == [unit]


@pytest.mark.django_db(transaction=True)
def test_two_offices_entering_plans_of_one_campaign_at_once_are_told_apart() -> None:
    first = campaigns.transcription(number=644)
    second = campaigns.transcription(
        number=12, campaign=first.campaign, issuer=documents.council_issuer(), by=campaigns.cast().clerk
    )
    clerk = campaigns.cast().clerk
    outcome: list[Exception] = []

    def enter_second() -> None:
        try:
            actions.register_transcription(draft_id=second.pk, by=clerk, today=DAY)
        except Exception as error:
            outcome.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=enter_second)
    with transaction.atomic():
        actions.register_transcription(draft_id=first.pk, by=clerk, today=DAY)
        thread.start()
        until(_somebody_waits_for_a_lock, what="the second clerk to wait")
    thread.join()

    assert [type(error) for error in outcome] == [CampaignHasPlan]
    assert [entry.number for entry in RegisterEntry.objects.all()] == [644]


def _somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_paper_with_an_open_correction_is_not_revoked() -> None:
    plan = campaigns.registered()
    correction = actions.start_successor(draft_id=plan.pk, relation=Relation.CORRECTION, by=campaigns.cast().officer)

    with pytest.raises(CorrectionOpen, match="bản nhập lại"):
        campaigns.revoke(plan, by=campaigns.cast().leader, reason="Sai.")
    actions.register_transcription(draft_id=correction.pk, by=campaigns.cast().clerk, today=DAY)
    campaigns.revoke(correction, by=campaigns.cast().leader, reason="Sai.")

    assert [plan.status for plan in CampaignPlan.objects.order_by("pk")] == ["superseded", "revoked"]


def test_new_plan_is_neither_submitted_nor_issued_into_a_campaign_that_has_ended() -> None:
    first = campaigns.plan_in(DraftStatus.ISSUED)
    campaign = first.campaign
    plan = campaigns.plan_in(DraftStatus.APPROVED, campaign=campaign)
    late = campaigns.complete_draft(campaign=campaign, summary="Kế hoạch khác của phong trào ấy")
    campaigns.revoke(first, by=campaigns.cast().leader)

    with pytest.raises(DraftIncomplete, match="đã thu hồi, nên kế hoạch này không trình, ban hành được"):
        actions.submit_draft(draft_id=late.pk, by=campaigns.cast().officer, on=DAY)
    with pytest.raises(DraftIncomplete, match="soạn lại cho phong trào khác"):
        actions.issue_draft(draft_id=plan.pk, by=campaigns.cast().clerk, issued_on=DAY, today=DAY)

    assert RegisterEntry.objects.count() == 1
    assert campaign not in Campaign.objects.awaiting_plan()


@pytest.mark.parametrize(("left", "sees"), [(None, True), (dt.date(2021, 1, 1), False)])
def test_only_present_members_of_a_block_read_what_is_addressed_to_it(left: dt.date | None, sees: bool) -> None:
    block, unit = BlockFactory(), UnitFactory()
    BlockMembershipFactory(block=block, unit=unit, effective_from=dt.date(2020, 1, 1), effective_to=left)
    plan = campaigns.plan_in(DraftStatus.ISSUED, only_for=UnitFactory())
    plan.addressed_blocks.add(block)
    editor = user_with_role(Role.UNIT_EDITOR, unit=unit)

    assert CampaignPlan.objects.visible_to(editor).filter(pk=plan.pk).exists() is sees


def test_second_press_of_open_draft_opens_no_second_campaign(client) -> None:
    officer = campaigns.cast().officer
    campaigns.issuer()
    client.force_login(officer)
    data = {"campaign_name": "Phong trào mới", "kind": "regular", "issuer": campaigns.issuer().pk, "summary": "Tổ chức"}

    first = client.post(reverse("drafts:create", args=["ke-hoach"]), data)
    second = client.post(reverse("drafts:create", args=["ke-hoach"]), data)

    assert (first.url, Campaign.objects.count(), CampaignPlan.objects.count()) == (second.url, 1, 1)


def test_fresh_office_without_an_issuer_is_told_before_anything_is_read(client) -> None:
    client.force_login(user_with_role(Role.OFFICER))

    page = client.get(reverse("drafts:import", args=["ke-hoach"]))

    assert "Chưa có cơ quan ban hành nào" in page.content.decode()


def test_ended_campaign_waits_on_the_home_page_of_the_chief(client) -> None:
    ended = campaigns.new_campaign(period_from=dt.date(2021, 1, 1), period_to=dt.date(2021, 12, 31))
    plan = campaigns.registered(campaign=ended, today=today())
    turn_campaign(plan.campaign_id, on=today())
    client.force_login(campaigns.cast().chief)

    page = client.get(reverse("home:home")).content.decode()

    assert "Phong trào đã hết thời gian" in page


def test_campaign_that_was_never_launched_goes_with_its_only_draft(client) -> None:
    plan = campaigns.complete_draft()
    client.force_login(campaigns.cast().officer)
    url = reverse("procedure:step", args=["ke-hoach", plan.pk, "bo"])

    assert client.post(url, {"reason": " "}).status_code == 422
    client.post(url, {"reason": "Nhập nhầm tệp.", "revision": plan.revision})

    page = client.get(plan.get_absolute_url()).content.decode()
    assert (CampaignPlan.objects.get().status, Campaign.objects.get().status) == ("discarded", "discarded")
    assert "Nhập nhầm tệp." in page
    assert "Hoàn thiện dự thảo" not in page
    assert plan.campaign.name not in client.get("/phong-trao/").content.decode()
    assert plan.campaign.name in client.get("/phong-trao/?status=discarded").content.decode()


def test_who_drops_a_draft_is_told_first_what_becomes_of_its_campaign(client) -> None:
    alone, launched = campaigns.complete_draft(), campaigns.plan_in(DraftStatus.ISSUED, on=today())
    beside = campaigns.complete_draft(campaign=launched.campaign)
    client.force_login(campaigns.cast().officer)

    pages = [
        client.get(reverse("procedure:step", args=["ke-hoach", plan.pk, "bo"])).content.decode()
        for plan in (alone, beside)
    ]

    assert f"Phong trào “{alone.campaign.name}” cũng bị bỏ" in pages[0]
    assert f"Phong trào “{launched.campaign.name}” vẫn giữ nguyên." in pages[1]


def test_campaign_stays_while_another_plan_of_it_is_there() -> None:
    plan = campaigns.complete_draft()
    other = campaigns.complete_draft(campaign=plan.campaign, by=campaigns.cast().clerk)

    actions.discard_draft(draft_id=other.pk, by=campaigns.cast().officer, reason="Trùng.")

    assert other.pk != plan.pk
    assert Campaign.objects.get().status == CampaignStatus.PLANNED


def test_dropped_correction_leaves_the_paper_as_it_was_and_free_for_another() -> None:
    plan = campaigns.registered()
    officer = campaigns.cast().officer
    correction = actions.start_successor(draft_id=plan.pk, relation=Relation.CORRECTION, by=officer)

    actions.discard_draft(draft_id=correction.pk, by=officer, reason="Không sai.")

    assert CampaignPlan.objects.get(pk=plan.pk).status == DraftStatus.ISSUED
    assert Campaign.objects.get().status != CampaignStatus.DISCARDED
    assert (
        actions.start_successor(draft_id=plan.pk, relation=Relation.CORRECTION, by=officer).predecessor
        == plan.draft_ptr
    )


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (DraftStatus.DRAFT, [("current", ""), ("coming", "")]),
        (DraftStatus.ISSUED, [("done", ""), ("done", "")]),
        (DraftStatus.REVOKED, [("done", ""), ("stopped", "Đã thu hồi")]),
        (DraftStatus.DISCARDED, [("stopped", "Đã bỏ"), ("coming", "")]),
    ],
)
def test_what_befell_a_transcription_stands_at_the_step_where_it_did(status: DraftStatus, shown: list) -> None:
    steps = stepper(CampaignPlan(kind="plan", is_transcription=True, status=status))

    assert [(step.state, step.note) for step in steps] == shown
