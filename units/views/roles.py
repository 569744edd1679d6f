"""Roles: given, ended, cancelled, handed over."""

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today
from emulation_portal.core.forms import ReasonForm
from emulation_portal.core.numbering import whole_number
from emulation_portal.rights.enums import Role, words_of
from emulation_portal.rights.models import Appointment

from .. import actions, policies, regulations
from ..enums import OFFICE_KINDS, UnitKind
from ..forms import AppointmentForm, DayForm, HandOverForm
from ..models import Person, Position, Unit
from .common import SignedInRequest, done

if TYPE_CHECKING:
    from django.db.models import QuerySet


def units_for(person: Person, by: User) -> "QuerySet[Unit]":
    """Return the units in which an administrator can give the person a role: where they serve, and the council.

    For people of the office, all its bodies.
    """
    own = Unit.objects.administered_by(by).open()
    # Their keys, which are few: of a query within an `or` PostgreSQL expects half of all units.
    serving = Q(pk__in=list(person.positions.in_force(on=today()).values_list("unit", flat=True)))
    if own.filter(serving, kind__in=OFFICE_KINDS).exists():
        return own.filter(serving | Q(kind__in=OFFICE_KINDS))
    return own.filter(serving | Q(kind=UnitKind.COUNCIL))


def role_asked(request: SignedInRequest, person: Person, units: "QuerySet[Unit]") -> tuple[Unit | None, Role | None]:
    """Return the unit whose roles the form offers and the likely role: where it was chosen, else where they serve."""
    positions = person.positions.in_force(on=today()).select_related("unit")
    first = positions.first()
    asked = request.POST.get("unit") or request.GET.get("unit") or str(first.unit_id if first else "")
    key = whole_number(asked)
    unit = (units.filter(pk=key).first() if key is not None else None) or units.first()
    position = positions.filter(unit=unit).first()
    if unit is None or position is None:
        return unit, None
    return unit, regulations.suggest_role(unit.kind, position.title, is_head=position.is_head)


@login_required
def appoint(request: SignedInRequest, pk: int) -> HttpResponse:
    """Giao vai trò cho một người đã có tài khoản."""
    person = get_object_or_404(Person.objects.visible_to(request.user).select_related("user"), pk=pk)
    policies.check_can_appoint(request.user, person.user)
    back = person.get_absolute_url()
    account = person.user
    if account is None:
        messages.warning(request, f"{person.full_name} chưa có tài khoản. Hãy mở tài khoản trước.")
        return redirect("units:account-open", pk)
    units = units_for(person, request.user)
    at, role = role_asked(request, person, units)
    initial = {"since": today(), "unit": at, "role": role}
    form = AppointmentForm(request.POST or None, initial=initial, units=units, at=at, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(form, lambda: actions.appoint(user=account, by=request.user, **data)):
            messages.success(request, f"Đã giao vai trò {words_of(data['role'], data['stand_in'])} tại {data['unit']}.")
            return redirect(back)
    context = {"form": form, "title": "Giao vai trò", "about": person.full_name, "about_url": back}
    return render(request, "units/form.html", context)


def _appointment(request: SignedInRequest, pk: int) -> tuple[Appointment, str]:
    """Return the appointment and where its page is: the block's, the holder's, or the unit's for a holder nowhere."""
    policies.check_can_administer(request.user)
    rows = Appointment.objects.visible_to(request.user).select_related("user__person", "unit", "block")
    row = get_object_or_404(rows, pk=pk)
    policies.check_can_end(request.user, row)
    if row.block_id:
        return row, reverse("units:block", args=[row.block_id])
    person = getattr(row.user, "person", None)
    return row, person.get_absolute_url() if person else row.unit.get_absolute_url()


@login_required
def appointment_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Thôi giao vai trò từ một ngày."""
    row, back = _appointment(request, pk)
    form = DayForm(request.POST or None, row=row, initial={"on": today()}, submit="Thôi giao vai trò", cancel_url=back)
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        if done(form, lambda: actions.end_appointment(appointment_id=pk, on=on, by=request.user, read=form.read)):
            messages.success(request, f"{row.user} thôi vai trò {row.words} từ ngày {on:%d/%m/%Y}.")
            return redirect(back)
    context = {
        "form": form,
        "title": f"Thôi vai trò {row.words}",
        "lead": f"Tại {row.block or row.unit}. Có người thay thì dùng “Bàn giao” để không có ngày nào trống.",
        "about": row.user.full_name,
        "about_url": back,
    }
    return render(request, "units/form.html", context)


@login_required
def appointment_cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hủy vai trò giao nhầm."""
    row, back = _appointment(request, pk)
    form = ReasonForm(request.POST or None, button="Hủy vai trò", cancel_url=back)
    if request.method == "POST" and form.is_valid():
        reason, day = form.cleaned_data["reason"], today()
        if done(form, lambda: actions.cancel_appointment(appointment_id=pk, today=day, reason=reason, by=request.user)):
            messages.success(request, f"Đã hủy vai trò {row.words} của {row.user}.")
            return redirect(back)
    context = {
        "form": form,
        "title": f"Hủy vai trò {row.words}",
        "lead": "Chỉ dùng khi giao nhầm trong hôm nay hoặc cho ngày sau. Nhật ký vẫn ghi lại việc giao và việc hủy.",
        "about": row.user.full_name,
        "about_url": back,
    }
    return render(request, "units/form.html", context)


def _receivers(row: Appointment, *, on: dt.date) -> "QuerySet[User]":
    """Return who can take the role over: active accounts of the same house, the office being one."""
    serving = Position.objects.in_force(on=on).filter(person__user=OuterRef("pk"))
    if row.unit.kind in OFFICE_KINDS:
        serving = serving.filter(unit__kind__in=OFFICE_KINDS, unit__root_id=row.unit.root_id)
    else:
        serving = serving.filter(unit=row.unit)
    accounts = User.objects.filter(Exists(serving), is_active=True).exclude(pk=row.user_id)
    return accounts.order_by("full_name")


@login_required
def hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """Bàn giao: this role, and the others its holder has, to one other person from one day."""
    row, back = _appointment(request, pk)
    day = today()
    others = Appointment.objects.visible_to(request.user).filter(user=row.user).exclude(effective_to__lte=day)
    form = HandOverForm(
        request.POST or None,
        initial={"on": day, "roles": [str(pk)]},
        cancel_url=back,
        appointments=others.select_related("unit", "block"),
        receivers=_receivers(row, on=day),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        chosen = [int(number) for number in data["roles"]]
        if done(form, lambda: actions.hand_over(appointment_ids=chosen, to=data["to"], on=data["on"], by=request.user)):
            messages.success(
                request, f"Từ ngày {data['on']:%d/%m/%Y}, {data['to']} giữ {len(chosen)} vai trò của {row.user}."
            )
            return redirect(back)
    context = {
        "form": form,
        "title": "Bàn giao vai trò",
        "lead": f"Người giao: {row.user.full_name}. Hai việc thôi và nhận diễn ra cùng một ngày, không có ngày trống.",
        "about": row.user.full_name,
        "about_url": back,
    }
    return render(request, "units/form.html", context)
