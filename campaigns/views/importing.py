"""Nhập kế hoạch từ tệp: upload, preview with every guess to correct, draft."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.models import Issuer
from emulation_portal.documents.reading import ParsedPaper, is_of_issued_paper, section_facts, still_open

from .. import policies
from ..actions import BasisDraft, ConfirmedImport, SectionDraft, confirm_import, confirmed_as_read, read_plan_file
from ..actions.importing import discard_import
from ..enums import CampaignKind, PlanStatus
from ..forms import ImportForm, PreviewForm, basis_formset, section_formset
from ..models import CampaignPlan, PlanImport
from ..queries import same_summary

WAITING_SHOWN = 20
NO_ISSUER = (
    "Chưa có cơ quan ban hành nào. Quản trị hệ thống cần khai báo ở mục “Thể thức văn bản” trước khi nhập kế hoạch."
)


@login_required
def upload(request: SignedInRequest) -> HttpResponse:
    policies.check_can_draft(request.user)
    if "discard" in request.POST:
        return _discard(request)
    form = ImportForm(request.POST or None, request.FILES or None) if request.method == "POST" else ImportForm()
    if not Issuer.objects.exists():
        messages.error(request, NO_ISSUER)
    elif request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            source = read_plan_file(file.name, file.read(), by=request.user, on=today())
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            return redirect(source)
    waiting = PlanImport.objects.filter(plan=None, created_by=request.user.pk).defer("source_text", "parsed")
    context = {
        "form": form,
        "waiting": Paginator(waiting.order_by("-pk"), WAITING_SHOWN).get_page(request.GET.get("page")),
    }
    return render(request, "campaigns/import.html", context, status=422 if form.errors else 200)


def _discard(request: SignedInRequest) -> HttpResponse:
    wanted = request.POST["discard"]
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
        discard_import(import_id=int(wanted), by=request.user)
        messages.success(request, "Đã bỏ tệp. Khi cần, hãy nhập lại từ tệp gốc.")
    return redirect("campaigns:import")


@login_required
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    policies.check_can_draft(request.user)
    source = get_object_or_404(PlanImport.objects.select_related("plan"), pk=pk, created_by=request.user.pk)
    if source.plan:
        return redirect(source.plan)
    parsed = ParsedPaper.from_json(source.parsed)
    data = request.POST if request.method == "POST" else None
    issuer = Issuer.objects.order_by("pk").first()
    if issuer is None:
        messages.error(request, NO_ISSUER)
        return redirect("campaigns:import")
    read = confirmed_as_read(parsed, issuer=issuer)
    head = PreviewForm(data, initial=_head_initial(read), today=today())
    bases = basis_formset(data, prefix="bases", initial=[vars(basis) for basis in read.bases])
    sections = section_formset(data, prefix="sections", initial=[vars(section) for section in read.sections])
    if request.method == "POST" and all([head.is_valid(), bases.is_valid(), sections.is_valid()]):
        confirmed = _confirmed(head.cleaned_data, bases.kept(), sections.kept())
        try:
            plan = confirm_import(import_id=source.pk, confirmed=confirmed, by=request.user)
        except DomainError as error:
            head.add_error(None, str(error))
        else:
            messages.success(request, "Đã tạo bản nháp từ tệp. Hãy xem lại và hoàn thiện.")
            return redirect(plan)
    open_now = still_open(parsed.warnings, has=_filled_in(head, bases, sections))
    context = {
        "source": source,
        "parsed": parsed,
        "issued_warnings": [warning for warning in open_now if is_of_issued_paper(warning)],
        "warnings": [warning for warning in open_now if not is_of_issued_paper(warning)],
        "known": _known_already(source, parsed, head),
        "head": head,
        "bases": bases,
        "sections": sections,
    }
    return render(request, "campaigns/import_preview.html", context, status=422 if data else 200)


def _known_already(source: PlanImport, parsed: ParsedPaper, head: PreviewForm) -> list[CampaignPlan]:
    """Return plans that came from the same file, bear the same number and day, or the same trích yếu of one issuer."""
    same = Q(source__sha256=source.sha256)
    if parsed.number and parsed.issued_on:
        same |= Q(document__number=parsed.number, document__issued_on=parsed.issued_on)
    shown = head.cleaned_data if head.is_bound else head.initial
    same |= Q(pk__in=same_summary(shown.get("summary", ""), issuer=shown.get("issuer")))
    plans = CampaignPlan.objects.filter(same).exclude(status=PlanStatus.DISCARDED)
    return list(plans.select_related("document", "campaign").order_by("-pk")[:5])


def _filled_in(head: PreviewForm, bases: Any, sections: Any) -> set[str]:
    """Return what has been filled in, in the words of `importing.settling`. What was only guessed is to be looked at."""
    if not head.is_bound:
        return {"place_name"} if head.initial.get("place_name") else set()
    has = {name for name, value in head.cleaned_data.items() if value}
    if head.cleaned_data.get("is_transcription") and head.cleaned_data.get("paper_signature_lines"):
        has.add("signature")
    if bases.is_valid() and bases.kept():
        has.add("bases")
    if sections.is_valid():
        has |= section_facts((row["level"], bool(row["body"]) or not row["title"]) for row in sections.kept())
    return has


def _head_initial(read: ConfirmedImport) -> dict[str, Any]:
    initial = {name: value for name, value in vars(read).items() if name not in ("bases", "sections", "campaign_kind")}
    return {
        **initial,
        "kind": read.campaign_kind,
        "is_transcription": "yes" if read.is_transcription else "no",
        "recipients": "\n".join(read.recipients),
        "place_name": read.place_name or read.issuer.place_name,
    }


def _confirmed(head: dict[str, Any], bases: list[dict[str, Any]], sections: list[dict[str, Any]]) -> ConfirmedImport:
    fields = {name: head[name] for name in ConfirmedImport.__dataclass_fields__ if name in head}
    fields["campaign_kind"] = CampaignKind(head["kind"])
    basis_fields = BasisDraft.__dataclass_fields__
    section_fields = SectionDraft.__dataclass_fields__
    fields["bases"] = [BasisDraft(**{k: row[k] for k in basis_fields}) for row in bases]
    fields["sections"] = [
        SectionDraft(**{k: row[k] for k in section_fields}) for row in sections if row["title"] or row["body"]
    ]
    return ConfirmedImport(**fields)
