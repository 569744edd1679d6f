"""Filters of lists. What stands in the address and makes no sense is left aside, never an error page."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet

from emulation_portal.accounts.models import User
from emulation_portal.core.forms import VietnameseFormMixin
from emulation_portal.rights.enums import Role
from emulation_portal.rights.periods import in_force_on

from ..enums import UnitKind
from ..models import BlockMembership, EmulationBlock, Person, Unit

STATUSES = [("", "Đang hoạt động"), ("closed", "Đã thôi hoạt động"), ("all", "Tất cả")]


class Filter(VietnameseFormMixin, forms.Form):
    """A GET form whose fields may all be empty."""

    def value(self, name: str) -> Any:
        """Return what a field says; None when it is empty or nonsense."""
        self.is_valid()
        return self.cleaned_data.get(name) or None

    @property
    def is_filtered(self) -> bool:
        return any(self.value(name) for name in self.fields)


class UnitFilter(Filter):
    kind = forms.ChoiceField(label="Loại", choices=[("", "Tất cả"), *UnitKind.choices], required=False)
    block = forms.ModelChoiceField(
        EmulationBlock.objects.none(), label="Khối, cụm", empty_label="Tất cả", required=False
    )
    parent = forms.ModelChoiceField(Unit.objects.none(), label="Trực thuộc", empty_label="Tất cả", required=False)
    status = forms.ChoiceField(label="Trạng thái", choices=STATUSES, required=False)
    q = forms.CharField(
        label="Tìm đơn vị", required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Tên, mã, xã; không cần gõ dấu"}),
    )  # fmt: skip

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blocks: Any = self.fields["block"]
        blocks.queryset = EmulationBlock.objects.visible_to(reader)
        parents: Any = self.fields["parent"]
        seen = Unit.objects.visible_to(reader)
        parents.queryset = seen.filter(pk__in=seen.filter(parent__isnull=False).values("parent"))

    def apply(self, units: "QuerySet[Unit]", *, on: dt.date) -> "QuerySet[Unit]":
        found: Any = units
        if kind := self.value("kind"):
            found = found.filter(kind=kind)
        if block := self.value("block"):
            members = BlockMembership.objects.filter(in_force_on(on), block=block)
            found = found.filter(pk__in=members.values("unit"))
        if parent := self.value("parent"):
            found = found.filter(parent=parent)
        status = self.value("status")
        if status != "all":
            found = found.filter(closed_on__lte=on) if status == "closed" else found.working(on=on)
        return found.matching(self.value("q") or "")


class PeopleFilter(Filter):
    account = forms.ChoiceField(
        label="Tài khoản", required=False,
        choices=[("", "Tất cả"), ("none", "Chưa có"), ("open", "Đã mở"), ("closed", "Đã ngừng")],
    )  # fmt: skip
    role = forms.ChoiceField(label="Vai trò", choices=[("", "Tất cả"), *Role.choices], required=False)
    q = forms.CharField(
        label="Tìm người", required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Họ và tên; không cần gõ dấu"}),
    )  # fmt: skip

    def apply(self, people: "QuerySet[Person]", *, holders: "QuerySet") -> "QuerySet[Person]":
        """Narrow the list; `holders` are the appointments in force."""
        found: Any = people
        account = self.value("account")
        if account == "none":
            found = found.filter(user__isnull=True)
        elif account:
            found = found.filter(user__is_active=account == "open")
        if role := self.value("role"):
            found = found.filter(user__in=holders.filter(role=role).values("user"))
        return found.matching(self.value("q") or "")


class SlipFilter(UnitFilter):
    """Of which units, and for whom there, slips are to be printed."""

    role = forms.ChoiceField(
        label="Phiếu cho", required=False,
        choices=[(Role.UNIT_EDITOR.value, "Cán bộ đầu mối"), (Role.UNIT_HEAD.value, "Thủ trưởng")],
    )  # fmt: skip
    field_order = ["role", "kind", "block", "q"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["parent"], self.fields["status"]

    @property
    def chosen_role(self) -> Role:
        return Role(self.value("role") or Role.UNIT_EDITOR)
