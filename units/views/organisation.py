"""The list of units, the tree, and one unit."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Case, Prefetch, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from emulation_portal.audit.queries import history_of
from emulation_portal.core.dates import today
from emulation_portal.core.lists import ListPage
from emulation_portal.core.markup import link, noted, status
from emulation_portal.core.permissions import allows
from emulation_portal.core.tables import Column, Table
from emulation_portal.rights.enums import OFFICE_ROLES
from emulation_portal.rights.held import rights_of

from .. import actions, policies
from ..enums import OFFICE_KINDS, ImportKind
from ..forms import UnitFilters, UnitForm
from ..models import BlockMembership, Person, Position, Unit
from ..panels import panels_of_unit
from ..queries import (
    UnitState,
    alliance_of,
    appointments_in,
    member_counts,
    office_tree,
    only_unit_of,
    signing_on,
    unit_state,
    with_account_state,
)
from ..standing import Standing, course_of
from ..successions import predecessors_of, successors_of
from . import columns
from .common import SignedInRequest, done, import_urls


class UnitList(ListPage):
    """Đơn vị: the units one may see, filtered, twenty a page."""

    template_name, filters = "units/list.html", UnitFilters
    noun, caption = "đơn vị", "Danh sách đơn vị"
    hint = "Hãy bỏ bớt điều kiện lọc, hoặc tìm bằng một phần tên, ví dụ “dong trieu”."

    def check(self) -> None:
        policies.check_can_list_units(self.reader)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead who is of no office and sees one unit alone to that unit: it is no list."""
        if not request.GET and not rights_of(request.user).hold(*OFFICE_ROLES):
            self.check()
            seen = list(self.rows().order_by()[:2])
            if len(seen) == 1:
                return redirect(seen[0])
        return super().get(request, *args, **kwargs)

    def rows(self) -> QuerySet[Unit]:
        """Return what one may see; a block lead, who is of no office, finds their own unit first."""
        seen = Unit.objects.visible_to(self.reader)
        if not self.own_units:
            return seen.order_by("name", "pk")
        is_other = Case(When(pk__in=self.own_units, then=False), default=True)
        return seen.alias(is_other=is_other).order_by("is_other", "name", "pk")

    @cached_property
    def own_units(self) -> frozenset[int]:
        rights = rights_of(self.reader)
        return frozenset() if rights.hold(*OFFICE_ROLES) else frozenset(right.unit_id for right in rights.held)

    def complete(self, rows: QuerySet[Unit]) -> QuerySet[Unit]:
        memberships = BlockMembership.objects.in_force(on=today()).with_lead(on=today()).select_related("block")
        blocks = Prefetch("block_memberships", memberships, to_attr="present_blocks")
        return rows.select_related("parent").prefetch_related(blocks)

    def columns(self) -> list[Column]:
        return [
            Column("Đơn vị", lambda unit: noted(link(unit, unit.name), self.note(unit)), names_row=True),
            Column("Loại", lambda unit: unit.get_kind_display()),
            Column("Xã, phường", lambda unit: unit.commune),
            Column("Khối, cụm", lambda unit: "; ".join(map(_membership, unit.present_blocks))),
            Column("Trạng thái", lambda unit: _state(unit_state(unit, on=today())), css="nowrap"),
        ]

    def sheet_columns(self) -> list[Column]:
        return [
            Column("Mã đơn vị", lambda unit: unit.code),
            Column("Tên đơn vị", lambda unit: unit.name),
            Column("Tên gọi tắt", lambda unit: unit.short_name),
            Column("Tên trước đây", lambda unit: unit.called_before),
            Column("Loại đơn vị", lambda unit: unit.get_kind_display()),
            Column("Trực thuộc", lambda unit: unit.parent),
            Column("Xã, phường", lambda unit: unit.commune),
            Column("Địa chỉ", lambda unit: unit.address),
            Column("Điện thoại", lambda unit: unit.phone),
            Column("Thư điện tử", lambda unit: unit.email),
            Column("Ngày gia nhập", lambda unit: unit.joined_on),
            Column("Khối, cụm", lambda unit: "; ".join(map(_membership, unit.present_blocks))),
            Column("Trạng thái", lambda unit: unit_state(unit, on=today()).label),
        ]

    def note(self, unit: Unit) -> str:
        own = "Đơn vị của bạn · " if unit.pk in self.own_units else ""
        former = f" · Trước đây: {unit.called_before}" if unit.called_before else ""
        return own + _code_and_parent(unit) + former

    def extra(self) -> dict[str, Any]:
        user = self.reader
        can_create = allows(policies.check_can_administer, user, None)
        return {
            "can_create": can_create,
            **(import_urls(ImportKind.UNITS) if can_create else {}),
            "sees_all": rights_of(user).hold(*OFFICE_ROLES),
            "parent": self.chosen.value("parent"),
        }


def _state(state: UnitState) -> SafeString | str:
    """Most units work: what is usual is said without colour."""
    return state.label if state.tone == "success" else status(*state)


