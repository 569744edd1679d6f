"""Accounts of people: opened, invited, closed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.forms import ReasonForm

from .. import actions, policies
from ..forms import AccountForm, EmailForm
from ..models import Person
from .common import SignedInRequest, done
from .roles import role_asked, units_for
from .slips import keep_and_show, show_slips


def _person(request: SignedInRequest, pk: int) -> tuple[Person, User]:
    """Return a person and their account. Raises Http404 when there is none."""
    person = get_object_or_404(Person.objects.visible_to(request.user).select_related("user"), pk=pk)
    policies.check_can_manage_person(request.user, person)
    if person.user is None:
        raise Http404
    return person, person.user


@login_required
def account_open(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mở tài khoản: with its first role; invited by mail where there is an address."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    policies.check_can_manage_person(request.user, person)
    if person.user_id:
        messages.info(request, f"{person.full_name} đã có tài khoản.")
        return redirect(person)
    units = units_for(person, request.user)
    at, role = role_asked(request, person, units)
    first = person.positions.in_force(on=today()).select_related("unit").first()
    initial = {
        "username": actions.free_username(person.full_name, (first.unit if first else person.alliance).code),
        "unit": at,
        "role": role,
        "since": today(),
    }
    form = AccountForm(request.POST or None, initial=initial, units=units, at=at, cancel_url=person.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        @transaction.atomic
        def open_and_appoint() -> None:
            user = actions.open_account(person_id=pk, username=data["username"], email=data["email"], by=request.user)
            actions.appoint(user=user, unit=data["unit"], role=data["role"], since=data["since"], by=request.user)
            if data["email"]:
                actions.invite(user=user, by=request.user)

        if done(form, open_and_appoint):
            messages.success(
                request,
                f"Đã mở tài khoản “{data['username']}”. "
                + ("Thư mời đang được gửi." if data["email"] else "Hãy in phiếu kích hoạt và đưa tận tay."),
            )
            return redirect(person)
    context = {"form": form, "title": "Mở tài khoản", "about": person.full_name, "about_url": person.get_absolute_url()}
    return render(request, "units/form.html", context)


@login_required
def account_email(request: SignedInRequest, pk: int) -> HttpResponse:
    """Đổi thư điện tử của tài khoản."""
    person, account = _person(request, pk)
    form = EmailForm(
        request.POST or None, row=account, initial={"email": account.email}, cancel_url=person.get_absolute_url()
    )
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if done(form, lambda: actions.change_email(user=account, email=email, by=request.user, read=form.read)):
            messages.success(request, "Đã lưu thư điện tử.")
            return redirect(person)
    context = {"form": form, "title": "Thư điện tử của tài khoản", "about": person.full_name}
    return render(request, "units/form.html", {**context, "about_url": person.get_absolute_url()})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_invite(request: SignedInRequest, pk: int) -> HttpResponse:
    """Gửi thư mời. Opened as a link, as after logging in again, it sends nothing."""
    person, account = _person(request, pk)
    if request.method != "POST":
        return redirect(person)
    try:
        actions.invite(user=account, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Thư mời đang được gửi đến {account.email}. Thư mời, phiếu cũ không còn dùng được.")
    return redirect(person)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_slip(request: SignedInRequest, pk: int) -> HttpResponse:
    """In một phiếu kích hoạt. The page of the slip is read, not posted: F5 there makes no new code."""
    person, account = _person(request, pk)
    if request.method != "POST":
        return show_slips(request, back_url=person.get_absolute_url())
    position = person.positions.in_force(on=today()).select_related("unit").first()
    try:
        slip = actions.hand_out_slip(user=account, unit_name=position.unit.name if position else "", by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(person)
    return keep_and_show(request, actions.SlipBatch([slip]))


@login_required
def account_close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ngừng tài khoản."""
    person, account = _person(request, pk)
    policies.check_can_close_account(request.user, account)
    form = ReasonForm(request.POST or None, button="Ngừng tài khoản", cancel_url=person.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        reason, on = form.cleaned_data["reason"], today()
        if done(form, lambda: actions.close_account(user=account, on=on, reason=reason, by=request.user)):
            messages.success(request, f"Tài khoản “{account.username}” đã ngừng; mọi phiên đăng nhập đã kết thúc.")
            return redirect(person)
    context = {
        "form": form,
        "title": "Ngừng tài khoản",
        "lead": "Người này bị đăng xuất ngay ở mọi thiết bị và không đăng nhập được nữa. Lịch sử công việc vẫn giữ nguyên.",
        "about": person.full_name,
        "about_url": person.get_absolute_url(),
    }
    return render(request, "units/form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mở lại tài khoản. Opened as a link, it changes nothing."""
    person, account = _person(request, pk)
    if request.method != "POST":
        return redirect(person)
    actions.reopen_account(user=account, by=request.user)
    messages.success(
        request, "Đã mở lại tài khoản. Mật khẩu cũ không còn dùng được: hãy gửi thư mời hoặc in phiếu kích hoạt."
    )
    return redirect(person)


@login_required
def account_second_factor(request: SignedInRequest, pk: int) -> HttpResponse:
    """Gỡ xác thực hai lớp của người mất điện thoại."""
    person, account = _person(request, pk)
    policies.check_can_close_account(request.user, account)
    form = ReasonForm(request.POST or None, button="Gỡ xác thực hai lớp", cancel_url=person.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: actions.remove_second_factor(user=account, reason=reason, by=request.user)):
            messages.success(request, "Đã gỡ. Người này cài đặt lại khi đăng nhập lần tới.")
            return redirect(person)
    context = {
        "form": form,
        "title": "Gỡ xác thực hai lớp",
        "lead": "Chỉ làm sau khi đã gặp hoặc gọi trực tiếp để chắc rằng đúng người đề nghị.",
        "about": person.full_name,
        "about_url": person.get_absolute_url(),
    }
    return render(request, "units/form.html", context)
