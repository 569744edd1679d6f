"""Error pages in words. The reason of a refusal is shown; anything else is not."""

import sys
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from emulation_portal.core.contention import was_let_go
from emulation_portal.core.typed import typed_texts


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"exception": str(exception or ""), "typed": typed_texts(request)}, status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer for Django's guard against forms of elsewhere, which is mostly met by one's own form of before a login.

    What another site sends is not shown as typed here.
    """
    is_ours = urlsplit(request.headers.get("Origin", "")).netloc in {"", request.get_host()}
    page = request.headers.get("Referer", "")
    if not page or not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        page = request.get_full_path()
    context = {"typed": typed_texts(request) if is_ours else [], "page": page}
    if request.user.is_authenticated:
        return render(request, "403_csrf.html", context, status=403)
    login_url = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': page})}"
    return render(request, "session_over.html", {**context, "login_url": login_url}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", {"typed": typed_texts(request)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without database and context: either may be what failed. A database that is away is said to be away.

    An act that it let go in favour of another is to be done again.
    """
    error = sys.exc_info()[1]
    if was_let_go(error):
        return HttpResponse(render_to_string("503_again.html"), status=503, headers={"Retry-After": "1"})
    if isinstance(error, OperationalError | InterfaceError):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "10"})
    return HttpResponse(render_to_string("500.html"), status=500)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer for the library's rate limits, the shortest of which counts a minute."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "60"
    return response
