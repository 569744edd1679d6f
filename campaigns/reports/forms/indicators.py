"""Forms of the catalogue."""

import re
from typing import Any

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.core.validators import RegexValidator

from emulation_portal.core.filters import Filters, choice, words
from emulation_portal.core.forms import PortalFormHelper, VietnameseFormMixin
from emulation_portal.core.versioned_forms import VersionedFormMixin

from ..enums import IndicatorGroup, Nature, ValueType
from ..expectations import CODE, WrongExpectation, parse_expectation
from ..models import Indicator
from ..models.indicator import WRONG_CODE
from ..quantities import NoNumber, parse_quantity, written

PAIR = "field-pair"


class QuantityField(forms.DecimalField):
    """A number as it is written in Vietnamese."""

    widget = forms.TextInput(attrs={"class": "input-short", "inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return parse_quantity(value, places=self.decimal_places or 0)
        except NoNumber as error:
            raise forms.ValidationError(str(error), code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else written(value)


class IndicatorFilters(Filters):
    group = choice("Nhóm", IndicatorGroup.choices)
    nature = choice("Cách cộng", Nature.choices)
    q = words("Tìm chỉ tiêu", "Tên, mã; không cần gõ dấu")


class IndicatorForm(VersionedFormMixin, VietnameseFormMixin, forms.ModelForm):
    code = forms.CharField(
        label="Mã",
        max_length=30,
        validators=[RegexValidator(rf"^\s*{CODE}\s*$", WRONG_CODE, flags=re.IGNORECASE)],
        help_text="Chữ không dấu, số, gạch dưới, ví dụ HTX_TONG. Mã không đổi về sau.",
    )
    lowest = QuantityField(label="Không nhỏ hơn", required=False, max_digits=20, decimal_places=4)
    highest = QuantityField(label="Không lớn hơn", required=False, max_digits=20, decimal_places=4)

    class Meta:
        model = Indicator
        fields = [
            "name",
            "measure",
            "group",
            "value_type",
            "nature",
            "places",
            "numerator_name",
            "denominator_name",
            "lowest",
            "highest",
            "usual_change_percent",
            "expectation",
            "less_is_better",
            "wants_source",
            "hint",
            "is_offered",
        ]
        help_texts = {
            "nature": "Cộng các kỳ: số phát sinh thì cộng lại, số cuối kỳ thì lấy kỳ cuối, tỷ lệ thì tính lại từ tử số, "
            "mẫu số.",
            "expectation": "Mã chỉ tiêu nối bằng + hoặc -, ví dụ HTX_HD + HTX_NGUNG; thêm @ để lấy số kỳ trước. Ngăn "
            "nhiều điều kiện bằng dấu chấm phẩy. Lệch thì đơn vị phải giải trình.",
            "usual_change_percent": "So với kỳ trước. Vượt thì đơn vị phải giải trình.",
            "less_is_better": "Càng thấp càng tốt, ví dụ tỷ lệ nợ quá hạn: đạt khi không vượt kế hoạch; không tính % kế hoạch, "
            "không chấm điểm theo tỷ lệ đạt kế hoạch.",
            "places": "Chỉ dùng cho số thập phân và tỷ lệ %.",
        }

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            code: Any = self.fields["code"]
            code.disabled, code.initial = True, self.instance.code
        self.helper = PortalFormHelper(
            self,
            Fieldset("Chỉ tiêu", Div("code", "measure", css_class=PAIR), "name", "group", "hint"),
            Fieldset(
                "Cách ghi và cách cộng",
                Div("value_type", "nature", css_class=PAIR),
                "places",
                Div("numerator_name", "denominator_name", css_class=PAIR),
                "less_is_better",
            ),
            Fieldset(
                "Kiểm tra khi ghi",
                Div("lowest", "highest", css_class=PAIR),
                "usual_change_percent",
                "expectation",
                "wants_source",
            ),
            "is_offered",
            submit="Lưu chỉ tiêu",
            cancel_url=cancel_url,
        )

    def clean_measure(self) -> str:
        measure: str = self.cleaned_data["measure"]
        is_money = self.data.get("value_type") in (ValueType.MONEY, ValueType.ITEMS)
        if is_money and measure.casefold() not in ("", "đồng"):
            raise forms.ValidationError(
                "Kiểu này ghi bằng đồng. Hãy bỏ trống đơn vị tính, hoặc chọn kiểu Số thập phân cho triệu đồng, tỷ đồng."
            )
        return measure

    def clean_nature(self) -> str:
        nature: str = self.cleaned_data["nature"]
        if self.data.get("value_type") == ValueType.ITEMS and nature != Nature.FLOW:
            raise forms.ValidationError(f"Danh sách ủng hộ của các kỳ cộng lại: hãy chọn “{Nature.FLOW.label}”.")
        return nature

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self.instance.pk:
            return self.instance.code
        if Indicator.objects.filter(alliance=self.instance.alliance_id, code=code.upper()).exists():
            raise forms.ValidationError("Đã có chỉ tiêu mang mã này. Hãy chọn mã khác.")
        self.instance.code = code.upper()
        return code

    def clean_expectation(self) -> str:
        text: str = self.cleaned_data["expectation"]
        for line in filter(str.strip, text.split(";")):
            try:
                parse_expectation(line)
            except WrongExpectation as error:
                raise forms.ValidationError(str(error)) from None
        return text
