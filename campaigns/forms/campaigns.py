from django import forms

from emulation_portal.core.forms import VietnameseFormMixin
from emulation_portal.documents.drafts.forms.general import NewDraftForm
from emulation_portal.documents.drafts.forms.widgets import box
from emulation_portal.documents.paper_limits import MAX_SUMMARY, check_lines

from ..enums import CampaignKind, CampaignStatus


class NewCampaignForm(NewDraftForm):
    """A plan is begun with the campaign that it launches."""

    campaign_name = forms.CharField(label="Tên phong trào", max_length=500, widget=box(2))
    kind = forms.ChoiceField(label="Loại phong trào", choices=CampaignKind.choices)
    summary = forms.CharField(
        label="Trích yếu của kế hoạch",
        max_length=MAX_SUMMARY,
        validators=[check_lines],
        widget=box(3),
        help_text="In ngay dưới chữ KẾ HOẠCH, ví dụ: Tổ chức phong trào thi đua yêu nước năm 2026.",
    )
    first_fields = ("campaign_name", "kind")


class CampaignFilter(VietnameseFormMixin, forms.Form):
    year = forms.TypedChoiceField(label="Năm", required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label="Loại", required=False, choices=[("", "Tất cả"), *CampaignKind.choices])
    status = forms.ChoiceField(label="Trạng thái", required=False, choices=[("", "Tất cả"), *CampaignStatus.choices])
    q = forms.CharField(label="Tên phong trào", required=False, max_length=200)

    def __init__(self, *args: object, years: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["year"].choices = [("", "Tất cả"), *[(year, str(year)) for year in years]]  # type: ignore[attr-defined]
