"""What stands at hand while one reads a paper: the next step, why it came back, what was said, what it promises."""

import pytest

from campaigns.enums import CampaignStatus
from campaigns.models import Campaign, CampaignPlan
from emulation_portal.audit.verbs import words_on
from emulation_portal.core.dates import today
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.received.actions import drop_received, record_received
from emulation_portal.procedure.opening import MOST_AT_HAND, Link, Next
from emulation_portal.rights.enums import Role
from tests.factories import campaigns
from tests.factories.people import user_with_role
from tests.scenarios.desk import Desk, Page

from .test_rounds import desk, edit, give_back, marks, reviewed

pytestmark = pytest.mark.django_db


def bar(page: Page) -> list[str]:
    """Return the buttons of the bar below the paper, in order."""
    found = page.tree.xpath("//*[@class='action-bar']//*[contains(@class, 'btn')]")
    return [" ".join(button.text_content().split()) for button in found]


def test_next_steps_stand_once_more_below_the_paper_for_who_may_take_them():
    plan = reviewed()

    chief, officer, clerk = (desk(role).open(plan.get_absolute_url()) for role in ("chief", "officer", "clerk"))

    assert bar(chief) == ["Trình lãnh đạo", "Trả lại"]
    assert bar(officer) == ["Rút về"]
    assert (bar(clerk), clerk.tree.xpath("//*[@class='action-bar']")) == ([], [])


def test_return_is_written_beside_the_paper_with_what_changed_since_the_last_time():
    plan = reviewed()
    give_back(plan, "general")
    edit(plan, closing="Các đơn vị báo cáo trước ngày 30.")
    officer = desk("officer")
    officer.press(officer.open(plan.get_absolute_url()), "Trình lại")

    chief = desk("chief")
    form = chief.follow(chief.open(plan.get_absolute_url()), "Trả lại")

    assert form.tree.xpath("//*[@class='step-over-paper']/*[@class='step-paper']//*[@class='desk']")
    assert any(tag == "ins" for tag, _ in marks(form))


def test_reason_of_a_return_stays_when_the_next_submission_was_withdrawn():
    plan = reviewed()
    give_back(plan, "rewards", reason="Mục IV chưa rõ.")
    edit(plan, closing="Xong.")
    officer = desk("officer")
    officer.press(officer.open(plan.get_absolute_url()), "Trình lại")

    step = officer.follow(officer.open(plan.get_absolute_url()), "Rút về")
    page = officer.press(step, "Rút về", reason="Sửa thêm.")

    assert CampaignPlan.objects.get(pk=plan.pk).status == DraftStatus.DRAFT
    assert page.tree.xpath("//*[contains(@class, 'reason')][contains(., 'Mục IV chưa rõ.')]")
    assert page.says("Phần cần sửa: Khen thưởng.")


def test_clerk_reads_above_the_paper_what_was_said_when_it_was_approved():
    plan = reviewed(DraftStatus.LEADER_REVIEW)
    actions.approve_draft(draft_id=plan.pk, by=campaigns.cast().leader, on=today(), remark="In 30 bản.")

    page = desk("clerk").open(plan.get_absolute_url())

    assert page.says("Ý kiến khi duyệt")
    assert page.main.index("In 30 bản.") < page.main.index("CỘNG HÒA")


def test_accountant_finds_the_rewards_to_which_the_task_leads():
    plan = reviewed(DraftStatus.ISSUED)
    accountant = Desk(user_with_role(Role.ACCOUNTANT))

    page = accountant.open("/")
    links = page.links("Xem khen thưởng")

    assert links
    assert links[0].endswith(f"{plan.get_absolute_url()}#khen-thuong")
    assert accountant.open(links[0]).tree.xpath("//*[@id='khen-thuong']//table")


def test_history_names_the_part_that_was_edited():
    plan = reviewed(DraftStatus.DRAFT)
    edit(plan, closing="Xong.")

    assert desk("officer").open(plan.get_absolute_url()).says("Sửa kế hoạch: Thông tin chung")


