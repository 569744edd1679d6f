"""The page of a draft, and of the paper it became: on its desk, with its state and what may be done."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.audit.queries import history_of
from emulation_portal.core.dates import today
from emulation_portal.core.markup import link
from emulation_portal.core.permissions import allows
from emulation_portal.core.vietnamese import ascii_slug
from emulation_portal.documents.actions import prepare_copy
from emulation_portal.documents.models import Document, DocumentFile
from emulation_portal.documents.policies import check_can_number
from emulation_portal.documents.queries import amendments_of, effect_that_ended, shown_to
from emulation_portal.jobs.models import Job
from emulation_portal.procedure.opening import Link, next_of, stepper
from emulation_portal.procedure.registry import procedure_of
from emulation_portal.rights.enums import OFFICE_ROLES
from emulation_portal.rights.held import rights_of

from .. import policies
from ..actions.locking import read_parts
from ..actions.reading import mark_as_read
from ..enums import DraftStatus, Relation
from ..models import Draft
from ..papers import draft_paper
from ..parts import parts_of
from ..reading_notes import lacking_in_source, reading_warnings, unplaced_lines
from ..receipts import asks_for_receipts, receipts_of, units_to_receive
from ..regulations import by_source
from ..rounds import Return, approval_remark, last_return, round_of
from .access import draft_or_404, row_or_404


@require_safe
def by_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead from the log to the page of a draft, whose address depends on its kind."""
    return redirect(get_object_or_404(Draft.objects.visible_to(request.user), pk=pk))