def _code_and_parent(unit: Unit) -> str:
    return f"Mã: {unit.code}" + (f" · {unit.parent}" if unit.parent and not unit.is_member else "")


def _membership(row: Any) -> str:
    return f"{row.block} (khối trưởng)" if row.is_lead else str(row.block)


@login_required
@require_safe
def unit_tree(request: SignedInRequest) -> HttpResponse:
    """Sơ đồ tổ chức: the alliance's own bodies, and how many members of each kind."""
    policies.check_can_see_structure(request.user)
    on = today()
    return render(
        request,
        "units/tree.html",
        {
            "roots": office_tree(request.user, on=on),
            "counts": member_counts(request.user, on=on),
            "can_manage": allows(policies.check_can_administer, request.user, None),
        },
    )


@login_required
@require_safe
def unit_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One unit: facts, people, roles, blocks, who signs."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user).select_related("parent"), pk=pk)
    is_working = unit.closed_on is None or unit.closed_on > today()
    on = today() if is_working or unit.closed_on is None else unit.closed_on - dt.timedelta(days=1)  # its last day
    serving = Position.objects.in_force(on=on).filter(unit=unit)
    people = list(
        with_account_state(
            Person.objects.filter(pk__in=serving.values("person")), seen_by=request.user, at=timezone.now(), on=on
        )
    )
    sees_all = rights_of(request.user).may(*OFFICE_ROLES, at=unit)
    appointments = appointments_in(unit, seen_by=request.user, on=on)
    course = course_of(unit)
    context = {
        "unit": unit,
        "state": unit_state(unit, on=today()),
        "is_listed": only_unit_of(request.user) != unit.pk,
        "is_working": is_working,
        "facts": facts_of(unit),
        "people": Table(
            f"Người đang giữ chức vụ tại {unit.name}", columns.people_of(unit, with_account=sees_all), people
        ),
        "appointments": Table(f"Vai trò được giao tại {unit.name}", columns.ROLES_AT_UNIT, appointments),
        "memberships": unit.block_memberships.in_force(on=on).with_lead(on=on).select_related("block"),
        "children_count": unit.children.working(on=on).count(),
        "signing": signing_on(unit, on=on) if unit.kind in OFFICE_KINDS else [],
        "is_office_body": unit.kind in OFFICE_KINDS,
        "history": history_of(unit, limit=10) if allows(policies.check_can_read_log_of, request.user, unit) else [],
        "sees_all": sees_all,
        "can_edit": allows(policies.check_can_manage_units, request.user, unit),
        "course": _course(course),
        "successors": list(successors_of(unit)),
        "predecessors": list(predecessors_of(unit)),
        "can_reorganise": allows(policies.check_can_reorganise, request.user, unit),
        "can_undo": _can_undo(unit, course) and allows(policies.check_can_change_standing, request.user, unit),
        "can_add_people": allows(policies.check_can_place_people, request.user, unit),
        "panels": panels_of_unit(request.user, unit),
    }
    return render(request, "units/detail.html", context)


def _course(course: list[Standing]) -> Table | None:
    """Return how the unit stood before and stands now; None for one of which nothing else is known."""
    return Table("Quá trình của đơn vị", columns.COURSE, course[::-1], None) if len(course) > 1 else None


def _can_undo(unit: Unit, course: list[Standing]) -> bool:
    """Whether the last thing that happened to the unit's name or place was a change of them, and not its reopening."""
    return not unit.is_closed and len(course) > 1 and course[-2].is_working


def facts_of(unit: Unit) -> list[tuple[str, object]]:
    return [
        ("Loại đơn vị", unit.get_kind_display()),
        ("Mã đơn vị", unit.code),
        ("Tên gọi tắt", unit.short_name),
        ("Trực thuộc", unit.parent),
        ("Xã, phường", unit.commune),
        ("Địa chỉ", unit.address),
        ("Điện thoại", unit.phone),
        ("Thư điện tử", unit.email),
        ("Ngày gia nhập", unit.joined_on and f"{unit.joined_on:%d/%m/%Y}"),
    ]


@login_required
def unit_create(request: SignedInRequest) -> HttpResponse:
    """Thêm đơn vị."""
    policies.check_can_administer(request.user)
    return _edit(request, Unit(parent=alliance_of(request.user)), title="Thêm đơn vị", cancel_url=reverse("units:list"))


@login_required
def unit_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sửa thông tin đơn vị."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    policies.check_can_manage_units(request.user, unit)
    return _edit(request, unit, title="Sửa thông tin đơn vị", cancel_url=unit.get_absolute_url())


def _edit(request: SignedInRequest, unit: Unit, *, title: str, cancel_url: str) -> HttpResponse:
    name = unit.name  # the form writes what was typed into the unit, right or wrong
    form = UnitForm(request.POST or None, instance=unit, by=request.user, cancel_url=cancel_url)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.save_unit(unit, by=request.user, read=form.read))
    ):
        messages.success(request, f"Đã lưu {unit.name}.")
        return redirect(unit)
    return render(request, "units/form.html", {"form": form, "title": title, "about": name, "about_url": cancel_url})
