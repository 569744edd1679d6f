"""Thông tin chung: what the campaign is, and how its paper begins and ends."""

import datetime as dt
import re
from typing import Any

from crispy_forms.layout import Div, Fieldset
from django import forms

from emulation_portal.core.dates import short_date
from emulation_portal.core.forms import PortalFormHelper, VietnameseDateField, VietnameseFormMixin
from emulation_portal.documents.models import Issuer

from ..enums import CampaignKind, NumberingStyle
from ..models import CampaignPlan
from ..queries import line_that_has
from .widgets import box


class GeneralForm(VietnameseFormMixin, forms.Form):
    """Thông tin chung: what the campaign is, and how the paper begins and ends."""

    campaign_name = forms.CharField(label="Tên phong trào", max_length=500, widget=box(2))
    kind = forms.ChoiceField(label="Loại phong trào", choices=CampaignKind.choices)
    theme = forms.CharField(label="Chủ đề", max_length=2000, required=False, widget=box(2))
    parent_movement = forms.CharField(
        label="Hưởng ứng phong trào", max_length=500, required=False,
        help_text="Phong trào của cấp trên mà phong trào này hưởng ứng, nếu có.",
    )  # fmt: skip
    period_from = VietnameseDateField(label="Từ ngày", required=False)
    period_to = VietnameseDateField(label="Đến hết ngày", required=False)
    dossiers_from = VietnameseDateField(label="Nhận hồ sơ khen thưởng từ ngày", required=False)
    dossiers_to = VietnameseDateField(label="Nhận hồ sơ đến hết ngày", required=False)
    issuer = forms.ModelChoiceField(label="Cơ quan ban hành", queryset=Issuer.objects.none(), empty_label=None)
    summary = forms.CharField(
        label="Trích yếu", max_length=2000, widget=box(3),
        help_text="In ngay dưới chữ KẾ HOẠCH. Xuống dòng ở đâu thì in như thế.",
    )  # fmt: skip
    place_name = forms.CharField(label="Địa danh", max_length=60)
    preamble = forms.CharField(
        label="Lời dẫn", required=False, widget=box(4), max_length=10_000,
        help_text="Đoạn nối các căn cứ với mục I, kết thúc bằng “như sau:”. *Chữ giữa hai sao* in nghiêng, **giữa hai cặp sao** in đậm.",
    )  # fmt: skip
    closing = forms.CharField(
        label="Lời kết", required=False, widget=box(3), max_length=10_000, help_text="Dấu “./.” được in tự động."
    )
    numbering_style = forms.ChoiceField(label="Cách đánh số cấp ba", choices=NumberingStyle.choices)
    is_public = forms.BooleanField(label="Công khai cho mọi người đọc sau khi ban hành", required=False)

    def __init__(self, *args: Any, cancel_url: str = "", with_submit: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issuer"].queryset = Issuer.objects.select_related("unit")  # type: ignore[attr-defined]
        self.helper = PortalFormHelper(
            self, *self.layout_parts(), submit="Lưu thông tin chung" if with_submit else "", cancel_url=cancel_url,
            form_tag=False,
        )  # fmt: skip

    def layout_parts(self) -> list[Any]:
        pair = "field-pair"
        return [
            Fieldset(
                "Phong trào", "campaign_name", "kind", "theme", "parent_movement",
                Div("period_from", "period_to", css_class=pair), Div("dossiers_from", "dossiers_to", css_class=pair),
            ),
            Fieldset("Đầu và cuối văn bản", "issuer", "place_name", "summary", "preamble", "closing", "numbering_style", "is_public"),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        _check_order(self, "period_from", "period_to", "Ngày kết thúc phong trào phải sau ngày bắt đầu.")
        _check_order(self, "dossiers_from", "dossiers_to", "Ngày cuối nhận hồ sơ phải sau ngày đầu.")
        if bool(data.get("dossiers_from")) != bool(data.get("dossiers_to")):
            self.add_error("dossiers_to", "Hãy ghi cả ngày đầu và ngày cuối nhận hồ sơ, hoặc để trống cả hai.")
        return data


class TranscriptionGeneralForm(GeneralForm):
    """The same of a paper that was issued elsewhere, with what stands on it."""

    paper_number = forms.IntegerField(
        label="Số", min_value=1, max_value=99_999, required=False,
        error_messages={"invalid": "Số văn bản chỉ gồm chữ số, ví dụ 644."},
        widget=forms.TextInput(attrs={"class": "input-short", "inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    paper_symbol = forms.CharField(label="Ký hiệu", max_length=60, required=False, help_text="Ví dụ: KH-LMHTX.")
    paper_issued_on = VietnameseDateField(label="Ngày ban hành", required=False)
    paper_signature_lines = forms.CharField(
        label="Quyền hạn, chức vụ người ký", required=False, widget=box(2), max_length=500,
        help_text="Mỗi dòng như trên bản giấy. Để trống khi tệp không có.",
    )  # fmt: skip
    paper_signer_name = forms.CharField(label="Họ tên người ký", max_length=120, required=False)

    def __init__(self, *args: Any, today: dt.date, corrects: CampaignPlan | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.corrects = today, corrects

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.check_paper(data)
        return data

    def check_paper(self, data: dict[str, Any]) -> None:
        """Say at the field what the register would refuse: a day to come, a number that another paper has."""
        number, day, issuer = data.get("paper_number"), data.get("paper_issued_on"), data.get("issuer")
        if day and day > self.today:
            self.add_error(
                "paper_issued_on",
                f"Ngày {short_date(day)} chưa tới, nên văn bản chưa thể đã ban hành. Hãy ghi đúng ngày trên bản giấy.",
            )
        elif number and day and issuer:
            line = line_that_has(number, issuer=issuer, issued_on=day, besides=self.corrects)
            if line:
                self.add_error(
                    "paper_number",
                    f"Số {line.printed_number} đã có trong sổ năm {day.year}: “{' '.join(line.summary.split())[:120]}”, "
                    f"ngày {short_date(line.issued_on)}. Hãy kiểm tra lại số, hoặc mở kế hoạch ấy và bấm "
                    "“Nhập lại để sửa sai”.",
                )

    def clean_paper_symbol(self) -> str:
        symbol: str = self.cleaned_data["paper_symbol"].lstrip("/")
        if symbol and not re.fullmatch(r"\w+(-\w+)*", symbol):
            raise forms.ValidationError("Ký hiệu chỉ gồm chữ và dấu gạch nối, không có dấu cách, ví dụ KH-LMHTX.")
        return symbol

    def layout_parts(self) -> list[Any]:
        paper = Fieldset(
            "Như trên bản đã ban hành",  # hidden by the style sheet while the file is said to be a draft
            Div("paper_number", "paper_symbol", css_class="field-pair"), "paper_issued_on",
            "paper_signature_lines", "paper_signer_name", css_class="only-issued",
        )  # fmt: skip
        return [paper, *super().layout_parts()]


def _check_order(form: forms.Form, first: str, last: str, message: str) -> None:
    start: dt.date | None = form.cleaned_data.get(first)
    end: dt.date | None = form.cleaned_data.get(last)
    if start and end and end < start:
        form.add_error(last, message)
