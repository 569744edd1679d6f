"""Văn bản đến: the list, one of them, and writing one down."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.audit.queries import history_of
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.forms import ReasonForm
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import link, noted
from emulation_portal.core.numbering import whole_number
from emulation_portal.core.permissions import allows
from emulation_portal.core.tables import Column
from emulation_portal.files.actions import receive_file
from emulation_portal.files.enums import EVIDENCE
from emulation_portal.files.queries import files_of
from emulation_portal.rights.held import rights_of

from . import policies, queries
from .actions import add_file, drop_received, record_received, take_file_away
from .forms import AttachForm, ReceivedFilters, ReceivedForm, facts_of
from .models import ReceivedPaper


class ReceivedList(ListPage):
    template_name, filters = "received/list.html", ReceivedFilters
    noun, caption = "văn bản đến", "Văn bản đến"

    def check(self) -> None:
        policies.check_can_read_some(self.reader)

    def rows(self) -> QuerySet[ReceivedPaper]:
        return ReceivedPaper.objects.visible_to(self.reader).kept()

    def complete(self, rows: Any) -> Any:
        return rows.defer("text")

    def columns(self) -> list[Column]:
        return [
            Column("Văn bản", lambda paper: noted(link(paper), " ".join(paper.summary.split())), names_row=True),
            Column("Cơ quan ban hành", lambda paper: paper.issued_by),
            Column("Ngày ban hành", lambda paper: paper.issued_on),
            Column("Ngày nhận", lambda paper: paper.received_on),
        ]

    def sheet_columns(self) -> list[Column]:
        return [
            Column("Văn bản", str),
            Column("Trích yếu", lambda paper: " ".join(paper.summary.split())),
            *self.columns()[1:],
        ]

    def nothing(self) -> Nothing:
        words = "Ghi kế hoạch, chỉ thị của cấp trên ở đây để dẫn vào căn cứ mà không phải gõ lại."
        return Nothing("Chưa ghi văn bản đến nào", words)

    def extra(self) -> dict[str, Any]:
        return {"can_record": rights_of(self.reader).hold(*policies.RECORDERS)}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: SignedInRequest) -> HttpResponse:
    """Write a paper down that came without a file."""
    policies.check_can_record_somewhere(request.user)
    form = ReceivedForm(
        request.POST or None,
        issuers=queries.receivers_for(request.user),
        today=today(),
        cancel_url=reverse("received:list"),
        initial=_facts_like(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            paper = record_received(form.cleaned_data["receiver"], by=request.user, **facts_of(form))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đã ghi {paper}. Văn bản này dẫn được vào căn cứ của dự thảo.")
            return redirect(paper)
    return render(request, "received/new.html", {"form": form}, status=422 if form.errors else 200)


def _facts_like(request: SignedInRequest) -> dict[str, Any]:
    """Return the facts of a paper that is recorded anew; nothing unless the user may see it."""
    seen = ReceivedPaper.objects.visible_to(request.user)
    paper = seen.filter(pk=whole_number(request.GET.get("like", "")) or 0).first()
    names = [*ReceivedForm.base_fields]
    return {name: getattr(paper, f"{name}_id" if name == "receiver" else name) for name in names} if paper else {}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    papers = ReceivedPaper.objects.visible_to(request.user).select_related("receiver__unit")
    paper = get_object_or_404(papers, pk=pk)
    form = ReasonForm(request.POST or None, button="", cancel_url="")
    if request.method == "POST":
        policies.check_can_record(request.user, paper.place)
        if form.is_valid():
            drop_received(pk=paper.pk, by=request.user, reason=form.cleaned_data["reason"])
            if "again" in request.POST:
                messages.info(request, f"Đã bỏ {paper}. Hãy sửa chỗ sai dưới đây rồi lưu lại.")
                return redirect(f"{reverse('received:create')}?like={paper.pk}")
            messages.success(request, f"Đã bỏ {paper} khỏi danh sách văn bản đến.")
            return redirect("received:list")
    return _page(request, paper, form, AttachForm())


@login_required
@require_POST
def files(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a file at the paper, or take one away."""
    papers = ReceivedPaper.objects.visible_to(request.user).select_related("receiver__unit")
    paper = get_object_or_404(papers, pk=pk)
    policies.check_can_record(request.user, paper.place)
    if "remove" in request.POST:
        if name := take_file_away(pk=pk, key=_key(request.POST["remove"]), by=request.user):
            messages.success(request, f"Đã gỡ tệp “{name}”.")
        return redirect(paper)
    form = AttachForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            file = receive_file(sent.name, sent, allowed=EVIDENCE, by=request.user)
            add_file(pk=pk, file=file, by=request.user)
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, f"Đã đính kèm “{file.name}”.")
            return redirect(paper)
    return _page(request, paper, ReasonForm(button="", cancel_url=""), form)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _page(request: SignedInRequest, paper: ReceivedPaper, form: ReasonForm, attach: AttachForm) -> HttpResponse:
    may_record = allows(policies.check_can_record, request.user, paper.place)
    form.helper.form_tag = False  # its two buttons stand in the template
    context = {
        "received": paper,
        "form": form,
        "can_drop": paper.dropped_at is None and may_record,
        "can_attach": may_record,
        "attach": attach,
        "files": files_of(paper).select_related("sent_by"),
        "history": history_of(paper),
    }
    return render(request, "received/detail.html", context, status=422 if form.errors or attach.errors else 200)
