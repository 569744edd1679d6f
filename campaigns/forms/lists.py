from django import forms

from emulation_portal.core.forms import VietnameseFormMixin

from ..enums import CampaignKind, CampaignStatus


class CampaignFilter(VietnameseFormMixin, forms.Form):
    year = forms.TypedChoiceField(label="Năm", required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label="Loại", required=False, choices=[("", "Tất cả"), *CampaignKind.choices])
    status = forms.ChoiceField(label="Trạng thái", required=False, choices=[("", "Tất cả"), *CampaignStatus.choices])
    q = forms.CharField(label="Tên phong trào", required=False, max_length=200)

    def __init__(self, *args: object, years: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["year"].choices = [("", "Tất cả"), *[(year, str(year)) for year in years]]  # type: ignore[attr-defined]
