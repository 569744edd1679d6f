"""Forms of the steps that ask for something: a reason, a day, a number, a typed word."""

from typing import Any

from django import forms

from emulation_portal.core import forms as portal_forms
from emulation_portal.core.forms import TypedWordForm, VietnameseDateField
from emulation_portal.documents.enums import NumberingMode

from ..models import CampaignPlan


class ReasonForm(portal_forms.ReasonForm):
    help_text = "Người nhận sẽ đọc đúng những chữ này. Hãy ghi rõ chỗ nào, cần sửa thế nào."


class ReadPlanForm(TypedWordForm):
    """A step on a text that the person has read; the page says which revision that was."""

    revision = forms.CharField(widget=forms.HiddenInput, required=False)


class IssueForm(ReadPlanForm):
    """Cấp số, ban hành: the day, and the number when the office keeps its book elsewhere."""

    expected_word = "BAN HÀNH"
    issued_on = VietnameseDateField(label="Ngày ban hành", help_text="Ngày ghi trên văn bản, thường là hôm nay.")
    number = forms.IntegerField(
        label="Số văn bản",
        min_value=1,
        max_value=99_999,
        help_text="Lấy từ sổ đăng ký văn bản đi của cơ quan.",
        error_messages={"invalid": "Số văn bản chỉ gồm chữ số, ví dụ 645."},
        widget=forms.TextInput(attrs={"class": "input-short", "inputmode": "numeric", "autocomplete": "off"}),
    )
    field_order = ["issued_on", "number", "word"]

    def __init__(self, *args: Any, plan: CampaignPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if plan.issuer.numbering_mode == NumberingMode.PORTAL:
            del self.fields["number"]


class TranscribeForm(ReadPlanForm):
    expected_word = "GHI SỔ"


class RevokeForm(TypedWordForm):
    expected_word = "THU HỒI"
    reason = forms.CharField(
        label="Lý do thu hồi",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="Lý do này hiện công khai trên trang kiểm tra văn bản.",
    )
    field_order = ["reason", "word"]
