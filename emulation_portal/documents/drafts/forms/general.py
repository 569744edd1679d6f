"""Thông tin chung: how a paper begins and ends. Kinds put fields of their own before these."""

import datetime as dt
import re
from typing import Any

from crispy_forms.layout import Div, Fieldset
from django import forms

from emulation_portal.core.dates import short_date
from emulation_portal.core.fields import VietnameseDateField
from emulation_portal.core.forms import PortalFormHelper, VietnameseFormMixin
from emulation_portal.core.versioned_forms import ShowsStored
from emulation_portal.documents.models import Issuer
from emulation_portal.documents.paper_limits import MAX_PREAMBLE, MAX_SUMMARY, check_lines

from ..enums import NumberingStyle
from ..models import Draft
from ..queries import line_that_has
from .widgets import box

PAIR = "field-pair"
SUMMARY_HELP = "In ngay dưới tên loại văn bản. Xuống dòng ở đâu thì in như thế."


def _of(issuers: list[Issuer]) -> Any:
    return Issuer.objects.filter(pk__in=[issuer.pk for issuer in issuers]).select_related("unit")


class NewDraftForm(VietnameseFormMixin, forms.Form):
    """What is asked before a draft is opened; the rest is written part by part."""

    issuer = forms.ModelChoiceField(label="Cơ quan ban hành", queryset=Issuer.objects.none(), empty_label=None)
    summary = forms.CharField(
        label="Trích yếu", max_length=MAX_SUMMARY, validators=[check_lines], widget=box(3), help_text=SUMMARY_HELP
    )
    first_fields: tuple[str, ...] = ()  # of the kind

    def __init__(
        self, *args: Any, issuers: list[Issuer], user: Any = None, cancel_url: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issuer"].queryset = _of(issuers)  # type: ignore[attr-defined]
        fields = (*self.first_fields, "issuer", "summary")
        self.helper = PortalFormHelper(self, *fields, submit="Mở dự thảo", cancel_url=cancel_url)


class GeneralForm(ShowsStored, VietnameseFormMixin, forms.Form):
    """What every draft has. `own_fieldset` of a kind's subclass stands before it."""

    issuer = forms.ModelChoiceField(label="Cơ quan ban hành", queryset=Issuer.objects.none(), empty_label=None)
    summary = forms.CharField(
        label="Trích yếu",
        max_length=MAX_SUMMARY,
        validators=[check_lines],
        widget=box(3),
        help_text=SUMMARY_HELP,
    )
    place_name = forms.CharField(label="Địa danh", max_length=60)
    lead_in = forms.CharField(
        label="Lời mở đầu",
        required=False,
        widget=box(2),
        max_length=MAX_PREAMBLE,
        help_text="Ít khi cần: đoạn in trước các căn cứ.",
    )
    preamble = forms.CharField(
        label="Lời dẫn",
        required=False,
        widget=box(4),
        max_length=MAX_PREAMBLE,
        help_text="Đoạn nối các căn cứ với mục đầu tiên, kết thúc bằng “như sau:”. *Chữ giữa hai sao* in nghiêng, **giữa hai cặp sao** in đậm.",
    )
    closing = forms.CharField(
        label="Lời kết", required=False, widget=box(3), max_length=MAX_PREAMBLE, help_text="Dấu “./.” được in tự động."
    )
    numbering_style = forms.ChoiceField(label="Cách đánh số cấp ba", choices=NumberingStyle.choices)
    is_public = forms.BooleanField(label="Công khai cho mọi người đọc sau khi ban hành", required=False)

    def __init__(
        self, *args: Any, issuers: list[Issuer], cancel_url: str = "", with_submit: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issuer"].queryset = _of(issuers)  # type: ignore[attr-defined]
        submit = "Lưu" if with_submit else ""
        self.helper = PortalFormHelper(self, *self.layout_parts(), submit=submit, cancel_url=cancel_url, form_tag=False)

    def layout_parts(self) -> list[Any]:
        ends = ("issuer", "place_name", "summary", "lead_in", "preamble", "closing", "numbering_style", "is_public")
        return [*self.own_fieldset(), Fieldset("Đầu và cuối văn bản", *ends)]

    def own_fieldset(self) -> list[Any]:
        return []


class TranscriptionGeneralForm(GeneralForm):
    """The same of a paper that was issued elsewhere, with what stands on it."""

    paper_number = forms.IntegerField(
        label="Số",
        min_value=1,
        max_value=99_999,
        required=False,
        error_messages={"invalid": "Số văn bản chỉ gồm chữ số, ví dụ 644."},
        widget=forms.TextInput(attrs={"class": "input-short", "inputmode": "numeric", "autocomplete": "off"}),
    )
    paper_symbol = forms.CharField(label="Ký hiệu", max_length=60, required=False)
    paper_issued_on = VietnameseDateField(label="Ngày ban hành", required=False)
    paper_signature_lines = forms.CharField(
        label="Quyền hạn, chức vụ người ký",
        required=False,
        widget=box(2),
        max_length=500,
        help_text="Mỗi dòng như trên bản giấy. Để trống khi tệp không có.",
    )
    paper_signer_name = forms.CharField(label="Họ tên người ký", max_length=120, required=False)

    def __init__(
        self, *args: Any, today: dt.date, document_type: str, corrects: Draft | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.document_type, self.corrects = today, document_type, corrects
        self.symbol = self.fields["issuer"].queryset[0].symbol_of(document_type)  # type: ignore[attr-defined]
        self.fields["paper_symbol"].help_text = f"Ví dụ: {self.symbol}."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
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
            self._check_number_is_free(number, day, issuer)

    def _check_number_is_free(self, number: int, day: dt.date, issuer: Issuer) -> None:
        line = line_that_has(
            number, issuer=issuer, document_type=self.document_type, issued_on=day, besides=self.corrects
        )
        if line:
            self.add_error(
                "paper_number",
                f"Số {line.printed_number} đã có trong sổ năm {day.year}: “{' '.join(line.summary.split())[:120]}”, "
                f"ngày {short_date(line.issued_on)}. Hãy kiểm tra lại số, hoặc mở văn bản ấy và bấm "
                "“Nhập lại để sửa sai”.",
            )

    def clean_paper_symbol(self) -> str:
        symbol: str = self.cleaned_data["paper_symbol"].lstrip("/")
        if symbol and not re.fullmatch(r"\w[\w&]*(-\w[\w&]*)*", symbol):
            message = f"Ký hiệu chỉ gồm chữ, dấu & và dấu gạch nối, không có dấu cách, ví dụ {self.symbol}."
            raise forms.ValidationError(message)
        return symbol

    def layout_parts(self) -> list[Any]:
        paper = Fieldset(
            "Như trên bản đã ban hành",  # hidden by the style sheet while the file is said to be a draft
            Div("paper_number", "paper_symbol", css_class=PAIR),
            "paper_issued_on",
            "paper_signature_lines",
            "paper_signer_name",
            css_class="only-issued",
        )
        return [paper, *super().layout_parts()]
