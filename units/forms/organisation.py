"""Units and blocks, as the office types them."""

import datetime as dt
from typing import Any

from django import forms

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import short_date
from emulation_portal.core.fields import VietnameseDateField
from emulation_portal.core.forms import UNDONE, PortalFormHelper, ReasonForm, VietnameseFormMixin
from emulation_portal.core.pickers import PickField
from emulation_portal.core.versioned_forms import VersionedFormMixin

from .. import regulations
from ..actions import UNIT_FIELDS, wrong_parent
from ..enums import UnitKind
from ..models import BlockMembership, EmulationBlock, Position, Unit
from ..queries import positions_of_people_called


class UnitForm(VersionedFormMixin, VietnameseFormMixin, forms.ModelForm):
    joined_on = VietnameseDateField(label="Ngày gia nhập", required=False)

    class Meta:
        model = Unit
        fields = [*UNIT_FIELDS]

    def __init__(self, *args: Any, by: User, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Unit.objects.administered_by(by)
        possible = own.open().filter(kind__in=regulations.PARENTS).exclude(pk=self.instance.pk)
        above = possible | own.filter(pk=self.instance.parent_id)
        # Whether there must be one, `clean` says: an alliance stands under none.
        self.fields["parent"] = PickField(above, label="Trực thuộc", required=False, empty_label=None)
        kind: Any = self.fields["kind"]
        is_alliance = self.instance.pk is not None and self.instance.kind == UnitKind.ALLIANCE
        offered = [item for item in UnitKind if (item == UnitKind.ALLIANCE) == is_alliance]
        kind.choices = [("", "Chọn loại đơn vị"), *((item.value, item.label) for item in offered)]
        if is_alliance:
            del self.fields["parent"]
        shown = [name for name in self.Meta.fields if name in self.fields]
        self.fields["name"].help_text = (
            "Tên đầy đủ, như ghi trên giấy đăng ký hoặc quyết định thành lập."
            if self.instance._state.adding
            else "Sửa chỗ ghi sai. Đơn vị đổi tên từ một ngày thì dùng “Đổi tên, chuyển trực thuộc”."
        )
        self.fields["short_name"].help_text = "Dùng ở các bảng hẹp, ví dụ: HTX Đông Triều."
        self.fields["commune"].help_text = "Ví dụ: phường Đông Triều, xã Tiên Yên, đặc khu Vân Đồn."
        self.helper = PortalFormHelper(self, *shown, submit="Lưu", cancel_url=cancel_url)

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        if self.instance.pk and typed == self.instance.code:
            return typed  # of a time when more was allowed
        code = regulations.as_code(typed)
        if code is None:
            raise forms.ValidationError("Mã chỉ gồm chữ không dấu, chữ số và gạch nối, ví dụ HTX-001.")
        return code

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not regulations.is_phone(phone):
            raise forms.ValidationError(
                f"“{phone}” không phải là số điện thoại. Hãy ghi mỗi số từ 8 đến 15 chữ số, ví dụ 0203 3825 123; "
                "nhiều số thì cách nhau bằng dấu phẩy."
            )
        return phone

    def clean(self) -> dict[str, Any]:
        """Say at the field what the action would refuse."""
        data = super().clean() or self.cleaned_data
        kind, parent = data.get("kind"), data.get("parent")
        if kind and parent and parent.kind not in regulations.parent_kinds(kind):
            self.add_error("parent", wrong_parent(kind, parent))
        if "parent" in self.fields and not parent and "parent" not in self.errors:
            self.add_error("parent", "Hãy chọn đơn vị cấp trên. Chỉ Liên minh không trực thuộc đơn vị nào.")
        self._check_code(data.get("code"), parent)
        return data

    def _check_code(self, code: str | None, parent: Unit | None) -> None:
        """Name the unit that has the code; a code means something within one alliance only."""
        root = parent.root_id if parent else self.instance.pk
        if holder := Unit.objects.filter(code=code, root_id=root).exclude(pk=self.instance.pk).first():
            self.add_error("code", f"Mã {code} đã dùng cho {holder}. Hãy chọn mã khác.")


class CloseUnitForm(VietnameseFormMixin, forms.Form):
    on = VietnameseDateField(label="Thôi hoạt động từ ngày")
    reason = forms.CharField(
        label="Lý do",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ví dụ: giải thể theo Nghị quyết Đại hội thành viên ngày …; sáp nhập vào ….",
    )

    def __init__(self, *args: Any, today: dt.date, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.helper = PortalFormHelper(self, submit="Cho thôi hoạt động", cancel_url=cancel_url, way_out=UNDONE)

    def clean_on(self) -> dt.date:
        return refuse_far_ahead(self.cleaned_data["on"], self.today)


class ReopenForm(ReasonForm):
    """Whether a unit works again from today, or never closed."""

    MISTAKE, AGAIN = "mistake", "again"
    how = forms.ChoiceField(
        label="Vì sao mở lại",
        choices=[
            (MISTAKE, "Ghi nhầm: trở lại như trước, cả người, vai trò, khối, đơn vị trực thuộc"),
            (AGAIN, "Hoạt động lại từ hôm nay: ghi lại người, giao lại vai trò"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn một cách."},
    )
    field_order = ["how", "reason"]

    def __init__(self, *args: Any, is_planned: bool, button: str, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, button=button, cancel_url=cancel_url, **kwargs)
        if is_planned:  # it never closed
            del self.fields["how"]
            self.helper = PortalFormHelper(self, submit=button, cancel_url=cancel_url, way_out=UNDONE)


def refuse_far_ahead(on: dt.date, today: dt.date) -> dt.date:
    """Return the day. Raises ValidationError for one so far ahead that the year is a slip."""
    last_day = today + dt.timedelta(days=366)
    if on > last_day:
        raise forms.ValidationError(
            f"Ngày ghi ở đây không quá một năm kể từ hôm nay (đến {short_date(last_day)}). Hãy xem lại năm."
        )
    return on


class BlockForm(VersionedFormMixin, VietnameseFormMixin, forms.ModelForm):
    class Meta:
        model = EmulationBlock
        fields = ["kind", "name"]

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self, submit="Lưu", cancel_url=cancel_url)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        same = EmulationBlock.objects.filter(alliance=self.instance.alliance_id, name=name)
        if same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"Đã có khối, cụm tên “{name}”. Hãy đặt tên khác.")
        return name


class JoinBlockForm(VietnameseFormMixin, forms.Form):
    unit = PickField(Unit.objects.none(), label="Đơn vị")
    since = VietnameseDateField(label="Từ ngày")

    def __init__(self, *args: Any, block: EmulationBlock, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        taken = BlockMembership.objects.filter(kind=block.kind, effective_to=None)
        unit.queryset = (
            Unit.objects.open()
            .filter(root_id=block.alliance_id)
            .exclude(kind__in=[UnitKind.ALLIANCE, UnitKind.COUNCIL])
            .exclude(pk__in=taken.values("unit"))
        )
        unit.help_text = f"Chỉ hiện những đơn vị chưa ở {block.get_kind_display().lower()} nào."
        self.helper = PortalFormHelper(self, submit="Đưa vào khối", cancel_url=cancel_url)


class LeadForm(VietnameseFormMixin, forms.Form):
    """Who leads a block, on behalf of the unit in which they serve."""

    position = PickField(Position.objects.none(), label="Khối trưởng", search=positions_of_people_called)
    since = VietnameseDateField(label="Từ ngày")
    until = VietnameseDateField(
        label="Đến trước ngày", required=False, help_text="Khối trưởng thường luân phiên hằng năm."
    )

    def __init__(self, *args: Any, people: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        position: Any = self.fields["position"]
        position.queryset = people
        position.label_from_instance = lambda row: f"{row.person} – {row.title}, {row.unit}"
        position.help_text = "Người giữ chức vụ ở đơn vị trong khối và đã có tài khoản."
        self.helper = PortalFormHelper(self, submit="Giao khối trưởng", cancel_url=cancel_url)
