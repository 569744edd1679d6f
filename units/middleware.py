from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from emulation_portal.accounts.enums import ROLES_WITH_SECOND_FACTOR

from .queries import roles_of


class RequireSecondFactor:
    """Keep those who sign, number, administer or vote out until their account has a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_SECOND_FACTOR and self._is_missing(request):
            messages.warning(request, "Vai trò của bạn cần xác thực hai lớp. Hãy cài đặt trước khi tiếp tục.")
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _is_missing(self, request: HttpRequest) -> bool:
        if request.path.startswith(("/tai-khoan/", "/static/", "/healthz", "/readyz")):
            return False
        if not request.user.is_authenticated or roles_of(request.user).isdisjoint(ROLES_WITH_SECOND_FACTOR):
            return False
        return not is_mfa_enabled(request.user)
