"""Who may sign for a body, on any day, and how the signature would read."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from emulation_portal.core.dates import parse_date, short_date, today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.permissions import allows

from .. import actions, policies
from ..enums import OFFICE_KINDS
from ..forms import DayForm, SigningAuthorityForm
from ..models import Person, Position, SigningAuthority, Unit
from ..queries import signing_on
from .common import SignedInRequest, done


@dataclass(frozen=True)
class SignatureRow:
    authority: SigningAuthority
    lines: list[str]


def _body(request: SignedInRequest, pk: int) -> Unit:
    """Return a body of the alliance that issues papers. Raises Http404 for members: their papers are not made here."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    if unit.kind not in OFFICE_KINDS:
        raise Http404
    return unit


@login_required
@require_safe
def signing_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """Thẩm quyền ký on a day: today, or the one in `?day=`."""
    policies.check_can_see_structure(request.user)
    unit = _body(request, pk)
    policies.check_can_see_signing(request.user, unit)
    asked = request.GET.get("day", "").strip()
    day, error = today(), ""
    if asked:
        try:
            day = parse_date(asked)
        except DomainError as wrong:
            error = str(wrong)
    rows = [SignatureRow(row, row.lines) for row in signing_on(unit, on=day)]
    coming = unit.signing_authorities.filter(effective_from__gt=day).select_related("person")
    context = {
        "unit": unit,
        "rows": rows,
        "coming": coming,
        "day": day,
        "asked": asked or short_date(day),
        "error": error,
        "can_manage": allows(policies.check_can_manage_signing, request.user, unit),
    }
    return render(request, "units/signing.html", context)


@login_required
def signing_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Giao quyền ký."""
    unit = _body(request, pk)
    policies.check_can_manage_signing(request.user, unit)
    back = reverse("units:signing", args=[pk])
    office = Position.objects.in_force(on=today()).filter(unit__kind__in=OFFICE_KINDS, unit__root_id=unit.root_id)
    people = Person.objects.visible_to(request.user).filter(pk__in=office.values("person"))
    authority = SigningAuthority(unit=unit)
    form = SigningAuthorityForm(
        request.POST or None, instance=authority, initial={"effective_from": today()}, people=people, cancel_url=back
    )
    is_sound = request.method == "POST" and form.is_valid()
    if is_sound and done(form, lambda: actions.grant_signing(authority, by=request.user)):
        messages.success(request, f"Đã giao quyền ký cho {authority.person}: {' / '.join(authority.lines)}.")
        return redirect(back)
    context = {"form": form, "title": "Giao quyền ký", "about": unit.name, "about_url": back}
    return render(request, "units/form.html", context)


@login_required
def signing_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Thôi quyền ký từ một ngày."""
    policies.check_can_administer(request.user)
    rows = SigningAuthority.objects.visible_to(request.user).select_related("person", "unit")
    row = get_object_or_404(rows, pk=pk)
    policies.check_can_manage_signing(request.user, row.unit)
    back = reverse("units:signing", args=[row.unit_id])
    form = DayForm(request.POST or None, row=row, initial={"on": today()}, submit="Thôi quyền ký", cancel_url=back)
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        if done(form, lambda: actions.end_signing(authority_id=pk, on=on, by=request.user, read=form.read)):
            messages.success(request, f"{row.person} thôi quyền ký từ ngày {on:%d/%m/%Y}.")
            return redirect(back)
    context = {
        "form": form,
        "title": "Thôi quyền ký",
        "lead": f"{row.person}: {' / '.join(row.lines)}. Văn bản đã ký trước ngày này vẫn giữ nguyên.",
        "about": row.unit.name,
        "about_url": back,
    }
    return render(request, "units/form.html", context)
