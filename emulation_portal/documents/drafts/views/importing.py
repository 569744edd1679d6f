"""Nhập văn bản từ tệp: upload, preview with every guess to correct, draft."""

import dataclasses
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from emulation_portal.accounts import unsaved
from emulation_portal.accounts.models import Unsaved, User
from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.numbering import whole_number
from emulation_portal.documents.reading import (
    LineRole,
    ParsedPaper,
    ParseWarning,
    is_of_issued_paper,
    plain,
    section_facts,
    still_open,
    summary_facts,
)
from units.models import EmulationBlock, Unit

from .. import actions, policies, queries
from ..actions import AnnexDraft, BasisDraft, ReadAs, SectionDraft
from ..enums import DraftStatus
from ..forms.importing import ImportForm, annex_formset, basis_formset, section_formset
from ..import_desk import Shown, offered, sheet_of
from ..models import Draft, PaperImport
from ..offers import ADDRESSEES, Offer, by_part, taken, unseen
from ..paper_kind import PaperKind
from ..registry import kind_at, kind_named, kinds

WAITING_SHOWN = 20
UNSEEN = (
    "Nội dung vừa sửa nêu thêm dòng sẽ ghi sẵn vào dự thảo. Hãy xem ở “Đọc thấy trong nội dung”, bỏ chọn dòng không đúng, rồi "
    "lưu lại."
)
NO_ISSUER = (
    "Chưa có cơ quan ban hành nào. Quản trị hệ thống cần khai báo ở mục “Thể thức văn bản” trước khi nhập văn bản."
)


@login_required
def upload(request: SignedInRequest, kind: str) -> HttpResponse:
    policies.check_can_draft_somewhere(request.user)
    if "discard" in request.POST:
        return _discard(request, kind)
    wanted = kind_at(kind)
    is_sent = request.method == "POST"
    form = (
        ImportForm(request.POST or None, request.FILES or None, noun=wanted.noun)
        if is_sent
        else ImportForm(noun=wanted.noun)
    )
    if not queries.issuers_for(request.user):
        messages.error(request, NO_ISSUER)
    elif is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            source = actions.read_paper_file(wanted.code, file.name, file.read(), by=request.user, on=today())
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            return redirect(source)
    waiting = PaperImport.objects.visible_to(request.user).filter(kind=wanted.code).defer("source_text", "parsed")
    context = {
        "form": form,
        "kind": wanted,
        "import_title": f"Nhập {wanted.noun} từ tệp",
        "drop_words": f"Kéo tệp {wanted.noun} vào đây, hoặc bấm để chọn",
        "waiting": Paginator(waiting.order_by("-pk"), WAITING_SHOWN).get_page(request.GET.get("page")),
    }
    return render(request, "drafts/import.html", context, status=422 if form.errors else 200)


def _discard(request: SignedInRequest, kind: str) -> HttpResponse:
    wanted = whole_number(request.POST["discard"])
    if wanted is not None:
        actions.discard_import(import_id=wanted, by=request.user)
        messages.success(request, "Đã bỏ tệp. Khi cần, hãy nhập lại từ tệp gốc.")
    return redirect("drafts:import", kind=kind)


