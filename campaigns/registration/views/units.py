"""The registration of one unit: begun, written, looked at."""

from collections.abc import Collection
from itertools import chain
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.reports.policies import check_can_let_sign_alone
from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.audit.queries import history_of
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.forms import placed, wrong_boxes
from emulation_portal.core.numbering import whole_number
from emulation_portal.core.permissions import allows
from emulation_portal.documents.queries import paper_of
from emulation_portal.procedure.opening import Link, next_of, stepper
from units.models import Position, Unit

from .. import actions, policies
from ..content import Registered, labels, said_in, said_of
from ..enums import CallStanding, RegistrationStatus
from ..forms import RegistrationForm
from ..models import Registration, RegistrationCall
from ..procedures import REGISTRATION
from ..queries import last_return

BLANK_ROWS = 3
_FIRST_BLANK_ROWS = 1  # where something is written already
_OF_THE_UNIT = ("sent_to_head", "sent", "handed_back", "reopened")  # steps that the office never takes


@login_required
@require_POST
def begin(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin the registration of one's unit, and go on writing it."""
    policies.check_can_see_calls(request.user)
    call = get_object_or_404(RegistrationCall.objects.visible_to(request.user), pk=pk)
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=whole_number(request.POST.get("unit", "")) or 0)
    try:
        begun = actions.begin_registration(call=call, unit=unit, by=request.user, on=today())
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(call)
    return redirect("registration:write", pk=begun.pk) if begun.is_open else redirect(begun)


def _registration(request: SignedInRequest, pk: int) -> Registration:
    """Return the registration if the user may know of it; its content may still not be theirs."""
    rows = Registration.objects.visible_to(request.user).select_related("call__alliance", "unit__sole_sign_off")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a unit registers: for its people as it is written, for the office what was sent last."""
    registration = _registration(request, pk)
    is_unit = bool(allows(policies.check_can_write, request.user, registration))
    may_read = bool(allows(policies.check_can_read_content, request.user, registration))
    versions = list(registration.versions.select_related("sent_by"))
    said: Registered | None = None
    if is_unit:
        said = said_in(registration)
    elif may_read and versions:
        said = said_of(versions[-1].content)
    on, hidden = today(), () if is_unit else _WITHIN_THE_UNIT
    stands = registration.standing(on=on)
    context = {
        "registration": registration,
        "call": registration.call,
        "tone": REGISTRATION.state_of(registration.status).tone,
        "stands": stands,
        "is_late": stands in (CallStanding.LATE, CallStanding.MISSING),
        "is_no_basis": registration.titles_may_rest_on_it is False,
        "steps": stepper(registration),
        "next": _next(request, registration, said, is_unit=is_unit),
        "parts": _shown(said) if said else [],
        "targets": said.targets if said else [],
        "is_empty": said is not None and said.is_empty,
        **_why_again(registration, hidden),
        "versions": versions,
        "paper": paper_of(registration) if may_read else None,
        "history": history_of(registration, without_reasons_of=hidden),
    }
    return render(request, "registration_of_units/registration.html", context)


_WITHIN_THE_UNIT = ("registration.handed_back",)  # what a head writes to who drafted is nobody else's
_WHY_AGAIN = {
    "registration.returned": "Liên minh trả lại để sửa",
    "registration.reopened": "Mở lại để sửa",
    "registration.handed_back": "Đưa về soạn tiếp",
}


def _why_again(registration: Registration, hidden: Collection[str] = ()) -> dict[str, Any]:
    """Return why the registration is written anew, with its heading; nothing where it is not, or is not theirs to read."""
    event = last_return(registration)
    if event is None or event.verb in hidden:
        return {}
    return {"returned": event, "returned_title": _WHY_AGAIN[event.verb]}


def _shown(said: Registered) -> list[tuple[str, list[dict[str, Any]]]]:
    named = labels()
    return [
        (title, [{"said": each, "titles": [named[code] for code in each.titles]} for each in rows])
        for title, rows in (("Tập thể", said.collectives), ("Cá nhân", said.persons))
        if rows
    ]


def _next(request: SignedInRequest, registration: Registration, said: Registered | None, *, is_unit: bool) -> Any:
    links: list[Link] = []
    leave_out: tuple[str, ...] = () if is_unit else _OF_THE_UNIT
    if is_unit and registration.status == RegistrationStatus.DRAFT:
        is_empty = said is None or said.is_empty
        url = reverse("registration:write", args=[registration.pk])
        links.append(Link("Soạn đăng ký" if is_empty else "Sửa nội dung", url, "primary" if is_empty else "secondary"))
        leave_out = ("sent_to_head",) if is_empty else ()
    if registration.status == RegistrationStatus.AWAITING_HEAD and allows(
        check_can_let_sign_alone, request.user, registration.unit
    ):
        links.append(Link("Đơn vị ít người?", reverse("reports:sign-alone", args=[registration.unit_id]), "link"))
    return next_of(registration, request.user, now=timezone.now(), leave_out=leave_out, links=links)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    """The three lists of a registration, saved together."""
    registration = _registration(request, pk)
    policies.check_can_write(request.user, registration)
    if not registration.is_open:
        messages.warning(
            request,
            f"Đăng ký đang ở trạng thái “{registration.get_status_display()}” nên không sửa được. Đây là bản đang có.",
        )
        return redirect(registration)
    said = said_in(registration)
    form = RegistrationForm(
        request.POST or None,
        said,
        year=registration.call.year,
        extra=BLANK_ROWS if said.is_empty or "more" in request.GET else _FIRST_BLANK_ROWS,
    )
    told, seen = "", registration.revision
    if form.is_bound:
        seen = whole_number(request.POST.get("seen", "")) or 0
    if form.is_bound and form.is_valid():
        try:
            actions.write_registration(registration_id=pk, said=form.said(), seen=seen, by=request.user, on=today())
        except DomainError as error:
            told, seen = str(error), registration.revision
        else:
            messages.success(request, "Đã lưu đăng ký.")
            again = reverse("registration:write", args=[pk]) + "?more=1"
            return redirect(again if "more" in request.POST else registration.get_absolute_url())
    elif form.is_bound:
        told = wrong_boxes(chain.from_iterable(placed(title, rows) for title, _, rows in form.parts))
    context = {
        "registration": registration,
        "call": registration.call,
        "parts": form.parts,
        "told": told,
        "seen": seen,
        "people": _people(registration.unit),
        **_why_again(registration),
    }
    return render(request, "registration_of_units/write.html", context, status=422 if told else 200)


def _people(unit: Unit) -> list[str]:
    """Return the names of who serves in the unit, to choose from while one types."""
    serving = Position.objects.in_force(on=today()).filter(unit=unit).select_related("person")
    return list(dict.fromkeys(position.person.full_name for position in serving))
