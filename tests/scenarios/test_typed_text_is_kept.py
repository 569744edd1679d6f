"""A colleague is faster: what one typed meanwhile stays on the page, with who has the paper now and what to do."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today
from emulation_portal.core.typed import typed_texts
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.drafts.models import Draft
from emulation_portal.documents.drafts.views import editing
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from tests.factories import campaigns
from tests.factories.people import user_with_role
from tests.scenarios.desk import Desk, Page

pytestmark = pytest.mark.django_db

REASON = "Mục IV chưa ghi rõ số lượng giải thưởng."
TYPED = "Đoạn đã gõ mất nửa giờ."
PARTS = {
    "general": "closing",
    "sections": "sections-1-body",
    "annexes": "annexes-0-title",
    "recipients": "recipients",
}


def opened(part: str) -> tuple[Draft, Desk, Page]:
    plan, officer = campaigns.complete_draft(), Desk(campaigns.cast().officer)
    return plan, officer, officer.open(reverse("drafts:part", args=["ke-hoach", plan.pk, part]))


def submit(plan: Draft) -> User:
    colleague = user_with_role(Role.OFFICER, full_name="Phạm Thị Đồng Nghiệp")
    actions.submit_draft(draft_id=plan.pk, by=colleague, on=today())
    return colleague


def button_of(page: Page) -> str:
    return next(button for button in page.buttons() if button.startswith("Lưu") and "thêm tiếp" not in button)


@pytest.mark.parametrize("part", PARTS)
def test_text_stays_when_a_colleague_submits_the_draft_meanwhile(part: str) -> None:
    plan, officer, page = opened(part)
    name, text = PARTS[part], TYPED
    submit(plan)

    late = officer.press(page, button_of(page), **{name: text})

    assert late.status == 422
    assert late.value(name) == text
    assert [button for button in late.buttons() if button.startswith("Lưu")] == []
    assert late.says("Phạm Thị Đồng Nghiệp đã chuyển kế hoạch này sang “Chờ Chánh Văn phòng rà soát”")
    assert late.says("hãy chép phần cần giữ và đề nghị Chánh Văn phòng trả lại kế hoạch, rồi dán vào và lưu.")
    assert Draft.objects.get(pk=plan.pk).revision == plan.revision


@pytest.mark.parametrize("part", PARTS)
def test_text_stays_when_the_draft_is_submitted_between_the_look_and_the_lock(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, officer, page = opened(part)
    name, text = PARTS[part], TYPED
    save: Callable[..., Any] = editing.edit_draft

    def late_save(**given: Any) -> Any:
        submit(plan)
        return save(**given)

    monkeypatch.setattr(editing, "edit_draft", late_save)

    late = officer.press(page, button_of(page), **{name: text})

    assert (late.status, late.value(name)) == (422, text)
    assert [button for button in late.buttons() if button.startswith("Lưu")] == []
    assert late.says("hãy chép phần cần giữ và đề nghị Chánh Văn phòng trả lại")


def test_text_stays_when_the_draft_is_dropped_meanwhile() -> None:
    plan, officer, page = opened("sections")
    actions.discard_draft(draft_id=plan.pk, by=user_with_role(Role.OFFICER), reason="Soạn nhầm.")

    late = officer.press(page, "Lưu", **{"sections-1-body": TYPED})

    assert (late.status, late.value("sections-1-body")) == (422, TYPED)
    assert late.says("hãy chép phần cần giữ, rồi xem kế hoạch ở trang của nó.")


def test_search_for_units_keeps_what_was_typed_too() -> None:
    plan, officer, page = opened("recipients")
    submit(plan)

    late = officer.press(page, "Tìm", recipients=TYPED)

    assert (late.status, late.value("recipients")) == (422, TYPED)


def test_part_that_nobody_else_wrote_is_saved_whatever_became_of_the_others() -> None:
    plan, officer, page = opened("sections")
    actions.edit_draft(
        draft_id=plan.pk,
        revision=1,
        by=campaigns.cast().officer,
        part="general",
        change=lambda draft: setattr(draft, "closing", "Khác."),
    )

    done = officer.press(page, button_of(page), **{"sections-1-body": TYPED})

    assert done.status == 200
    saved = type(plan).objects.get(pk=plan.pk)
    assert (saved.closing, saved.sections.get(position=2).body) == ("Khác.", TYPED)


def test_reason_stays_when_another_takes_a_step_meanwhile() -> None:
    plan = campaigns.plan_in(DraftStatus.DEPT_REVIEW, on=today())
    officer, chief = Desk(campaigns.cast().officer), Desk(campaigns.cast().chief)
    page = officer.follow(officer.open(plan.get_absolute_url()), "Rút về")
    chief.press(chief.open(plan.get_absolute_url()), "Trình lãnh đạo")

    late = officer.press(page, "Rút về", reason=REASON)

    assert late.status == 422
    assert late.says("Bước này không còn nữa: Trần Văn Thử đã chuyển sang “chờ lãnh đạo duyệt”")
    assert late.says(REASON)
    assert late.links("Xem trạng thái mới nhất") == [plan.get_absolute_url()]


def test_state_keeps_the_capitals_of_a_title_within_a_sentence() -> None:
    plan = campaigns.plan_in(DraftStatus.DRAFT, on=today())
    officer, colleague = Desk(campaigns.cast().officer), Desk(user_with_role(Role.OFFICER))
    page = officer.follow(officer.open(plan.get_absolute_url()), "Bỏ dự thảo")
    colleague.press(colleague.open(plan.get_absolute_url()), "Trình rà soát")

    late = officer.press(page, "Bỏ dự thảo", reason=REASON)

    assert late.says("đã chuyển sang “chờ Chánh Văn phòng rà soát”")


def test_second_press_by_oneself_is_no_text_that_was_lost() -> None:
    plan = campaigns.plan_in(DraftStatus.DEPT_REVIEW, on=today())
    officer = Desk(campaigns.cast().officer)
    page = officer.follow(officer.open(plan.get_absolute_url()), "Rút về")
    officer.press(page, "Rút về", reason=REASON)

    again = officer.press(page, "Rút về", reason=REASON)

    assert (again.status, again.url) == (200, plan.get_absolute_url())


def test_reason_stays_when_the_right_to_the_step_has_ended_meanwhile() -> None:
    plan = campaigns.plan_in(DraftStatus.DEPT_REVIEW, on=today())
    chief = campaigns.cast().chief
    desk = Desk(chief)
    page = desk.follow(desk.open(plan.get_absolute_url()), "Trả lại")
    Appointment.objects.filter(user=chief).update(role=Role.ACCOUNTANT)

    late = desk.press(page, "Trả lại", reason=REASON)

    assert late.status == 403
    assert late.says("Những gì bạn đã gõ chưa được lưu.")
    assert late.says(REASON)


def test_refusal_of_the_act_itself_stands_at_the_form() -> None:
    """Between the page's own question and the act's, the chief has written in the draft: they do not review it."""
    plan = campaigns.plan_in(DraftStatus.DEPT_REVIEW, on=today())
    chief = campaigns.cast().chief
    desk = Desk(chief)
    page = desk.follow(desk.open(plan.get_absolute_url()), "Trả lại")
    url, data = desk.filled(page, "Trả lại", reason=REASON)
    asked: list[bool] = []

    def late(user: Any, obj: Any, slug: str) -> None:
        asked.append(True)
        plan.hands.add(chief)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("emulation_portal.procedure.opening.check_may_take", late)
        answer = desk.send(url, data)

    assert asked
    assert answer.says(REASON)
    assert answer.says("không được tự duyệt")
    assert Draft.objects.get(pk=plan.pk).status == DraftStatus.DEPT_REVIEW


def test_password_is_never_shown_again(rf: RequestFactory) -> None:
    request = rf.post("/", {"password1": "mật khẩu rất dài của tôi", "summary": TYPED, "word": "BAN HÀNH"})
    request.resolver_match = resolve("/")

    assert typed_texts(request) == [TYPED]
