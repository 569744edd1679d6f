"""Browsers from which an account was entered: nobody elsewhere can keep its owner out there.

A cookie of the account for one browser, signed, out of reach of scripts, given after a login. It lets nobody in; wrong
passwords sent with it are counted apart (owasp.org, “Slow Down Online Guessing Attacks with Device Cookies”).
"""

import datetime as dt
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from .models import User

_SALT = "accounts.known-device"
_KEPT_FOR = dt.timedelta(days=180)
_ACCOUNTS = 8  # of one browser: an office may have a computer for all


def device_of(request: HttpRequest, account: User | None) -> str:
    """Return what this browser is called for the account; nothing where the account was never entered from it."""
    if account is None:
        return ""
    if request.user.is_authenticated and request.user.pk == account.pk:
        return f"session {request.session.session_key}"
    device = _devices(request).get(account.pk)
    return f"device {device}" if device else ""


def remember_device(request: HttpRequest, response: HttpResponseBase, account: User) -> None:
    """Let the browser that gets the response be known to the account. Each time under a new name: its count begins anew."""
    devices = _devices(request)
    devices.pop(account.pk, None)
    devices[account.pk] = secrets.token_urlsafe(12)
    response.set_cookie(
        settings.KNOWN_DEVICE_COOKIE_NAME,
        signing.dumps(list(devices.items())[-_ACCOUNTS:], salt=_SALT),
        max_age=_KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _devices(request: HttpRequest) -> dict[int, str]:
    """Return the names of this browser by account, the latest last."""
    try:
        cookie = request.COOKIES.get(settings.KNOWN_DEVICE_COOKIE_NAME, "")
        return dict(signing.loads(cookie, salt=_SALT, max_age=_KEPT_FOR))
    except signing.BadSignature:
        return {}