@login_required
def preview(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    policies.check_can_draft_somewhere(request.user)
    own = PaperImport.objects.select_related("draft").filter(created_by=request.user.pk)
    paper_kind = kind_at(kind)
    source = get_object_or_404(own, pk=pk, kind=paper_kind.code)
    if source.draft:
        return redirect(source.draft)
    issuers = queries.issuers_for(request.user)
    if not issuers:
        messages.error(request, NO_ISSUER)
        return redirect("drafts:import", kind=kind)
    parsed = ParsedPaper.from_json(source.parsed)
    read = actions.as_read(parsed, source.kind, issuer=issuers[0], on=today())
    typed = None if request.method == "POST" else unsaved.kept(request.user, request.path)
    if "anew" in request.POST:
        unsaved.forget(request.user, request.path)
        return redirect(source)
    if "show" in request.POST:
        with suppress(unsaved.TooLong):  # it is shown all the same
            unsaved.keep(request.user, request.path, request.POST.lists())
    data = request.POST if request.method == "POST" else unsaved.as_sent(typed.fields) if typed else None
    shown = _forms(request.user, data, paper_kind, read, issuers)
    head, bases, sections, annexes = shown
    rows = {name: list(range(len(getattr(read, name)))) for name in ("bases", "sections", "annexes")}
    is_valid = data is not None and not [form for form in shown if not form.is_valid()]
    if is_valid:
        kept = {"bases": bases.kept_by_row(), "sections": sections.kept_by_row(), "annexes": annexes.kept_by_row()}
        rows = {name: list(found) for name, found in kept.items()}
        values = (list(found.values()) for found in kept.values())
        read = _with_signer(_confirmed(paper_kind, head.cleaned_data, *values), source.kind, parsed)
    offers = offered(paper_kind, read, by=request.user)
    ticked, seen = (data.getlist(name) if data else [] for name in ("take", "offered"))
    chosen = taken(offers, ticked=ticked, shown=seen)
    read = _with_offers(read, chosen)
    is_saving = is_valid and request.method == "POST" and "show" not in request.POST
    if is_saving and unseen(offers, shown=seen):
        head.add_error(None, UNSEEN)
        is_saving = False
    if is_saving:
        try:
            draft = actions.confirm_import(import_id=source.pk, confirmed=read, by=request.user)
        except DomainError as error:
            head.add_error(None, str(error))
        else:
            unsaved.forget(request.user, request.path)
            messages.success(request, "Đã tạo dự thảo từ tệp. Hãy xem lại và hoàn thiện.")
            return redirect(draft)
    told = [(title, [(each, each in chosen) for each in group]) for title, group in by_part(offers, paper_kind)]
    return _page(request, source, parsed, shown, read, Shown(**rows), typed, told)


def _forms(
    user: User, data: QueryDict | None, kind: PaperKind, read: ReadAs, issuers: list[Any]
) -> tuple[Any, Any, Any, Any]:
    """Return the forms of the page: as they were read, or as they were sent or typed."""
    head = kind.preview_form(
        data,
        initial=_head_initial(kind, read),
        today=today(),
        document_type=kind.type,
        issuers=issuers,
        user=user,
    )
    bases = basis_formset(data, prefix="bases", initial=[vars(basis) for basis in read.bases])
    sections = section_formset(
        data,
        prefix="sections",
        initial=[vars(section) for section in read.sections],
        form_kwargs={"topics": kind.topics},
    )
    annexes = annex_formset(data, prefix="annexes", initial=[vars(annex) for annex in read.annexes])
    return head, bases, sections, annexes


def _with_offers(read: ReadAs, chosen: list[Offer]) -> ReadAs:
    """Return it with what was taken of what the text says."""
    meant = [offer.row for offer in chosen if offer.part == ADDRESSEES]
    return dataclasses.replace(
        read,
        rows=[(offer.part, offer.row) for offer in chosen if offer.part != ADDRESSEES],
        addressed_blocks=[each for each in meant if isinstance(each, EmulationBlock)],
        addressed_units=[each for each in meant if isinstance(each, Unit)],
    )


def _with_signer(read: ReadAs, kind: str, parsed: ParsedPaper) -> ReadAs:
    """Return it with who signs: by the name in the file, of the body that was chosen. A transcription has its own words."""
    if read.is_transcription:
        return read
    signing = queries.signer_named(
        parsed.signer_name, parsed.signature_lines, issuer=read.issuer, kind=kind_named(kind), on=today()
    )
    return dataclasses.replace(read, signing=signing)


def _page(
    request: SignedInRequest,
    source: PaperImport,
    parsed: ParsedPaper,
    shown: tuple[Any, Any, Any, Any],
    read: ReadAs,
    rows: Shown,
    typed: Unsaved | None,
    offers: list[tuple[str, list[tuple[Offer, bool]]]],
) -> HttpResponse:
    """Show the paper as it will be, with what is to be looked at in its place, and the fields beside it."""
    head, bases, sections, annexes = shown
    kind = kind_named(source.kind)
    open_now = still_open(parsed.warnings, has=_filled_in(head, bases, sections), own=kind.settled_by)
    if is_of_another := queries.is_of_another_body(parsed, read.issuer):
        open_now.insert(0, _of_another_body(parsed, read))
    # What an issued paper wants of its file is told of a draft only when it is said to be one, which the style sheet does.
    meant = [note for note in open_now if read.is_transcription or not is_of_issued_paper(note)]
    sheet, places = sheet_of(kind, read, rows, by=request.user, parsed=parsed, notes=meant)
    context = {
        "source": source,
        "kind": kind,
        "sheet": sheet,
        "counted": _counted(parsed),
        "typed": typed,
        "import_trail": [*kind.list_trail(), (f"Nhập {kind.noun} từ tệp", reverse("drafts:import", args=[kind.slug]))],
        "parsed": parsed,
        "is_of_another": is_of_another,
        "plain_source": "\n".join(map(plain, source.source_text.splitlines())),
        "right_kinds": _kinds_of_the_file(parsed, kind),
        "number_to_look_at": len(meant),
        "warnings": [(warning, places.get(warning, ""), is_of_issued_paper(warning)) for warning in open_now],
        "known": _known_already(request, source, parsed, head),
        "offers": offers,
        "number_taken": sum(is_taken for _, group in offers for _, is_taken in group),
        "head": head,
        "bases": bases,
        "sections": sections,
        "annexes": annexes,
    }
    return render(
        request,
        "drafts/import_preview.html",
        context,
        status=422 if request.method == "POST" and (head.errors or not all(map(_is_right, shown))) else 200,
    )


def _is_right(form: Any) -> bool:
    return bool(form.is_valid())


def _counted(parsed: ParsedPaper) -> str:
    """Return what was read in one line: “4 căn cứ, 16 mục, 1 bảng”."""
    counts = [(len(parsed.bases), "căn cứ"), (len(parsed.sections), "mục")]
    counts += [(len(parsed.tables), "bảng"), (len(parsed.annexes), "phụ lục")]
    return ", ".join(f"{count} {noun}" for count, noun in counts if count) or "chưa có phần nào"


def _of_another_body(parsed: ParsedPaper, read: ReadAs) -> ParseWarning:
    named = " ".join(parsed.issuer_lines)
    line = next((piece.line for piece in parsed.front if piece.role == LineRole.ISSUER), None)
    message = (
        f"Tệp là văn bản của “{named}”, không phải của {read.issuer.full_name}. Hãy chọn đúng cơ quan ban hành; nếu nơi "
        "khác gửi đến thì bấm “Đây là văn bản đến”, đừng nhập thành văn bản của cơ quan mình."
    )
    return ParseWarning("other_body", message, line)


def _kinds_of_the_file(parsed: ParsedPaper, kind: PaperKind) -> list[PaperKind]:
    """Return the kinds that the file is one of by its type, when it is not of the kind it is read as."""
    named = parsed.document_type
    return [] if named == kind.expected.type_name else [each for each in kinds() if each.expected.type_name == named]


def _known_already(request: SignedInRequest, source: PaperImport, parsed: ParsedPaper, head: Any) -> list[Any]:
    """Return drafts of one's own alliance from the same file, of the same number and day, or with the same trích yếu.

    A trích yếu is the same among the papers of one issuer.
    """
    same = Q(source__sha256=source.sha256)
    if parsed.number and parsed.issued_on:
        same |= Q(document__number=parsed.number, document__issued_on=parsed.issued_on)
    shown = head.cleaned_data if head.is_bound else head.initial
    alike = queries.same_summary(shown.get("summary", ""), issuer=shown.get("issuer"))
    same |= Q(pk__in=alike.values("pk"))
    own = Draft.objects.visible_to(request.user).of_own_alliance(request.user)
    drafts = own.filter(same, kind=source.kind).exclude(status=DraftStatus.DISCARDED)
    return list(drafts.with_document().order_by("-pk")[:5])


def _filled_in(head: Any, bases: Any, sections: Any) -> set[str]:
    """Return what has been filled in, in the words of `reading.settling`. What was only guessed is to be looked at."""
    if not head.is_bound:
        return {"place_name"} if head.initial.get("place_name") else set()
    has = {name for name, value in head.cleaned_data.items() if value}
    has |= summary_facts(head.cleaned_data.get("summary", ""))
    if head.cleaned_data.get("is_transcription") and head.cleaned_data.get("paper_signature_lines"):
        has.add("signature")
    if bases.is_valid() and bases.kept():
        has.add("bases")
    if sections.is_valid():
        has |= section_facts(
            (row["level"], bool(row["body"] or row["tables"]) or not row["title"]) for row in sections.kept()
        )
    return has


def _head_initial(kind: PaperKind, read: ReadAs) -> dict[str, Any]:
    return {
        **read.fields(),
        **kind.preview_initial(read.own),
        "is_transcription": "yes" if read.is_transcription else "no",
        "recipients": "\n".join(read.recipients),
        "place_name": read.place_name or read.issuer.place_name,
    }


def _confirmed(
    kind: PaperKind, head: dict[str, Any], bases: list[Any], sections: list[Any], annexes: list[Any]
) -> ReadAs:
    fields = {name: head[name] for name in ReadAs.__dataclass_fields__ if name in head}
    basis_fields, section_fields = BasisDraft.__dataclass_fields__, SectionDraft.__dataclass_fields__
    fields["bases"] = [BasisDraft(**{k: row[k] for k in basis_fields}) for row in bases]
    fields["sections"] = [SectionDraft(**{k: row[k] for k in section_fields}) for row in sections]
    fields["annexes"] = [AnnexDraft(**{k: row[k] for k in AnnexDraft.__dataclass_fields__}) for row in annexes]
    return ReadAs(**fields, own=kind.own_of_preview(head))
