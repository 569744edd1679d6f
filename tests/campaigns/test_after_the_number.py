"""What follows the number: sending the paper out, drafting a revoked one anew, what readers and everybody see of it."""

import datetime as dt

import pytest
from django.urls import reverse

from campaigns.models import Campaign, CampaignPlan
from emulation_portal.core.dates import today
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.models import RegisterEntry
from emulation_portal.documents.work import not_sent_out
from emulation_portal.procedure.errors import InvalidMove
from emulation_portal.rights.enums import Role
from tests.factories import campaigns
from tests.factories.people import user_with_role
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db

TO_SEND = "In, trình ký, đóng dấu, gửi, rồi ghi ngày chuyển vào sổ"


def plan_in(status):
    return campaigns.plan_in(status, on=today())


def desk(role):
    return Desk(getattr(campaigns.cast(), role))


def sent_out(plan):
    RegisterEntry.objects.filter(pk=plan.document.entry_id).update(forwarded_on=today())


def test_clerk_has_a_paper_to_send_out_until_the_book_says_when():
    plan = plan_in(DraftStatus.ISSUED)
    home, page = desk("clerk").open("/"), desk("clerk").open(plan.get_absolute_url())
    sent_out(plan)
    home_after, page_after = desk("clerk").open("/"), desk("clerk").open(plan.get_absolute_url())

    assert home.says(TO_SEND)
    assert page.links("Ghi ngày chuyển, số lượng bản vào sổ") == [
        f"{reverse('documents:entry', args=[plan.document.entry_id])}"
    ]
    assert not home_after.says(TO_SEND)
    assert not page_after.says("Sau khi cấp số")


@pytest.mark.parametrize("role", ["officer", "chief", "leader"])
def test_others_have_nothing_to_send(role):
    plan = plan_in(DraftStatus.ISSUED)

    assert not desk(role).open("/").says(TO_SEND)
    page = desk(role).open(plan.get_absolute_url())
    assert not page.says("Sau khi cấp số")
    assert page.says("Kế hoạch đã ban hành, có hiệu lực.")


def test_a_revoked_or_void_paper_is_not_sent_out():
    plan_in(DraftStatus.REVOKED)

    assert not desk("clerk").open("/").says(TO_SEND)


# --- anew -------------------------------------------------------------------------------------------------------------


def test_a_revoked_plan_is_drafted_again_with_a_campaign_of_its_own():
    plan = plan_in(DraftStatus.REVOKED)
    officer = desk("officer")

    page = officer.press(officer.open(plan.get_absolute_url()), "Soạn lại từ bản này")

    new = CampaignPlan.objects.latest("pk")
    assert page.url == new.get_absolute_url()
    assert (new.status, new.predecessor, new.relation, new.revision) == (DraftStatus.DRAFT, None, "", 1)
    assert new.summary == plan.summary
    assert [row.body for row in new.sections.all()] == [row.body for row in plan.sections.all()]
    assert [row.indicator for row in new.targets.all()] == [row.indicator for row in plan.targets.all()]
    assert new.campaign_id != plan.campaign_id
    assert (new.campaign.name, new.campaign.status) == (plan.campaign.name, "planned")
    actions.submit_draft(draft_id=new.pk, by=campaigns.cast().officer, on=today())


def test_two_clicks_draft_it_again_once():
    plan = plan_in(DraftStatus.REVOKED)
    officer = desk("officer")
    url, data = officer.filled(officer.open(plan.get_absolute_url()), "Soạn lại từ bản này")

    officer.send(url, data)
    officer.send(url, data)

    assert CampaignPlan.objects.count() == 2
    assert Campaign.objects.count() == 2


def test_only_a_revoked_paper_is_drafted_again():
    plan = plan_in(DraftStatus.ISSUED)

    with pytest.raises(InvalidMove):
        actions.draft_again(draft_id=plan.pk, by=campaigns.cast().officer)


def test_its_drafter_reads_at_home_that_it_was_revoked():
    plan_in(DraftStatus.REVOKED)
    home = desk("officer").open("/")

    assert home.says("Văn bản bạn đã trình")
    assert home.says("Đã thu hồi")


# --- what is seen -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "stamp"), [(DraftStatus.ISSUED, []), (DraftStatus.REVOKED, ["ĐÃ THU HỒI"])])
def test_the_sheet_bears_what_became_of_the_paper(status, stamp):
    plan = plan_in(status)

    page = desk("officer").open(plan.get_absolute_url())
    check = desk("officer").open(plan.document.check_path())

    assert [each.text for each in page.tree.xpath("//*[@class='sheet-stamp']")] == stamp
    assert check.says("ĐÃ THU HỒI") is bool(stamp)


def test_readers_see_dates_and_rewards_and_no_steps():
    plan = plan_in(DraftStatus.ISSUED)
    reader, officer = Desk(None).open(plan.get_absolute_url()), desk("officer").open(plan.get_absolute_url())

    captions = [table.get("aria-label") for table in reader.tree.xpath("//*[@class='table-wrap']")]
    assert captions == ["Chỉ tiêu", "Khen thưởng"]
    assert reader.says(f"Mốc thời gian {plan.milestones.first().get_kind_display()}")
    assert not reader.tree.xpath("//ol[@class='stepper']")
    assert officer.tree.xpath("//ol[@class='stepper']")


def test_unit_people_land_on_their_own_unit():
    head = user_with_role(Role.UNIT_HEAD)

    page = Desk(head).open(reverse("units:list"))

    assert page.url == head.appointments.get().unit.get_absolute_url()
    assert desk("officer").open(reverse("units:list")).url == reverse("units:list")


def test_days_to_send_out_are_working_days():
    friday = dt.date(2026, 11, 27)
    plan = campaigns.plan_in(DraftStatus.ISSUED, on=friday)
    (item,), _ = not_sent_out(campaigns.cast().clerk, friday).page(0, 5)

    assert (item.due_on, item.is_late) == (dt.date(2026, 11, 30), False)
    assert item.url == reverse("documents:entry", args=[plan.document.entry_id])
