"""From hand to hand: why a plan came back, which parts are meant, what was changed since, and taking an approval back."""

import lxml.html
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from emulation_portal.audit.models import Event
from emulation_portal.core.dates import today
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.drafts.models import DraftSubmission
from emulation_portal.procedure.acting import carry_out
from emulation_portal.procedure.errors import InvalidMove, ReasonMissing
from tests.factories import campaigns
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db


def reviewed(status=DraftStatus.DEPT_REVIEW):
    return campaigns.plan_in(status, on=today())


def desk(role):
    return Desk(getattr(campaigns.cast(), role))


def edit(plan, **fields):
    def change(draft):
        for name, value in fields.items():
            setattr(draft, name, value)

    actions.edit_draft(
        draft_id=plan.pk,
        revision=type(plan).objects.get(pk=plan.pk).revision,
        by=campaigns.cast().officer,
        part="general",
        change=change,
    )


def give_back(plan, *parts, reason="Mục IV ghi 10 giấy khen là nhiều."):
    chief = desk("chief")
    page = chief.follow(chief.open(plan.get_absolute_url()), "Trả lại")
    return chief.press(page, "Trả lại", reason=reason, parts=list(parts))


def marks(page):
    return [
        (tag.tag, tag.text_content()) for tag in page.tree.xpath("//*[@class='desk']//ins | //*[@class='desk']//del")
    ]


def test_parts_that_are_meant_are_named_and_opened_first():
    plan = reviewed()
    give_back(plan, "rewards", "targets")

    page = desk("officer").open(plan.get_absolute_url())
    part = desk("officer").open(reverse("drafts:part", args=["ke-hoach", plan.pk, "bases"]))

    assert page.says("Phần cần sửa: Khen thưởng, Chỉ tiêu.")
    assert page.links("Sửa theo ý kiến")[0].endswith("/sua/rewards/")
    assert part.says("Phần cần sửa: Chỉ tiêu, Khen thưởng.")
    assert part.text.count("Cần sửa") == 2  # beside each of them in the list of parts


def test_a_part_that_is_none_is_refused_and_the_reason_is_kept():
    plan = reviewed()
    chief = desk("chief")
    url, data = chief.filled(chief.follow(chief.open(plan.get_absolute_url()), "Trả lại"), "Trả lại")

    page = chief.send(url, {**data, "reason": ["Sửa lại."], "parts": ["password"]})

    assert page.status == 422
    assert page.value("reason") == "Sửa lại."
    plan.refresh_from_db()
    assert plan.status == DraftStatus.DEPT_REVIEW


def test_the_paper_stands_below_the_form_that_returns_it():
    plan = reviewed()
    chief = desk("chief")

    page = chief.follow(chief.open(plan.get_absolute_url()), "Trả lại")

    assert page.tree.xpath("//*[@class='desk']//*[@class='sheet-kind']")


def test_a_second_submission_says_what_changed_since_and_marks_it_on_the_paper():
    plan = reviewed()
    first = desk("chief").open(plan.get_absolute_url())
    edit_closing = {"closing": "Yêu cầu các đơn vị thực hiện nghiêm túc."}
    give_back(plan, "general", reason="Thiếu lời kết.")
    edit(plan, **edit_closing)
    actions.submit_draft(draft_id=plan.pk, by=campaigns.cast().officer, on=today())

    page = desk("chief").open(plan.get_absolute_url())
    clean = desk("chief").follow(page, "Xem bản sạch")

    assert not first.says("Trình lần")
    assert page.says("Trình lần 2")
    assert page.says("“Thiếu lời kết.”")
    assert page.says("Đã sửa từ đó: Thông tin chung.")
    assert any(tag == "ins" and "nghiêm túc" in words for tag, words in marks(page))
    assert marks(clean) == []
    assert clean.links("Hiện chỗ đã sửa trên văn bản")


