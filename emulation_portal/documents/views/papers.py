"""An official paper on the screen, and its files."""

import datetime as dt
import logging
from typing import Any

from allauth.decorators import rate_limit
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.audit.actions import record
from emulation_portal.audit.models import Event
from emulation_portal.audit.queries import history_of
from emulation_portal.audit.subjects import url_of
from emulation_portal.files.storage import FileDamaged
from emulation_portal.procedure.registry import procedure_of
from emulation_portal.rights.enums import OFFICE_ROLES
from emulation_portal.rights.held import rights_of

from .. import policies, queries
from ..copies import COPIES, copy_template
from ..models import Document, DocumentFile, LooseCopy
from ..paper import Paper
from ..serving import open_copy, open_paper, paper_file_name, pdf_response, word_response
from ..word import word_copy

log = logging.getLogger(__name__)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(
        Document.objects.visible_to(request.user).select_related("issuer__unit", "unit", "entry__register"), pk=pk
    )
    visible = Document.objects.visible_to(request.user)
    is_staff = rights_of(request.user).may(*OFFICE_ROLES, at=document.place)
    chain = queries.versions_of(document)
    newest = queries.newest_of(document)
    seen = set(visible.filter(pk__in=[newest.pk, *(each.pk for each in chain)]).values_list("pk", flat=True))
    job = queries.job_of(document.job_key)  # before the file, or a job that ends in between is done and has none
    context = {
        "document": document,
        "file": queries.file_of(document),
        "file_name": paper_file_name(document),
        "job": job,
        "versions": [each for each in chain if each.pk in seen] if len(chain) > 1 else [],
        "newest": newest if newest.pk != document.pk and newest.pk in seen else None,
        "tone": procedure_of(document).state_of(document.status).tone,
        **_effects(request, document),
        "subject_url": url_of(document.subject_type, document.subject_id),
        "is_staff": is_staff,
        "history": history_of(document) if is_staff else [],
    }
    return render(request, "documents_pages/detail.html", context)


def _effects(request: HttpRequest, document: Document) -> dict[str, Any]:
    """Return what other papers did to this one and what it does to others, as far as the reader may see them."""
    ended = queries.effect_that_ended(document)
    acts = queries.effects_by(document)
    return {
        "ended_by": queries.shown_to(request.user, [ended])[0] if ended else None,
        "amendments": queries.shown_to(request.user, queries.amendments_of(document)),
        "acts_on": acts.filter(on__in=Document.objects.visible_to(request.user).values("pk")),
    }


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Serve the issued file, and only it: bytes that are no longer what was issued are not handed out."""
    document = get_object_or_404(Document.objects.visible_to(request.user).select_related("file"), pk=pk)
    stored: DocumentFile | None = getattr(document, "file", None)
    if stored is None:
        return render(request, "documents_pages/file_not_ready.html", {"document": document}, status=404)
    etag = f'"{stored.sha256}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    try:
        stream = open_paper(stored.storage_name, stored.sha256)
    except FileDamaged as error:
        _report_damage(document, error)
        return render(request, "documents_pages/file_damaged.html", {"document": document}, status=503)
    response = pdf_response(stream, file_name=paper_file_name(document), is_public=document.is_public)
    response["ETag"] = etag
    return response


@rate_limit(action="word", limit_get=True)  # strangers may ask too, and it is made each time
@require_safe
def word(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give an issued paper as a Word file to go on with. It is no issued paper: only the stored PDF is."""
    document = get_object_or_404(Document.objects.visible_to(request.user), pk=pk)
    content = word_copy(Paper.from_json(document.payload))
    return word_response(content, file_name=paper_file_name(document, "docx"), is_public=document.is_public)


@login_required
@require_safe
def copy(request: SignedInRequest, pk: int) -> HttpResponse:
    """The state of a copy being made; its file when it is ready."""
    policies.check_can_read_some_copies(request.user)
    job = queries.job_of(LooseCopy(pk=pk).job_key)  # before the copy, as above
    found = get_object_or_404(LooseCopy.objects.visible_to(request.user), pk=pk)
    shown = COPIES.get(found.template, COPIES["paper"])
    context = {
        "copy": found,
        "shown": shown,
        "name": shown.name(found.payload),
        "job": job,
        "back_url": job.subject_url if job else "",
    }
    return render(request, "documents_pages/copy.html", context)


@login_required
@require_safe
def copy_file(request: SignedInRequest, pk: int) -> HttpResponseBase:
    policies.check_can_read_some_copies(request.user)
    found = get_object_or_404(LooseCopy.objects.visible_to(request.user).exclude(storage_name=""), pk=pk)
    try:
        stream = open_copy(found)
    except FileDamaged as error:
        log.error("copy %s: %s", found.pk, error)
        return render(request, "documents_pages/file_damaged.html", {"copy": found}, status=503)
    return pdf_response(stream, file_name=found.file_name, is_public=False)


@login_required
@require_safe
def copy_word(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Give the draft of a copy as a Word file; a book has none."""
    policies.check_can_read_some_copies(request.user)
    found = get_object_or_404(LooseCopy.objects.visible_to(request.user).exclude(storage_name=""), pk=pk)
    if not copy_template(found.template).has_word:
        raise Http404
    file_name = f"{found.file_name.removesuffix('.pdf')}.docx"
    return word_response(word_copy(Paper.from_json(found.payload)), file_name=file_name, is_public=False)


def _report_damage(document: Document, error: FileDamaged) -> None:
    """Tell the log, and the audit log once a day: anybody may ask for a public paper as often as they like."""
    log.error("document %s (%s): %s", document.pk, document, error)
    day_ago = timezone.now() - dt.timedelta(days=1)
    known = Event.objects.filter(
        object_type=document._meta.label_lower, object_id=str(document.pk), verb="document.file_damaged", at__gt=day_ago
    )
    if not known.exists():
        record("document.file_damaged", document, by=None, data={"error": str(error)})
