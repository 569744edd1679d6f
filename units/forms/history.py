"""How a unit comes to be called otherwise, to stand elsewhere, and to be succeeded, as the office types it."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q

from emulation_portal.accounts.models import User
from emulation_portal.core.fields import VietnameseDateField
from emulation_portal.core.forms import PortalFormHelper, ReasonForm, VietnameseFormMixin
from emulation_portal.core.pickers import PickField, PickManyField
from emulation_portal.core.versioned_forms import VersionedFormMixin

from .. import regulations
from ..actions import STANDING_FIELDS, wrong_parent
from ..enums import MEMBER_KINDS, SuccessionKind, UnitKind
from ..models import Unit
from .organisation import refuse_far_ahead


class StandingForm(VersionedFormMixin, VietnameseFormMixin, forms.ModelForm):
    """Đổi tên, chuyển trực thuộc: what changes, from which day, by what paper."""

    since = VietnameseDateField(label="Từ ngày", help_text="Văn bản của những ngày trước vẫn giữ tên cũ.")
    basis = forms.CharField(
        label="Căn cứ",
        max_length=250,
        help_text="Ví dụ: Giấy chứng nhận đăng ký thay đổi lần 2 ngày 05/3/2026; Quyết định số 12/QĐ-LMHTX.",
        error_messages={"required": "Hãy ghi văn bản làm căn cứ."},
    )

    class Meta:
        model = Unit
        fields = [*STANDING_FIELDS]

    def __init__(self, *args: Any, by: User, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Unit.objects.administered_by(by)
        unit = self.instance
        kinds = regulations.parent_kinds(unit.kind)
        above = own.open().filter(kind__in=kinds).exclude(pk=unit.pk) | own.filter(pk=unit.parent_id)
        if unit.kind == UnitKind.ALLIANCE:
            del self.fields["parent"]
        else:
            self.fields["parent"] = PickField(above, label="Trực thuộc", empty_label=None)
        self.fields["name"].help_text = "Tên đầy đủ. Để nguyên nếu chỉ chuyển trực thuộc."
        self.fields["short_name"].help_text = "Bảng hẹp, ô tìm kiếm dùng tên này: sửa luôn nếu không còn đúng."
        shown = [name for name in (*STANDING_FIELDS, "since", "basis") if name in self.fields]
        self.helper = PortalFormHelper(self, *shown, submit="Ghi từ ngày trên", cancel_url=cancel_url)

    def clean_parent(self) -> Unit:
        parent: Unit = self.cleaned_data["parent"]
        if parent.kind not in regulations.parent_kinds(self.instance.kind):
            raise forms.ValidationError(wrong_parent(self.instance.kind, parent))
        return parent


class UndoForm(ReasonForm):
    """Why the last change is undone; `of` is the change that the page showed."""

    of = forms.IntegerField(widget=forms.HiddenInput)


class SuccessionForm(VietnameseFormMixin, forms.Form):
    """Sáp nhập, hợp nhất, chia, tách, giải thể: who takes over, from which day, by what paper."""

    kind = forms.ChoiceField(label="Hình thức", choices=SuccessionKind, widget=forms.RadioSelect)
    partners = PickManyField(Unit.objects.none(), label="Cùng với các đơn vị", required=False)
    successors = PickManyField(Unit.objects.none(), label="Đơn vị kế tục")
    on = VietnameseDateField(label="Từ ngày")
    basis = forms.CharField(
        label="Căn cứ",
        max_length=250,
        help_text="Ví dụ: Nghị quyết Đại hội thành viên ngày 20/6/2026.",
        error_messages={"required": "Hãy ghi văn bản làm căn cứ."},
    )
    takes_people = forms.BooleanField(
        label="Chuyển người đang giữ chức vụ sang đơn vị kế tục",
        required=False,
        help_text="Giữ tên chức vụ, không là người đứng đầu; vai trò trên cổng giao lại sau. Chỉ khi có một đơn vị kế tục.",
    )

    def __init__(self, *args: Any, unit: Unit, by: User, today: dt.date, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.today = unit, today
        group = Q(kind__in=MEMBER_KINDS)
        others = Unit.objects.administered_by(by).open().filter(root_id=unit.root_id).exclude(pk=unit.pk)
        possible = others.filter(group if unit.is_member else ~group, parent__isnull=False)
        for name in ("partners", "successors"):
            field: Any = self.fields[name]
            field.queryset = possible
        self.fields["partners"].help_text = "Khi nhiều đơn vị cùng sáp nhập, hợp nhất một lần."
        self.fields["successors"].help_text = "Đơn vị mới lập chưa có ở đây: hãy thêm đơn vị ấy trước, rồi quay lại."
        self.helper = PortalFormHelper(self, *self.fields, submit="Xem trước", cancel_url=cancel_url)

    def clean_on(self) -> dt.date:
        return refuse_far_ahead(self.cleaned_data["on"], self.today)

    def clean(self) -> dict[str, Any]:
        """Say at the field what the act would refuse."""
        data = super().clean() or self.cleaned_data
        if not data.get("kind"):
            return data
        kind = SuccessionKind(data["kind"])
        rule, heirs = regulations.SUCCESSION_RULES[kind], data.get("successors")
        partners = data.get("partners") or []
        if partners and not rule.is_joint:
            data["partners"] = partners = []  # the box is not shown with this form
        elif len(partners) < rule.partners:
            self.add_error("partners", "Hợp nhất phải có từ hai đơn vị trở lên. Hãy chọn đơn vị cùng hợp nhất.")
        if heirs and not rule.fewest <= len(heirs) <= rule.most:
            few = "đúng một đơn vị" if rule.most == 1 else f"từ {rule.fewest} đơn vị trở lên"
            self.add_error("successors", f"{kind.label}: hãy chọn {few}.")
        for old in [self.unit, *partners]:
            for new in heirs or []:
                if not regulations.may_succeed(kind, old.kind, new.kind):
                    self.add_error("successors", f"“{new}” không cùng loại với “{old}”. Hãy chọn đơn vị cùng loại.")
        if data.get("takes_people") and heirs and (len(heirs) > 1 or not rule.ends):
            self.add_error("takes_people", "Chỉ chuyển được khi đơn vị thôi hoạt động và có đúng một đơn vị kế tục.")
        return data
