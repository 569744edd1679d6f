"""Filters of the lists of units and people."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet

from emulation_portal.core.dates import today
from emulation_portal.core.filters import Filters, PlainSelect, choice, words
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from emulation_portal.rights.periods import in_force_on

from ..enums import BlockKind, UnitKind
from ..models import BlockMembership, EmulationBlock, Unit
from ..queries import whose_contact_has_no_account

STATUSES = [("closed", "Đã thôi hoạt động"), ("all", "Tất cả")]


def _blocks_seen(request: Any) -> list[tuple[int, str]]:
    return list(EmulationBlock.objects.visible_to(request.user).values_list("pk", "name"))


def _units_seen(request: Any) -> QuerySet[Unit]:
    return Unit.objects.visible_to(request.user)


def _in_block(units: Any, name: str, block: str) -> Any:
    members = BlockMembership.objects.filter(in_force_on(today()), block=int(block), unit=OuterRef("pk"))
    return units.filter(Exists(members))


class UnitFilters(Filters):
    kind = choice("Loại", UnitKind.choices)
    block = choice("Khối, cụm", method=_in_block)
    status = choice("Trạng thái", STATUSES, empty="Đang hoạt động", method="standing")
    # Set by the link on the page of the unit above: of 35,000 units nobody chooses one from a list of choices.
    parent = django_filters.ModelChoiceFilter(queryset=_units_seen, widget=forms.HiddenInput)
    q = words("Tìm đơn vị", "Tên, mã, xã; không cần gõ dấu")

    def fill_choices(self) -> None:
        self.choices("block", _blocks_seen(self.request))

    def standing(self, units: Any, name: str, status: str) -> Any:
        return units.filter(closed_on__lte=today()) if status == "closed" else units

    def filter_queryset(self, units: Any) -> Any:
        """Leave out closed units unless they are asked for."""
        found = super().filter_queryset(units)
        return found if self.form.cleaned_data.get("status") else found.working(on=today())


ACCOUNTS = [("none", "Chưa có"), ("open", "Đã mở"), ("closed", "Đã ngừng")]


class PeopleFilters(Filters):
    account = choice("Tài khoản", ACCOUNTS, method="with_account")
    role = choice("Vai trò", Role.choices, method="with_role")
    q = words("Tìm người", "Họ và tên; không cần gõ dấu")

    def with_account(self, people: Any, name: str, account: str) -> Any:
        if account == "none":
            return people.filter(user__isnull=True)
        return people.filter(user__is_active=account == "open")

    def with_role(self, people: Any, name: str, role: str) -> Any:
        holders = Appointment.objects.in_force(on=today()).visible_to(self.request.user).filter(role=role)
        return people.filter(user__in=holders.values("user"))


SLIPS_FOR = [(Role.UNIT_EDITOR.value, "Cán bộ đầu mối"), (Role.UNIT_HEAD.value, "Thủ trưởng")]


class SlipFilters(Filters):
    """Of which units, and for whom there, slips are to be printed."""

    role = django_filters.ChoiceFilter(
        label="Phiếu cho", choices=SLIPS_FOR, empty_label=None, method="for_all", widget=PlainSelect
    )
    kind = choice("Loại", UnitKind.choices)
    block = choice("Khối, cụm", method=_in_block)
    account = choice("Tài khoản", [("none", "Chưa có tài khoản")], method="without_account")
    q = words("Tìm đơn vị", "Tên, mã, xã; không cần gõ dấu")

    def fill_choices(self) -> None:
        self.choices("block", _blocks_seen(self.request))

    def without_account(self, units: Any, name: str, account: str) -> Any:
        return whose_contact_has_no_account(units, is_head=self.chosen_role == Role.UNIT_HEAD, on=today())

    def for_all(self, units: Any, name: str, role: str) -> Any:
        """Who gets the slip narrows nothing."""
        return units

    @property
    def chosen_role(self) -> Role:
        return Role(self.value("role") or Role.UNIT_EDITOR)

    @property
    def is_filtered(self) -> bool:
        return any(self.value(name) for name in ("kind", "block", "account", "q"))


class BlockFilters(Filters):
    kind = choice("Loại", BlockKind.choices)
    q = words("Tìm khối, cụm", "Tên; không cần gõ dấu")
