"""What somebody who is not logged in sends: little, and when it is the form of a session that ended, not lost."""

from collections.abc import Callable
from typing import TypeGuard
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import Resolver404, resolve

from .typed import typed_texts

# No form of theirs has need of a tenth of it. What Django would take from anybody, 5 MB, costs a third of a second to
# read, and a stranger's time is counted by nobody.
MAX_STRANGERS_BODY = 64 * 1024
# They hash a file as it passes by, and have limits of their own.
TAKE_FILES = frozenset({"documents:check-home", "documents:check"})
# Up to this a body is read to its end, so that the browser reads our answer; beyond, the line is cut.
MAX_DRAINED = 100 * 1024 * 1024
CHUNK = 64 * 1024


class BoundStrangers:
    """Answer a stranger's long form before anything reads it. Stands behind what knows who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) <= MAX_STRANGERS_BODY or request.user.is_authenticated or _takes_files(request):
            return self.get_response(request)
        drain(request)
        # Mostly somebody who wrote for so long that the session ended: the page says how the text comes back.
        return render(request, "session_over.html", {"is_long": True}, status=413)


class ShowWhatWasTyped:
    """Answer the form of a session that ended with its texts, where a view only sends to the login.

    No browser gives them back: “Back” asks for the page anew, since no personal page is kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or not _leads_to_login(response) or not (typed := typed_texts(request)):
            return response
        return render(request, "session_over.html", {"typed": typed, "login_url": response.url}, status=403)


def _leads_to_login(response: HttpResponse) -> TypeGuard[HttpResponseRedirect]:
    return isinstance(response, HttpResponseRedirect) and urlsplit(response.url).path == resolve_url(settings.LOGIN_URL)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0  # Django reads nothing of such a body either


def _takes_files(request: HttpRequest) -> bool:
    if request.content_type != "multipart/form-data":
        return False
    try:
        return resolve(request.path_info).view_name in TAKE_FILES
    except Resolver404:
        return False


def drain(request: HttpRequest) -> None:
    """Read the rest of a refused body, so that the browser, which sends first and reads then, gets our answer.

    Done here because Django's own way reads by lines, and a body may be one line.
    """
    left = MAX_DRAINED
    while left > 0 and (chunk := request.read(CHUNK)):
        left -= len(chunk)
