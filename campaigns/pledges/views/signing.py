"""Signing a giao ước on the portal, filing the scan of what was signed by hand, withdrawing a signature."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.forms import ReasonForm, placed, wrong_boxes
from emulation_portal.files.actions import receive_file
from units.models import Position

from .. import actions, policies
from ..forms import SCANS, ScanForm, SignForm, paper_signers
from ..models import Pledge, PledgeParty, PledgeSignature
from ..papers import signed_paper
from ..queries import parties_of, signed_so
from .pledges import pledge_to_write


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Đọc và ký: the whole text, and the head's word that they have read it."""
    policies.check_can_see_pledges(request.user)
    rows = PledgeParty.objects.visible_to(request.user).select_related("pledge__block__alliance", "unit")
    party = get_object_or_404(rows, pk=pk)
    policies.check_can_sign(request.user, party)
    pledge = party.pledge
    if not pledge.is_signed_now or party.removed_on is not None:
        messages.warning(request, "Giao ước này hiện không ký được nữa. Đây là bản đang có.")
        return redirect(pledge)
    if PledgeSignature.objects.valid().filter(party=party).exists():
        messages.info(request, f"{party} đã ký giao ước này.")
        return redirect(pledge)
    version = pledge.last_version()
    initial = {"version": version.number if version else 0}
    form = SignForm(request.POST or None, initial=initial, cancel_url=pledge.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["version"]
        try:
            actions.sign(party_id=pk, version=number, by=request.user, on=today())
        except DomainError as error:
            messages.error(request, str(error))  # nothing was typed: the page is shown anew, with the text as it is now
            return redirect(party)
        else:
            messages.success(request, f"Đã ký giao ước thi đua thay mặt {party}.")
            return redirect(pledge)
    context = {
        "party": party,
        "pledge": pledge,
        "version": version,
        "paper": signed_paper(pledge, is_final=False),
        "form": form,
    }
    return render(request, "pledges/sign.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lưu bản ký giấy: one scan, its day, and which units signed on it."""
    pledge = pledge_to_write(request, pk)
    if not pledge.is_signed_now:
        messages.warning(request, "Chỉ lưu bản ký giấy trong lúc giao ước đang ký.")
        return redirect(pledge)
    is_sent = request.method == "POST"
    rows = _unsigned(pledge)
    form = ScanForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, initial={"signed_on": today()}
    )
    signers = paper_signers(request.POST if is_sent else None, rows)
    told = ""
    if is_sent and all([form.is_valid(), signers.is_valid()]):
        sent = form.cleaned_data["file"]
        try:
            made = _file(request, pledge, form.cleaned_data["signed_on"], signers.said(), sent)
        except DomainError as error:
            told = str(error)
        else:
            messages.success(request, f"Đã lưu bản ký giấy của {len(made)} đơn vị.")
            return redirect("pledges:parties", pk=pk)
    elif is_sent:
        told = wrong_boxes([("", form), *placed("Đơn vị", signers)])
    names = {row["party"]: row["unit"] for row in rows}
    lines = [(names.get(_key(line)), line) for line in signers]
    context = {
        "pledge": pledge,
        "form": form,
        "signers": signers,
        "lines": [(name, line) for name, line in lines if name],
        "told": told,
    }
    return render(request, "pledges/scan.html", context, status=422 if told else 200)


def _file(request: SignedInRequest, pledge: Pledge, signed_on: Any, signed: Any, sent: Any) -> list[PledgeSignature]:
    if not signed:
        raise actions.CannotSign("Hãy chọn ít nhất một đơn vị đã ký trên bản giấy.")
    file = receive_file(sent.name, sent, allowed=SCANS, by=request.user)
    return actions.file_scan(
        pledge_id=pledge.pk, signed=signed, signed_on=signed_on, scan=file, by=request.user, on=today()
    )


def _unsigned(pledge: Pledge) -> list[dict[str, Any]]:
    """Return a row for each party that has not signed, with who heads its unit today."""
    parties = list(parties_of(pledge).filter(signed_so("unsigned")).order_by("name", "pk"))
    heads = Position.objects.in_force(on=today()).filter(unit__in=[each.unit_id for each in parties], is_head=True)
    by_unit: dict[int, Position] = {}
    for head in heads.select_related("person").order_by("effective_from", "pk"):
        by_unit.setdefault(head.unit_id, head)
    return [_row(party, by_unit.get(party.unit_id)) for party in parties]


def _row(party: PledgeParty, head: Position | None) -> dict[str, Any]:
    name, title = (head.person.full_name, head.title) if head else ("", "")
    return {"party": party.pk, "unit": party.name, "name": name, "title": title}


def _key(line: Any) -> int:
    """Return of which party a row of the form is, be it sent or shown for the first time."""
    try:
        return int(line["party"].value() or 0)
    except ValueError:
        return 0


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Rút chữ ký, with the reason."""
    policies.check_can_see_pledges(request.user)
    rows = PledgeSignature.objects.visible_to(request.user)
    signature = get_object_or_404(rows.select_related("party__pledge__block__alliance", "party__unit"), pk=pk)
    policies.check_can_withdraw(request.user, signature)
    pledge = signature.party.pledge
    back = reverse("pledges:parties", args=[pledge.pk])
    hint = "Chữ ký không còn giá trị; lý do được lưu trong giao ước."
    form = ReasonForm(request.POST or None, button="Rút chữ ký", cancel_url=back, hint=hint)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_signature(signature_id=pk, by=request.user, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đã rút chữ ký của {signature.party}.")
            return redirect(pledge)
    context = {"form": form, "title": f"Rút chữ ký của {signature.party}", "crumbs": pledge.trail()}
    return render(request, "pledges/form.html", context, status=422 if form.errors else 200)
