"""People, and the positions they hold."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from emulation_portal.accounts.enums import ActivationChannel
from emulation_portal.accounts.queries import has_second_factor
from emulation_portal.core.dates import today
from emulation_portal.core.lists import ListPage
from emulation_portal.core.markup import lines, link
from emulation_portal.core.permissions import allows
from emulation_portal.core.tables import Column, Table
from emulation_portal.rights.enums import OFFICE_ROLES
from emulation_portal.rights.held import rights_of
from emulation_portal.rights.models import Appointment

from .. import actions, policies
from ..enums import ImportKind
from ..forms import DayForm, PeopleFilters, PersonForm, PositionForm
from ..models import Person, Position, Unit
from ..panels import panels_of_person
from ..queries import account_state, with_account_state
from . import columns
from .common import SignedInRequest, done, import_urls


class PeopleList(ListPage):
    """Người và tài khoản, by given name as Vietnamese lists are, twenty a page."""

    template_name, filters = "units/people.html", PeopleFilters
    noun, caption = "người", "Danh sách người"
    hint = "Hãy bỏ bớt điều kiện lọc, hoặc tìm bằng một phần họ tên, không cần gõ dấu."

    def check(self) -> None:
        policies.check_can_list_units(self.reader)

    def rows(self) -> QuerySet[Person]:
        return Person.objects.listed_for(self.reader)

    def complete(self, rows: QuerySet[Person]) -> QuerySet[Person]:
        return with_account_state(rows, seen_by=self.reader, at=timezone.now(), on=today())

    def columns(self) -> list[Column]:
        sees_all = rights_of(self.reader).hold(*OFFICE_ROLES)
        return [
            Column("Họ và tên", lambda person: link(person, person.full_name), names_row=True),
            Column("Chức vụ, đơn vị", lambda person: lines(map(_post, person.present_positions))),
            Column("Vai trò trên cổng", lambda person: lines(map(_role, _roles_of(person)))),
            Column("Tài khoản", lambda person: columns.account(person, with_note=sees_all)),
        ]

    def extra(self) -> dict[str, Any]:
        can_manage = allows(policies.check_can_administer, self.reader, None)
        return {
            "sees_all": rights_of(self.reader).hold(*OFFICE_ROLES),
            "can_manage": can_manage,
            **(import_urls(ImportKind.PEOPLE) if can_manage else {}),
        }


def _post(position: Position) -> str:
    return f"{position.title}, {position.unit.short_name or position.unit.name}"


def _roles_of(person: Person) -> list[Any]:
    return cast(Any, person.user).present_roles if person.user else []


def _role(role: Any) -> str:
    return str(role.get_role_display())


@login_required
@require_safe
def person_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One person: positions, roles and account, past ones too."""
    on = today()
    user = request.user
    people = with_account_state(Person.objects.visible_to(user), seen_by=user, at=timezone.now(), on=on)
    person = get_object_or_404(people, pk=pk)
    held = Position.objects.visible_to(user).filter(person=person)
    positions = list(held.select_related("unit").order_by("-effective_from"))
    given = Appointment.objects.visible_to(user).filter(user=person.user_id, user__isnull=False)
    roles = list(given.select_related("unit", "block").order_by("-effective_from", "pk"))
    may = allows(policies.check_can_manage_person, user, person)
    out = {key.channel for key in getattr(person.user, "open_keys", ())}
    context = {
        "person": person,
        "state": account_state(person),
        "positions": Table(
            "Chức vụ đã và đang giữ", columns.positions_of_person(on, can_manage=bool(may)), positions, None
        ),
        "roles": Table("Vai trò đã và đang giữ", columns.roles_of_person(on, can_manage=bool(may)), roles, None),
        "can_manage": may,
        "can_appoint": allows(policies.check_can_appoint, user, person.user),
        "can_close_account": allows(policies.check_can_close_account, user, person.user) if person.user else None,
        "is_invited": ActivationChannel.MAIL in out,
        "has_slip": ActivationChannel.SLIP in out,
        "has_second_factor": bool(may and person.user and has_second_factor(person.user)),
        "sees_account": rights_of(user).hold(*OFFICE_ROLES),
        "panels": panels_of_person(user, person),
    }
    return render(request, "units/person.html", context)


@login_required
def person_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Thêm người vào đơn vị, with the position held there."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    policies.check_can_place_people(request.user, unit)
    person = Person(alliance_id=unit.root_id)
    form = PersonForm(
        request.POST or None,
        instance=person,
        initial={"since": today()},
        today=today(),
        cancel_url=unit.get_absolute_url(),
    )
    if request.method == "POST" and form.is_valid():
        post = {name: form.cleaned_data[name] for name in ("title", "is_head", "since")}
        added: list[Person] = []
        if done(form, lambda: added.append(actions.add_person(person=person, unit=unit, by=request.user, **post))):
            messages.success(request, f"Đã thêm {person.full_name}. Nếu người này cần dùng cổng, hãy mở tài khoản.")
            return redirect(added[0])
    context = {"form": form, "title": "Thêm người", "about": unit.name, "about_url": unit.get_absolute_url()}
    return render(request, "units/form.html", context)


@login_required
def person_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sửa họ tên, ngày sinh."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    policies.check_can_manage_person(request.user, person)
    name = person.full_name
    form = PersonForm(request.POST or None, instance=person, today=today(), cancel_url=person.get_absolute_url())
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.save_person(person, by=request.user, read=form.read))
    ):
        messages.success(request, f"Đã lưu {person.full_name}.")
        return redirect(person)
    context = {"form": form, "title": "Sửa thông tin người", "about": name, "about_url": person.get_absolute_url()}
    return render(request, "units/form.html", context)


@login_required
def position_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Thêm chức vụ cho một người, in this or another unit."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    policies.check_can_manage_person(request.user, person)
    units = Unit.objects.administered_by(request.user).open()
    form = PositionForm(
        request.POST or None, initial={"since": today()}, units=units, cancel_url=person.get_absolute_url()
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(form, lambda: actions.start_position(person=person, by=request.user, **data)):
            messages.success(request, f"Đã ghi chức vụ {data['title']} tại {data['unit']}.")
            return redirect(person)
    context = {"form": form, "title": "Thêm chức vụ", "about": person.full_name, "about_url": person.get_absolute_url()}
    return render(request, "units/form.html", context)


@login_required
def position_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Thôi giữ chức vụ."""
    policies.check_can_administer(request.user)
    position = get_object_or_404(Position.objects.visible_to(request.user).select_related("person", "unit"), pk=pk)
    policies.check_can_manage_units(request.user, position.unit)
    back = position.person.get_absolute_url()
    form = DayForm(
        request.POST or None, row=position, initial={"on": today()}, submit="Thôi giữ chức vụ", cancel_url=back
    )
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        if done(form, lambda: actions.end_position(position_id=pk, on=on, by=request.user, read=form.read)):
            messages.success(request, f"{position.person} thôi chức vụ {position.title} từ ngày {on:%d/%m/%Y}.")
            return redirect(back)
    context = {
        "form": form,
        "title": f"Thôi chức vụ {position.title}",
        "about": position.person.full_name,
        "about_url": back,
        "lead": f"{position.unit}. Vai trò trên cổng không tự mất theo chức vụ: hãy thôi hoặc bàn giao riêng.",
    }
    return render(request, "units/form.html", context)
