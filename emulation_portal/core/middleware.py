from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_NOT_MODIFIED = 304


class KeepNoPersonalPages:
    """Have no browser keep the pages of somebody who is logged in, or about to be: “Back” must not show them to the next.

    Known by the cookie of the session alone, so that nothing is asked of the database. What says itself how it may be
    kept goes by that, and what has not changed by what was said of it before. Stands around the session's middleware,
    which sets the cookie, and behind whitenoise, whose files are everybody's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        has_session = (
            settings.SESSION_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in response.cookies
        )
        if has_session and response.status_code != _NOT_MODIFIED:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
