from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from emulation_portal.rights.enums import ROLES_WITH_SECOND_FACTOR
from emulation_portal.rights.held import rights_of

# What one needs in order to install the second factor, or to leave. Everything else waits.
OPEN_WITHOUT = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_inactive",
        "account_change_password",
        "account_set_password",
        "accounts_persona",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_reauthenticate",
        "mfa_authenticate",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "healthz",
        "readyz",
    }
)


class RequireSecondFactor:
    """Keep those who sign, number, administer or vote out until their account has a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any, **__: Any) -> HttpResponse | None:
        """Send them to the installation. Here, and not in `__call__`, the address has its name and messages work."""
        if not settings.REQUIRE_SECOND_FACTOR or not needs_second_factor(request):
            return None
        messages.warning(request, "Vai trò của bạn cần xác thực hai lớp. Hãy cài đặt trước khi tiếp tục.")
        return redirect("mfa_activate_totp")


def needs_second_factor(request: HttpRequest) -> bool:
    """Return whether this user must install a second factor before seeing the page asked for."""
    match = request.resolver_match
    if match is not None and match.view_name in OPEN_WITHOUT:
        return False
    if not request.user.is_authenticated or rights_of(request.user).roles.isdisjoint(ROLES_WITH_SECOND_FACTOR):
        return False
    return not is_mfa_enabled(request.user)