def test_the_officer_sees_what_they_changed_while_they_correct():
    plan = reviewed()
    give_back(plan)
    before = desk("officer").open(plan.get_absolute_url())
    edit(plan, closing="Lời kết mới.")

    page = desk("officer").open(plan.get_absolute_url())

    assert before.says("Chuẩn bị trình lần 2")
    assert before.says("Chưa sửa phần nào từ đó.")
    assert page.says("Đã sửa từ đó: Thông tin chung.")
    assert marks(page)


def test_what_was_handed_on_is_kept_as_it_was():
    plan = reviewed()
    kept = DraftSubmission.objects.get(draft=plan)

    assert kept.paper.to_json() == kept.payload
    with pytest.raises(Exception, match="Cannot update"):
        DraftSubmission.objects.filter(pk=kept.pk).update(revision=99)


# --- approving, and taking it back -----------------------------------------------------------------------------------


def test_approving_shows_what_is_approved_and_takes_a_remark():
    plan = reviewed(DraftStatus.LEADER_REVIEW)
    leader = desk("leader")

    asked = leader.follow(leader.open(plan.get_absolute_url()), "Duyệt kế hoạch")
    done = leader.press(asked, "Duyệt kế hoạch", reason="Gửi sớm cho các đơn vị.")

    assert asked.says(f"người ký: {plan.signing.person}")
    assert asked.tree.xpath("//*[@class='desk']")
    plan.refresh_from_db()
    assert plan.status == DraftStatus.APPROVED
    assert done.says("Gửi sớm cho các đơn vị.")
    assert desk("clerk").open(plan.get_absolute_url()).says("Gửi sớm cho các đơn vị.")


def test_a_remark_is_no_reason_of_a_return():
    plan = reviewed(DraftStatus.LEADER_REVIEW)
    give_back_as_leader = {"reason": "Thiếu căn cứ."}
    carry_out(plan, "returned", by=campaigns.cast().leader, on=today(), **give_back_as_leader)

    assert desk("officer").open(plan.get_absolute_url()).says("“Thiếu căn cứ.”")


def test_an_approval_is_taken_back_until_the_clerk_gives_a_number():
    plan = reviewed(DraftStatus.APPROVED)
    leader = desk("leader")

    asked = leader.follow(leader.open(plan.get_absolute_url()), "Thu lại ý kiến duyệt")
    leader.press(asked, "Thu lại ý kiến duyệt", reason="Còn sai ngày phát động.")

    plan.refresh_from_db()
    assert (plan.status, plan.approved_on) == (DraftStatus.LEADER_REVIEW, None)
    assert not desk("clerk").open("/").links("Cấp số")
    event = Event.objects.filter(verb="plan.approval_taken_back").get()
    assert (event.reason, event.from_status, event.to_status) == (
        "Còn sai ngày phát động.",
        "approved",
        "leader_review",
    )


def test_after_the_number_nothing_is_taken_back():
    plan = reviewed(DraftStatus.ISSUED)

    with pytest.raises(InvalidMove):
        actions.take_back_approval(draft_id=plan.pk, by=campaigns.cast().leader, reason="Muộn rồi.")


@pytest.mark.parametrize("role", ["officer", "chief", "clerk"])
def test_only_who_approves_takes_it_back(role):
    plan = reviewed(DraftStatus.APPROVED)

    with pytest.raises(PermissionDenied):
        actions.take_back_approval(draft_id=plan.pk, by=getattr(campaigns.cast(), role), reason="Không.")
    with pytest.raises(ReasonMissing):
        actions.take_back_approval(draft_id=plan.pk, by=campaigns.cast().leader, reason=" ")


def test_the_sheet_of_changes_is_well_formed():
    plan = reviewed()
    give_back(plan)
    edit(plan, closing="**Đậm** và *nghiêng* thêm.")

    page = desk("officer").open(plan.get_absolute_url())

    assert lxml.html.fromstring(page.response.content).xpath("//ins/b") == []  # marks stand outside
