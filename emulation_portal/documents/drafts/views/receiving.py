"""Đây là văn bản đến: a file that turns out to be the paper of another body."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from emulation_portal.accounts import unsaved
from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.reading import ParsedPaper
from emulation_portal.documents.received.actions import recorded_just_now
from emulation_portal.documents.received.forms import ReceivedForm, facts_of
from emulation_portal.documents.received.queries import receivers_for

from .. import actions, policies
from ..models import PaperImport
from ..receiving import facts_of_file
from ..registry import kind_at


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    policies.check_can_draft_somewhere(request.user)
    wanted = kind_at(kind)
    own = PaperImport.objects.select_related("draft").filter(created_by=request.user.pk)
    source = own.filter(pk=pk, kind=wanted.code).first()
    if source is None:
        return _pressed_twice(request)
    if source.draft:
        return redirect(source.draft)
    form = ReceivedForm(
        request.POST or None,
        issuers=receivers_for(request.user),
        today=today(),
        cancel_url=source.get_absolute_url(),
        initial=facts_of_file(ParsedPaper.from_json(source.parsed), wanted),
    )
    if request.method == "POST" and form.is_valid():
        try:
            paper = actions.receive_import(
                import_id=source.pk, receiver=form.cleaned_data["receiver"], by=request.user, facts=facts_of(form)
            )
        except actions.ImportUnfit:
            return _pressed_twice(request)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            unsaved.forget(request.user, source.get_absolute_url())
            messages.success(request, f"Đã ghi {paper}. Văn bản này dẫn được vào căn cứ của dự thảo.")
            return redirect(paper)
    return render(request, "received/new.html", {"form": form, "source": source}, status=422 if form.errors else 200)


def _pressed_twice(request: SignedInRequest) -> HttpResponse:
    """Lead to the paper that the file became a moment ago; a file that is gone otherwise is not found."""
    paper = recorded_just_now(request.user)
    if paper is None:
        raise Http404
    return redirect(paper)
