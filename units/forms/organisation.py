"""Units and blocks, as the office types them."""

from typing import Any

from django import forms

from emulation_portal.core.forms import PortalFormHelper, VietnameseDateField, VietnameseFormMixin

from ..enums import UnitKind
from ..models import EmulationBlock, Unit


class UnitForm(VietnameseFormMixin, forms.ModelForm):
    joined_on = VietnameseDateField(label="Ngày gia nhập", required=False)

    class Meta:
        model = Unit
        fields = [
            "kind", "name", "short_name", "code", "parent", "commune", "address", "phone", "email", "joined_on",
        ]  # fmt: skip

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.queryset = Unit.objects.open().exclude(pk=self.instance.pk)
        parent.empty_label = "Không trực thuộc đơn vị nào"
        kind: Any = self.fields["kind"]
        kind.choices = [("", "Chọn loại đơn vị"), *UnitKind.choices]
        self.fields["name"].help_text = "Tên đầy đủ, như ghi trên giấy đăng ký hoặc quyết định thành lập."
        self.fields["short_name"].help_text = "Dùng ở các bảng hẹp, ví dụ: HTX Đông Triều."
        self.fields["commune"].help_text = "Ví dụ: phường Đông Triều, xã Tiên Yên, đặc khu Vân Đồn."
        self.helper = PortalFormHelper(
            self, "kind", "name", "short_name", "code", "parent", "commune", "address", "phone", "email", "joined_on",
            submit="Lưu đơn vị", cancel_url=cancel_url,
        )  # fmt: skip

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].upper().replace(" ", "")
        if not code.isascii():
            raise forms.ValidationError("Mã chỉ gồm chữ không dấu, chữ số và gạch nối, ví dụ HTX-001.")
        return code


class CloseUnitForm(VietnameseFormMixin, forms.Form):
    on = VietnameseDateField(label="Thôi hoạt động từ ngày")
    reason = forms.CharField(
        label="Lý do", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ví dụ: giải thể theo Nghị quyết Đại hội thành viên ngày …; sáp nhập vào ….",
    )  # fmt: skip

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self, submit="Cho thôi hoạt động", cancel_url=cancel_url)


class BlockForm(VietnameseFormMixin, forms.ModelForm):
    class Meta:
        model = EmulationBlock
        fields = ["kind", "name"]

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self, submit="Lưu", cancel_url=cancel_url)


class JoinBlockForm(VietnameseFormMixin, forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị", empty_label="Chọn đơn vị")
    since = VietnameseDateField(label="Từ ngày")
    is_lead = forms.BooleanField(label="Là khối trưởng, cụm trưởng", required=False)

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = (
            Unit.objects.open()
            .exclude(kind__in=["alliance", "council"])
            .exclude(block_memberships__effective_to__isnull=True, block_memberships__isnull=False)
        )
        unit.help_text = "Chỉ hiện những đơn vị chưa ở khối, cụm nào."
        self.helper = PortalFormHelper(self, submit="Đưa vào khối", cancel_url=cancel_url)