def test_campaign_that_runs_is_not_told_as_done_and_its_plan_no_station_for_readers():
    plan = reviewed(DraftStatus.ISSUED)
    Campaign.objects.filter(pk=plan.campaign_id).update(status=CampaignStatus.RUNNING)

    page = Desk(user_with_role(Role.UNIT_EDITOR)).open(plan.campaign.get_absolute_url())
    stations = [" ".join(each.text_content().split()) for each in page.tree.xpath("//ol[@class='stepper']/li")]

    assert stations[0] == "1 Đang ở bước: Thực hiện"
    assert not any("rà soát" in station for station in stations)


def test_correction_that_was_begun_is_work_of_its_drafter_until_it_is_put_right():
    old = campaigns.registered(today=today())
    officer = desk("officer")
    new = actions.start_successor(draft_id=old.pk, relation="correction", by=campaigns.cast().officer)

    begun = officer.open("/").says("Sửa chỗ sai của bản nhập lại")
    edit(new, closing="Đã sửa.")

    assert (begun, officer.open("/").says("Sửa chỗ sai của bản nhập lại")) == (True, False)


def test_check_page_says_that_the_campaign_of_a_paper_in_force_is_over():
    plan = reviewed(DraftStatus.ISSUED)
    before = Desk().open(plan.document.check_path())
    Campaign.objects.filter(pk=plan.campaign_id).update(status=CampaignStatus.CLOSED)

    early = Desk().open(plan.document.check_path())
    Campaign.objects.filter(pk=plan.campaign_id).update(period_from="2020-01-01", period_to="2020-12-31")
    late = Desk().open(plan.document.check_path())

    assert not before.says("đã kết thúc")
    assert early.says("Phong trào của kế hoạch này đã kết thúc.")
    assert late.says("Phong trào của kế hoạch này đã kết thúc ngày 31/12/2020.")


def test_check_page_of_a_paper_that_is_not_public_says_nothing_of_its_campaign():
    plan = reviewed(DraftStatus.ISSUED)
    type(plan.document).objects.filter(pk=plan.document_id).update(is_public=False)
    CampaignPlan.objects.filter(pk=plan.pk).update(is_public=False)
    Campaign.objects.filter(pk=plan.campaign_id).update(status=CampaignStatus.CLOSED)

    assert not Desk().open(plan.document.check_path()).says("Phong trào của kế hoạch này")


def test_bar_offers_no_more_than_a_thumb_can_choose_from():
    links = [Link(f"Việc {at}", "/") for at in range(5)]

    assert Next(None, [*links], "").at_hand == links[:MOST_AT_HAND]
    assert not Next(None, [*links], "").is_mine


def test_history_names_no_part_that_is_gone():
    assert words_on("plan.edited", "rewards") == "Sửa kế hoạch: Khen thưởng"
    assert [words_on("plan.edited", part) for part in ("gone", "", None)] == ["Sửa kế hoạch"] * 3


def test_campaign_leads_to_the_paper_above_only_for_the_office_that_received_it():
    plan = reviewed(DraftStatus.ISSUED)
    Campaign.objects.filter(pk=plan.campaign_id).update(parent_movement="Nông thôn mới")
    facts = {"issued_by": "UBND tỉnh", "document_type": "Kế hoạch", "issued_on": today(), "received_on": today()}
    paper = record_received(
        plan.issuer,
        by=campaigns.cast().officer,
        number="1/KH",
        summary="Thi đua",
        campaign_name="Nông thôn mới",
        **facts,
    )
    url = plan.campaign.get_absolute_url()

    seen = [
        desk_.open(url).says("Theo Kế hoạch số 1/KH")
        for desk_ in (desk("officer"), Desk(user_with_role(Role.UNIT_EDITOR)))
    ]
    drop_received(pk=paper.pk, by=campaigns.cast().officer, reason="Nhầm")

    assert seen == [True, False]
    assert not desk("officer").open(url).says("Theo Kế hoạch số 1/KH")
