"""Freezing a paper: its code and payload are written for ever, the log tells it, and a worker is asked for its file."""

from django.conf import settings
from django.urls import reverse
from msgspec.structs import replace

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.jobs.actions import enqueue

from ..codes import new_code, printed_code
from ..models import Document
from ..paper import Check, Paper


def freeze(document: Document, paper: Paper, *, by: User) -> Document:
    """Write a new row with its paper as it is issued; all in the caller's transaction."""
    document.check_code = new_code()
    document.payload = _as_issued(paper, document).to_json()
    document.frozen_by = by
    document.save(force_insert=True)
    record(
        "document.issued_by_unit" if document.is_of_unit else "document.issued",
        document,
        by=by,
        data={"number": document.printed_number, "kind": document.kind},
    )
    enqueue(
        "documents.render",
        key=document.job_key,
        args={"document_id": document.pk},
        label=f"Tạo tệp PDF của {document}",
        by=by,
        subject=document,
        subject_url=document.get_absolute_url(),
        is_first=True,
    )
    return document


def _as_issued(paper: Paper, document: Document) -> Paper:
    """Return the paper with what it gets by being issued. Where an issuer prints no QR, the check page answers all the same."""
    shows_check = document.issuer is None or document.issuer.prints_qr
    url = settings.PUBLIC_URL + reverse("documents:check", args=[document.check_code])
    return replace(
        paper,
        number=document.number,
        issued_on=document.issued_on,
        is_draft=False,
        is_transcription=document.is_transcription,
        # What is issued here ends as the decree wants; a transcription ends where its file does.
        has_end_mark=paper.has_end_mark or not document.is_transcription,
        check=Check(printed_code(document.check_code), url) if shows_check else None,
    )