@require_safe
def detail(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    draft = row_or_404(request, kind, pk)
    if draft.document is None:
        read_parts(draft)
    elif request.method == "GET":
        mark_as_read(draft, by=request.user)
    is_staff = rights_of(request.user).may(*OFFICE_ROLES, at=draft.place)
    context = {
        "draft": draft,
        "document": draft.document,
        "paper": None if draft.document else draft_paper(draft),
        "steps": stepper(draft) if is_staff else [],
        "tone": procedure_of(draft).state_of(draft.status).tone,
        "is_staff": is_staff,
        "lacking": lacking_in_source(draft),
        "revoked_title": f"{draft.noun_upper} đã thu hồi",
        "superseded_title": _superseded_title(draft),
        "predecessor_url": _url_for(request, draft.predecessor),
        **(_about_the_paper(request, draft) if draft.document else {}),
        "tables": draft.kind_of.tables_for_readers(draft) if draft.document else [],
        **(_for_the_office(request, draft) if is_staff else _for_readers(draft)),
    }
    return render(request, "drafts/detail.html", context)


def _superseded_title(draft: Draft) -> str:
    if draft.is_transcription and draft.correction:
        return "Đã có bản nhập lại thay thế bản này"
    return f"{draft.noun_upper} này đã được thay thế"


def _url_for(request: HttpRequest, counterpart: Draft | None) -> str:
    """Return the page of the paper that this one touches or was touched by; empty when the reader may not open it."""
    if counterpart is None or not Draft.objects.visible_to(request.user).filter(pk=counterpart.pk).exists():
        return ""
    return counterpart.get_absolute_url()


def _about_the_paper(request: HttpRequest, draft: Any) -> dict[str, Any]:
    """Return what anybody who may read it is told of an issued paper: its file, and what other papers did to it."""
    document: Document = draft.document
    ended = effect_that_ended(document) if draft.status != DraftStatus.ISSUED else None
    return {
        **_file_or_job(document),
        "amendments": shown_to(request.user, amendments_of(document)),
        "ended_by": shown_to(request.user, [ended])[0] if ended else None,
        "replacement_url": _url_for(request, draft.replacement) if draft.status == DraftStatus.SUPERSEDED else "",
        "to_receive": units_to_receive(request.user, draft, on=today()),
        "own_receipts": receipts_of(request.user, draft, on=today()),
        "asks_for_receipts": asks_for_receipts(draft),
    }


def _file_or_job(document: Document) -> dict[str, Any]:
    """Return whether the paper has its file, and, while it has none, the job that makes it."""
    if hasattr(document, "file"):
        return {"has_file": True}
    job = Job.objects.filter(key=document.job_key).first()  # before the file, which it makes
    return {"job": job, "has_file": DocumentFile.objects.filter(document=document.pk).exists()}


def _for_readers(draft: Any) -> dict[str, Any]:
    """Return by when the paper asks for what, for those who take no part in its way."""
    return {"dates": draft.kind_of.dates_for_readers(draft)} if draft.document else {}


def _for_the_office(request: HttpRequest, draft: Any) -> dict[str, Any]:
    """Return what may be done now, what is missing, and how it came here."""
    user = request.user
    history = history_of(draft)
    is_written = draft.document is None and not draft.is_transcription and draft.status != DraftStatus.DISCARDED
    gaps = draft.kind_of.gaps(draft, today()) if draft.is_editable and not draft.is_transcription else []
    can_edit = allows(policies.check_can_edit, user, draft)
    returned = last_return(draft) if is_written else None
    this_round = round_of(draft, returned) if is_written else None
    is_unedited = draft.is_returned and not (this_round and this_round.edited)
    links = _links(draft, gaps=gaps, returned=returned, is_unedited=is_unedited) if can_edit else []
    return {
        "next": next_of(draft, user, now=timezone.now(), leave_out=("submitted",) if gaps else (), links=links),
        "hint": _hint(gaps, is_unedited=is_unedited) if can_edit else "",
        "gaps": gaps,
        "gaps_by_source": list(by_source(gaps).items()),
        "can_edit": can_edit,
        "remarks": draft.kind_of.remarks(draft) if is_written else [],
        "history": history,
        "own_pages": draft.kind_of.page_addresses(draft, user),
        "sends_out": _sends_out(user, draft.document),
        "returned": returned,
        "remark": approval_remark(draft) if draft.status == DraftStatus.APPROVED else None,
        "parts_meant": _names_of(draft, returned.parts if returned else (), can_edit=bool(can_edit)),
        "round": this_round,
        "round_title": f"{'Chuẩn bị trình' if draft.is_editable else 'Trình'} lần {this_round.number}"
        if this_round
        else "",
        "parts_edited": _names_of(draft, this_round.edited if this_round else (), can_edit=False),
        "shows_changes": bool(this_round) and draft.status != DraftStatus.APPROVED and "clean" not in request.GET,
        "source": getattr(draft, "source", None) if draft.is_editable else None,
        "warnings": reading_warnings(draft),
        "unplaced": unplaced_lines(draft),
        "open_successors": list(draft.open_successors),
    }


def _links(draft: Any, *, gaps: list[Any], returned: Return | None, is_unedited: bool) -> list[Link]:
    """Return the way to writing, in the words of what is to be written; it is the main thing where nothing can go on yet."""
    meant = [part for part in (returned.parts if draft.is_returned and returned else ()) if part in parts_of(draft)]
    begins_correction = draft.relation == Relation.CORRECTION and draft.revision == 1
    if draft.is_returned:
        words = "Sửa theo ý kiến"
    elif begins_correction:
        words = "Sửa chỗ sai"
    else:
        words = "Hoàn thiện dự thảo" if gaps else "Sửa nội dung"
    part = meant[0] if meant else gaps[0].part if gaps else "general"
    url = reverse("drafts:part", args=[draft.kind_of.slug, draft.pk, part])
    return [Link(words, url, "primary" if gaps or is_unedited or begins_correction else "secondary", "edit")]


def _sends_out(user: Any, document: Document | None) -> bool:
    """Return whether the paper waits for this user to print, have signed and send it."""
    return bool(document and allows(check_can_number, user, document) and document.is_to_be_sent_out)


def _names_of(draft: Any, names: Iterable[str], *, can_edit: bool) -> SafeString:
    """Return the titles of these parts of the draft, each as the way there for who may edit it."""
    parts = parts_of(draft)
    found = [parts[name] for name in names if name in parts]
    if not can_edit:
        return format_html_join(", ", "{}", ((part.title,) for part in found))
    urls = {part.name: reverse("drafts:part", args=[draft.kind_of.slug, draft.pk, part.name]) for part in found}
    return format_html_join(", ", "{}", ((link(urls[part.name], part.title),) for part in found))


def _hint(gaps: list[Any], *, is_unedited: bool) -> str:
    if gaps:
        return f"Còn {len(gaps)} điều phải bổ sung trước khi trình."
    return "Chưa sửa gì từ khi bị trả lại. Hãy sửa theo ý kiến rồi trình lại." if is_unedited else ""


@login_required
def prepare_draft_pdf(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Ask for a PDF of the draft as it stands; the same text again is the same copy. A GET goes back to the draft."""
    draft = draft_or_404(request, kind, pk)
    if request.method != "POST" or draft.document:
        return redirect(draft.document if draft.document and request.method == "POST" else draft)
    policies.check_can_print(request.user, draft)
    with transaction.atomic():
        copy, _ = prepare_copy(
            draft_paper(draft).to_json(),
            template="paper",
            file_name=f"du-thao-{draft.kind_of.slug}-{draft.pk}-{ascii_slug(draft.kind_of.subject_of(draft), 40)}.pdf",
            issuer=draft.issuer,
            subject=draft,
            subject_url=draft.get_absolute_url(),
            by=request.user,
        )
    return redirect("documents:copy", copy.pk)
