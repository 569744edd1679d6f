"""Handing files out by right: as a download, and never as a page of ours."""

import logging
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from emulation_portal.accounts.requests import SignedInRequest

from . import actions
from .models import StoredFile
from .storage import FileDamaged, open_verified

log = logging.getLogger(__name__)

# Whatever a browser makes of the bytes, it runs nothing and asks for nothing.
POLICY = "default-src 'none'; sandbox"


@login_required
@require_safe
def download(request: SignedInRequest, key: str) -> FileResponse | HttpResponse:
    """Hand a file out, whole, to whoever reads the thing at which it stands."""
    file = _readable(request, key)
    try:
        stream = open_verified(actions.file_storage(), file.storage_name, file.sha256)
    except FileDamaged as error:
        log.error("file %s: %s", file.pk, error)
        actions.is_whole(file)
        return render(request, "files/damaged.html", {"file": file}, status=503)
    response = FileResponse(stream, content_type=file.file_kind.content_type)
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    response["Content-Disposition"] = disposition or "attachment"
    return _closed(response)


@login_required
@require_safe
def thumbnail(request: SignedInRequest, key: str) -> FileResponse:
    """The small picture of a picture, written by us alone."""
    file = _readable(request, key)
    if not file.thumbnail_name:
        raise Http404
    try:
        stream = actions.file_storage().open(file.thumbnail_name)
    except OSError:
        raise Http404 from None
    return _closed(FileResponse(stream, content_type="image/jpeg"))


def _readable(request: SignedInRequest, key: str) -> StoredFile:
    return get_object_or_404(StoredFile.objects.visible_to(request.user), pk=key)


def _closed(response: FileResponse) -> FileResponse:
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def file_key_or_404(text: str) -> UUID:
    """Return the key of a file as a form sends it. Raises Http404 for what is none."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
