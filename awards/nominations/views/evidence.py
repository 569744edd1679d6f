"""Files behind a dossier or a nomination, and the book of a dossier."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.actions import prepare_copy
from emulation_portal.documents.models import Issuer
from emulation_portal.documents.serving import ascii_name
from emulation_portal.files.actions import receive_file
from emulation_portal.files.enums import EVIDENCE
from emulation_portal.files.forms import EvidenceForm
from emulation_portal.files.queries import files_of
from emulation_portal.files.views import file_key_or_404

from .. import actions, policies
from ..book.contents import book_payload
from ..book.printing import BOOK_COPIES
from ..models import Nomination, NominationDossier
from ..queries import nominations_of
from .common import dossier_of, nomination_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_dossier(request: SignedInRequest, pk: int) -> HttpResponse:
    dossier = dossier_of(request.user, pk)
    policies.check_can_write(request.user, dossier)
    return _evidence(request, dossier)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_nomination(request: SignedInRequest, pk: int) -> HttpResponse:
    nomination = nomination_of(request.user, pk)
    policies.check_can_write_nomination(request.user, nomination)
    return _evidence(request, nomination)


def _evidence(request: SignedInRequest, holder: NominationDossier | Nomination) -> HttpResponse:
    """Show the files of the holder; put one there, or take one away."""
    if not holder.is_open:
        messages.warning(request, "Hồ sơ không còn ở bước soạn nên không sửa tệp được. Đây là bản đang có.")
        return redirect(holder)
    form = EvidenceForm(request.POST, request.FILES) if request.FILES else EvidenceForm()
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                gone = actions.remove_evidence(holder, file_key_or_404(request.POST["remove"]), by=request.user)
                messages.success(request, f"Đã gỡ tệp “{gone}”." if gone else "Tệp đã được gỡ trước đó.")
                return redirect(request.path)
            if request.FILES and form.is_valid():
                sent = form.cleaned_data["file"]
                file = receive_file(sent.name, sent, allowed=EVIDENCE, by=request.user)
                actions.add_evidence(holder, file, by=request.user)
                messages.success(request, f"Đã đính kèm “{file.name}”.")
                return redirect(request.path)
            if not request.FILES:
                messages.error(request, "Hãy chọn tệp.")
        except DomainError as error:
            messages.error(request, str(error))
    context = {"holder": holder, "form": form, "files": files_of(holder).select_related("sent_by")}
    return render(request, "nominations/evidence.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def print_book(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tạo tập hồ sơ PDF: the same papers and files again are the same book."""
    dossier = dossier_of(request.user, pk)
    policies.check_can_read_content(request.user, dossier)
    payload = book_payload(dossier, nominations_of(dossier))
    if not payload["pieces"]:
        messages.error(request, "Hồ sơ chưa có văn bản hay tệp nào. Tập hồ sơ tạo được khi đã gửi.")
        return redirect(dossier)
    issuer = get_object_or_404(Issuer, unit=dossier.unit.root_id)
    with transaction.atomic():
        copy, _ = prepare_copy(
            payload,
            template=BOOK_COPIES,
            file_name=f"tap-ho-so-{ascii_name(dossier.unit.short_name or dossier.unit.name)}-{dossier.pk}.pdf",
            issuer=issuer,
            subject=dossier,
            subject_url=dossier.get_absolute_url(),
            by=request.user,
        )
    return redirect(reverse("documents:copy", args=[copy.pk]))
