"""One page for every step of every procedure: what will happen, what is asked, and what came of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.dates import short_date, today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.numbering import whole_number
from emulation_portal.core.permissions import allows
from emulation_portal.core.typed import typed_texts
from emulation_portal.core.vietnamese import within

from . import opening
from .acting import take
from .declared import Asks, Step, why_closed
from .forms import form_of
from .registry import Taking, model_of, procedure_of


@login_required
def take_step(request: SignedInRequest, slug: str, pk: int, step: str) -> HttpResponse:
    """Take a step, or show what it asks. One that is no longer open leads back, and says who did it and when."""
    obj = get_object_or_404(model_of(slug).objects.visible_to(request.user), pk=pk)
    procedure = procedure_of(obj)
    steps = procedure.steps_at(step)
    if not steps or procedure.slug != slug:
        raise Http404
    opening.check_may_take(request.user, obj, step)
    chosen = next((each for each in steps if each.is_open(obj) and allows(each.check, request.user, obj)), None)
    if chosen is None:
        return _over(request, obj, steps)
    if not chosen.has_page:
        return _press(request, obj, chosen)
    return _ask(request, obj, chosen)


def _press(request: SignedInRequest, obj: Any, step: Step) -> HttpResponse:
    """Take a step that asks for nothing. A GET, as after logging in again, goes back to the thing with its button."""
    if request.method != "POST":
        return redirect(obj)
    result, refusal = _carry_out(request, obj, step)
    if refusal:
        messages.error(request, refusal)
        return redirect(obj)
    messages.success(request, step.done)
    return redirect(result if hasattr(result, "get_absolute_url") else obj)


def _ask(request: SignedInRequest, obj: Any, step: Step) -> HttpResponse:
    """Show the form of a step; take it when it is filled in; keep what was typed when it is refused."""
    initial = {"revision": getattr(obj, "revision", "")}
    form = form_of(step, request.POST or None, obj, cancel_url=obj.get_absolute_url(), initial=initial)
    if request.method == "POST" and form.is_valid():
        answers = {name: value for name, value in form.cleaned_data.items() if name not in ("word", "revision")}
        _, refusal = _carry_out(request, obj, step, answers)
        if not refusal:
            messages.success(request, step.done)
            return redirect(obj)
        stands = type(obj).objects.visible_to(request.user).filter(pk=obj.pk).first()
        if stands is not None and not step.is_open(stands):
            # Taken while this press waited for its turn: by the same person's second click, or by another.
            return _over(request, stands, procedure_of(stands).steps_at(step.slug))
        form.add_error(None, refusal)
    context = {
        "obj": obj,
        "step": step,
        "form": form,
        "title": step.title or step.label,
        "button": step.label,
        "asks_word": step.asks == Asks.WORD,
        "effects": step.effects(obj, today()) if step.effects else [],
        "cancel_url": obj.get_absolute_url(),
    }
    return render(request, "procedure/step.html", context, status=422 if form.errors else 200)


def _over(request: SignedInRequest, obj: Any, steps: list[Step]) -> HttpResponse:
    """Say that the step is open no more; who typed a reason meanwhile keeps it. A second press by the same person needs none."""
    event, typed = opening.last_move(obj), typed_texts(request)
    if typed and not (event and event.actor_id == request.user.pk):
        context = {
            "obj": obj,
            "title": steps[0].title or steps[0].label,
            "words": _no_longer(request.user, obj, steps),
            "typed": typed,
        }
        return render(request, "procedure/over.html", context, status=422)
    messages.warning(request, _no_longer(request.user, obj, steps))
    return redirect(obj)


def _carry_out(
    request: SignedInRequest, obj: Any, step: Step, answers: dict[str, Any] | None = None
) -> tuple[Any, str]:
    """Take the step; return what came of it, or why it was refused, in words for the page."""
    try:
        return take(procedure_of(obj), step.event, _taking(request, obj, answers)), ""
    except (DomainError, PermissionDenied) as error:
        return None, str(error) or "Bạn không được làm bước này."


def _taking(request: SignedInRequest, obj: Any, answers: dict[str, Any] | None = None) -> Taking:
    read = _read(request) if hasattr(obj, "revision") else None
    return Taking(obj.pk, request.user, today(), read, answers or {})


def _read(request: SignedInRequest) -> int:
    """Return the revision that stood on the page whose button was pressed; 0, which no thing has, when none was sent."""
    return whole_number(request.POST.get("revision", "")) or 0


def _no_longer(user: Any, obj: Any, steps: list[Step]) -> str:
    """Say why the step is closed: in its own words, else who brought the thing to where it is, and whose it is now."""
    if words := why_closed(steps, obj):
        return words
    event = opening.last_move(obj)
    state = within(procedure_of(obj).label_of(obj.status))
    if event is None:
        return f"{obj} đang ở trạng thái “{state}” nên không làm bước này được nữa."
    at = timezone.localtime(event.at)
    who = "Bạn" if event.actor_id == user.pk else event.actor_name
    moved = f"{who} đã chuyển sang “{state}” lúc {at:%H:%M} ngày {short_date(at.date())}."
    refused = next((allows(step.check, user, obj).reason for step in steps if step.is_open(obj)), "")
    return f"Bước này không còn là của bạn: {moved} {refused}" if refused else f"Bước này không còn nữa: {moved}"
