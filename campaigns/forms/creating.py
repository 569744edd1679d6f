from typing import Any

from django import forms

from emulation_portal.core.forms import PortalFormHelper, VietnameseFormMixin
from emulation_portal.documents.models import Issuer

from ..enums import CampaignKind
from .widgets import box


class NewCampaignForm(VietnameseFormMixin, forms.Form):
    """The least that a draft needs; the rest is written part by part."""

    campaign_name = forms.CharField(label="Tên phong trào", max_length=500, widget=box(2))
    kind = forms.ChoiceField(label="Loại phong trào", choices=CampaignKind.choices)
    issuer = forms.ModelChoiceField(label="Cơ quan ban hành", queryset=Issuer.objects.none(), empty_label=None)
    summary = forms.CharField(
        label="Trích yếu của kế hoạch", max_length=2000, widget=box(3),
        help_text="In ngay dưới chữ KẾ HOẠCH, ví dụ: Tổ chức phong trào thi đua yêu nước năm 2026.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issuer"].queryset = Issuer.objects.select_related("unit")  # type: ignore[attr-defined]
        self.helper = PortalFormHelper(self, *self.fields, submit="Mở dự thảo")
