"""The steps of a plan. Simple ones are one button; those that end something ask for a reason or a typed word."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.dates import short_date, today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.forms import ReasonForm as CoreReasonForm
from emulation_portal.documents.enums import DocumentType, NumberingMode

from .. import actions, policies
from ..forms import IssueForm, ReasonForm, RevokeForm, TranscribeForm
from ..models import CampaignPlan
from .access import acts_on_post, plan_or_404


def _take(request: SignedInRequest, plan: CampaignPlan, act: Callable[[], Any], done: str) -> HttpResponse:
    """Take a step that asks for nothing; tell what came of it on the plan's page."""
    try:
        act()
    except (DomainError, PermissionDenied) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(plan)


def _read(request: SignedInRequest) -> int:
    """Return the revision that stood on the page whose button was pressed; 0, which no plan has, when none was sent."""
    revision = request.POST.get("revision", "")
    return int(revision) if revision.isdecimal() and len(revision) < 10 else 0


@login_required
@acts_on_post
def submit(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    policies.check_can_submit(request.user, plan)
    return _take(
        request, plan, lambda: actions.submit_plan(plan_id=plan.pk, by=request.user, on=today(), read=_read(request)),
        "Đã trình. Chánh Văn phòng sẽ rà soát kế hoạch này.",
    )  # fmt: skip


@login_required
@acts_on_post
def pass_on(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    policies.check_can_review(request.user, plan)
    return _take(
        request, plan, lambda: actions.pass_on_plan(plan_id=plan.pk, by=request.user, read=_read(request)),
        "Đã trình lãnh đạo duyệt.",
    )  # fmt: skip


@login_required
@acts_on_post
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    policies.check_can_approve(request.user, plan)
    return _take(
        request, plan, lambda: actions.approve_plan(plan_id=plan.pk, by=request.user, on=today(), read=_read(request)),
        "Đã duyệt. Văn thư sẽ cấp số và ban hành.",
    )  # fmt: skip


@login_required
@acts_on_post
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Nhập lại: open a draft that will take the place of a transcription."""
    plan = plan_or_404(request, pk)
    policies.check_can_correct_transcription(request.user, plan)
    try:
        new = actions.start_correction(plan_id=plan.pk, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(plan)
    messages.success(request, "Đã mở bản nhập lại. Hãy sửa chỗ sai rồi để văn thư ghi vào sổ.")
    return redirect(new)


def _ask(
    request: SignedInRequest,
    plan: CampaignPlan,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    done: str,
    **shown: Any,
) -> HttpResponse:
    """Show the form of a step; take the step when it is filled in; keep what was typed when it is refused."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(plan)
    status = 422 if form.errors else 200
    context = {"plan": plan, "form": form, "cancel_url": plan.get_absolute_url(), **shown}
    return render(request, "campaigns/step.html", context, status=status)


@login_required
def return_(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    _check_can_return(request, plan)
    form = ReasonForm(request.POST or None, button="Trả lại", cancel_url=plan.get_absolute_url())
    return _ask(
        request, plan, form,
        lambda data: actions.return_plan(plan_id=plan.pk, by=request.user, reason=data["reason"]),
        "Đã trả lại kèm lý do.", title="Trả lại chỉnh sửa",
    )  # fmt: skip


def _check_can_return(request: SignedInRequest, plan: CampaignPlan) -> None:
    check = {"dept_review": policies.check_can_review, "leader_review": policies.check_can_approve}.get(
        plan.status, policies.check_can_issue
    )
    check(request.user, plan)


@login_required
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    policies.check_can_submit(request.user, plan)
    form = ReasonForm(request.POST or None, button="Rút về", cancel_url=plan.get_absolute_url())
    return _ask(
        request, plan, form,
        lambda data: actions.withdraw_plan(plan_id=plan.pk, by=request.user, reason=data["reason"]),
        "Đã rút kế hoạch về dự thảo.", title="Rút kế hoạch về dự thảo",
    )  # fmt: skip


@login_required
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Bỏ dự thảo; of a correction: thôi nhập lại."""
    plan = plan_or_404(request, pk)
    policies.check_can_edit(request.user, plan)
    title = "Thôi nhập lại" if plan.supersedes_id else "Bỏ dự thảo"
    form = CoreReasonForm(request.POST or None, button=title, cancel_url=plan.get_absolute_url())
    return _ask(
        request, plan, form,
        lambda data: actions.discard_plan(plan_id=plan.pk, by=request.user, reason=data["reason"]),
        "Đã bỏ dự thảo. Nội dung và lý do vẫn xem được ở đây.", title=title,
    )  # fmt: skip


@login_required
def issue(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    policies.check_can_issue(request.user, plan)
    form = IssueForm(request.POST or None, plan=plan, initial={"issued_on": today(), "revision": plan.revision})
    expected = plan.issuer.expected_number(DocumentType.KH, year=today().year)
    by_portal = plan.issuer.numbering_mode == NumberingMode.PORTAL
    effects = [
        f"Kế hoạch nhận số tiếp theo của sổ (dự kiến {expected:02d}) và được ghi vào sổ văn bản đi." if by_portal
        else f"Kế hoạch nhận số bạn ghi bên dưới, lấy từ sổ của cơ quan (số gần nhất cổng biết: {expected - 1:02d}).",
        "Nội dung được khóa lại vĩnh viễn; sai sót chỉ sửa được bằng văn bản khác.",
        f"Tệp PDF được tạo và {'công khai cho mọi người' if plan.is_public else 'gửi các đơn vị có trong nơi nhận'}.",
    ]  # fmt: skip
    return _ask(
        request, plan, form,
        lambda data: actions.issue_plan(
            plan_id=plan.pk, by=request.user, issued_on=data["issued_on"], today=today(),
            typed_number=data.get("number"), read=_read(request),
        ),
        "Đã ban hành. Tệp PDF đang được tạo.", title="Cấp số và ban hành", effects=effects, button="Cấp số, ban hành",
    )  # fmt: skip


@login_required
def transcribe(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    policies.check_can_transcribe(request.user, plan)
    form = TranscribeForm(request.POST or None, initial={"revision": plan.revision})
    effects = [_number_effect(plan), "Tệp PDF được tạo, mỗi trang ghi “Bản nhập từ tệp, không thay bản gốc”."]
    if plan.supersedes:
        effects.append("Bản nhập trước được đánh dấu “Đã được thay thế” và vẫn giữ lại để xem.")
    return _ask(
        request, plan, form,
        lambda _data: actions.register_transcription(
            plan_id=plan.pk, by=request.user, today=today(), read=_read(request)
        ),
        "Đã ghi vào sổ. Tệp PDF đang được tạo.", title="Ghi văn bản đã ban hành vào sổ", effects=effects, button="Ghi vào sổ",
    )  # fmt: skip


def _number_effect(plan: CampaignPlan) -> str:
    if plan.paper_number and plan.paper_issued_on:
        return (
            f"Sổ văn bản đi năm {plan.paper_issued_on.year} có thêm dòng {plan.paper_number:02d}/{plan.paper_symbol} "
            f"ngày {short_date(plan.paper_issued_on)}."
        )
    return "Bản nhập này còn thiếu số hoặc ngày; cần bổ sung trước khi ghi sổ."


@login_required
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    policies.check_can_revoke(request.user, plan)
    form = RevokeForm(request.POST or None)
    effects = [
        "Văn bản vẫn giữ số và vẫn đọc được, nhưng mang dấu “Đã thu hồi” ở mọi nơi, kể cả trang kiểm tra.",
        "Phong trào dừng lại; đơn vị không nộp thêm hồ sơ được.",
    ]
    return _ask(
        request, plan, form,
        lambda data: actions.revoke_plan(plan_id=plan.pk, by=request.user, reason=data["reason"]),
        "Đã thu hồi kế hoạch.", title="Thu hồi kế hoạch", effects=effects, button="Thu hồi",
    )  # fmt: skip
