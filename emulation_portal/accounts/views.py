"""Doors to an account: the printed code, the link of an invitation, and the sample persons."""

from typing import Any, cast

from allauth.account import views as account_views
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from emulation_portal.core.errors import DomainError

from . import unsaved
from .actions import ActivationRefused, activate, find_by_link
from .forms import ActivationForm, ChoosePasswordForm
from .known_devices import remember_device
from .limits import take_activation
from .models import User
from .personas import PERSONAS
from .queries import plain_login

MAX_ADDRESS = 200  # characters of the address of a form

TOO_MANY = "Đã thử quá nhiều lần với tên đăng nhập này. Hãy đợi 5 phút rồi thử lại."


class LoginView(account_views.LoginView):
    """The library's login, with the cards of the sample persons while that setting is on."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        personas = PERSONAS if settings.SAMPLE_PERSONAS else ()
        return {**super().get_context_data(**kwargs), "personas": personas}


class PasswordResetFromKeyView(account_views.PasswordResetFromKeyView):
    """The library's page for a new password. Who came here by the mail is the owner, and this browser theirs."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        remember_device(self.request, response, self.reset_user)
        return response


class ActivateTOTPView(totp.ActivateTOTPView):
    """The library's installation of the second factor. Its code counts: none is asked again for the recovery codes.

    And it is used up: whoever looked over the shoulder cannot log in with it.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP).wrap().validate_code(
            form.cleaned_data["code"]
        )
        record_authentication(
            self.request, self.request.user, method="mfa", type=Authenticator.Type.TOTP, reauthenticated=True
        )
        return cast(HttpResponse, response)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def activate_with_code(request: HttpRequest) -> HttpResponseBase:
    """Kích hoạt bằng phiếu: user name, printed code and a password of one's own."""
    form = ActivationForm(request.POST or None)
    if request.method == "POST":
        username = request.POST.get("username", "")
        if not take_activation(request, username):
            form = ActivationForm(initial={"username": plain_login(username)})
            messages.error(request, TOO_MANY)
            return render(request, "accounts/activate.html", {"form": form}, status=429)
        if form.is_valid() and form.activation:
            try:
                return _activate_and_log_in(request, form.activation.pk, form.cleaned_data["password1"])
            except ActivationRefused as error:
                form.add_error(None, str(error))
    return render(request, "accounts/activate.html", {"form": form})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def activate_with_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Nhận thư mời. Opening the link changes nothing, since mail scanners open links; the password is posted."""
    activation = find_by_link(token, at=timezone.now())
    if activation is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    form = ChoosePasswordForm(request.POST or None, user=activation.user)
    if request.method == "POST" and form.is_valid():
        try:
            return _activate_and_log_in(request, activation.pk, form.cleaned_data["password1"])
        except ActivationRefused as error:
            form.add_error(None, str(error))
    return render(request, "accounts/invitation.html", {"form": form, "invited": activation.user})


def _activate_and_log_in(request: HttpRequest, activation_id: int, password: str) -> HttpResponseBase:
    user = activate(activation_id=activation_id, password=password, at=timezone.now())
    messages.success(request, "Tài khoản đã kích hoạt. Lần sau hãy đăng nhập bằng mật khẩu bạn vừa đặt.")
    # The library's way in: it asks for the second factor where the account has one.
    return cast(HttpResponseBase, perform_login(request, user))


@require_POST
def enter_as_persona(request: HttpRequest) -> HttpResponse:
    """Log in as a sample person without a password, and lead to what was asked for before.

    There is no such page unless the sample setting is on.
    """
    if not settings.SAMPLE_PERSONAS:
        raise Http404
    username = request.POST.get("username", "")
    if username not in {persona.username for persona in PERSONAS}:
        raise Http404
    user = get_object_or_404(User, username=username, is_active=True)
    login(request, user)
    UserSession.objects.create_from_request(request)  # the library does so at its own logins only
    return redirect(get_next_redirect_url(request) or settings.LOGIN_REDIRECT_URL)


@never_cache
@require_POST
def keep_unsaved(request: HttpRequest) -> HttpResponse:
    """Keep what is typed into a form, while it is typed: the page sends itself here. Nothing is saved by it.

    A script asks: it is told in its own language that nobody is logged in any more.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"message": "Phiên làm việc đã hết. Hãy đăng nhập lại."}, status=401)
    form = request.GET.get("form", "")
    if not form.startswith("/") or len(form) > MAX_ADDRESS or "\0" in form:
        return JsonResponse({"message": "Trang này không có phần đang gõ để giữ."}, status=422)
    try:
        at = unsaved.keep(request.user, form, request.POST.lists())
    except DomainError as error:
        return JsonResponse({"message": str(error)}, status=413)
    return JsonResponse({"kept_at": f"{timezone.localtime(at):%H:%M}"})
