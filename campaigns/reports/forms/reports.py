"""Forms of one report beside the figures themselves."""

import datetime as dt
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.core.validators import MinValueValidator

from emulation_portal.core.dates import today
from emulation_portal.core.fields import MoneyField, VietnameseDateField
from emulation_portal.core.forms import UNDONE, PortalFormHelper, ReasonForm, VietnameseFormMixin
from emulation_portal.procedure.declared import Step
from emulation_portal.procedure.forms import StepConfirmForm

from ..models import DonationLine, UnitReport
from ..models.indicator import DIGITS, PLACES
from ..queries import form_rows
from ..snapshots import words_of
from ..typed import MOST_LINES
from .indicators import QuantityField

AT = "at_"  # begins the names of fields that say what is wrong at an indicator or a part


class ReturnReportForm(VietnameseFormMixin, forms.Form):
    """Why a report goes back, at which figures, and until when it is to come again."""

    revision = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="Lý do chung",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy ghi lý do, để đơn vị biết phải làm gì."},
    )
    due_on = VietnameseDateField(label="Nộp lại trước khi hết ngày", required=False)

    def __init__(self, *args: Any, obj: UnitReport, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = step.reason_hint
        names = []
        for row in form_rows(obj):
            names.append(AT + row.indicator.code)
            said = words_of(row) or "chưa ghi"
            self.fields[names[-1]] = self._at(row.indicator.name, f"Đơn vị ghi: {said} {row.indicator.unit_words}")
        for part in obj.period.demand.parts_in_order:
            names.append(AT + part.value)
            self.fields[names[-1]] = self._at(f"Phần: {part.label}", "")
        at_fields = [Fieldset("Chỗ cần bổ sung", *names)] if names else []
        self.helper = PortalFormHelper(
            self,
            "reason",
            "due_on",
            *at_fields,
            submit=step.label,
            cancel_url=obj.get_absolute_url(),
            way_out=UNDONE,
        )

    @staticmethod
    def _at(label: str, help_text: str) -> forms.CharField:
        return forms.CharField(
            label=label,
            help_text=help_text,
            max_length=300,
            required=False,
            widget=forms.TextInput(attrs={"placeholder": "Để trống nếu không phải sửa"}),
        )

    def clean_due_on(self) -> dt.date | None:
        due_on: dt.date | None = self.cleaned_data["due_on"]
        if due_on is not None and due_on < today():
            raise forms.ValidationError("Ngày này đã qua. Hãy ghi ngày từ hôm nay trở đi, hoặc bỏ trống.")
        return due_on

    def clean(self) -> dict[str, Any]:
        """Gather what is said at single fields under one name."""
        data = super().clean() or self.cleaned_data
        told = {name: data.pop(name) for name in [*data] if name.startswith(AT)}
        data["parts"] = {name.removeprefix(AT): words for name, words in told.items() if words}
        return data


class SubmitForm(StepConfirmForm):
    """A second look before the report goes, with the number that it has in the unit's own book."""

    hint = "Không bắt buộc. Chuyên viên của Liên minh đọc được những chữ này."
    own_number = forms.IntegerField(
        label="Số văn bản trong sổ của đơn vị",
        min_value=1,
        max_value=99_999,
        required=False,
        help_text="Bỏ trống nếu đơn vị không đánh số: trên báo cáo in sẵn chỗ trống để ghi tay.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-short"}),
    )
    field_order = ("own_number", "reason")

    def __init__(self, *args: Any, obj: UnitReport, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, button=step.label, cancel_url=obj.get_absolute_url(), **kwargs)


class ExtensionForm(VietnameseFormMixin, forms.Form):
    due_on = VietnameseDateField(label="Hạn nộp mới, hết ngày")
    reason = forms.CharField(label="Lý do", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self, submit="Gia hạn", cancel_url=cancel_url, way_out=UNDONE)


class SignAloneForm(ReasonForm):
    """Why one person is enough; nothing is asked to have two again."""

    hint = "Ví dụ: đơn vị chỉ có hai người làm việc thường xuyên. Lý do được lưu trong nhật ký."

    def __init__(self, *args: Any, is_allowed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_allowed:
            self.fields["reason"].required = False
            self.fields["reason"].widget = forms.HiddenInput()


class DonationForm(VietnameseFormMixin, forms.ModelForm):
    quantity = QuantityField(
        label="Số lượng",
        required=False,
        max_digits=DIGITS,
        decimal_places=PLACES,
        validators=[MinValueValidator(0, "Số lượng không được nhỏ hơn 0.")],
    )
    value_vnd = MoneyField(label="Giá trị (đồng)")
    given_on = VietnameseDateField(label="Ngày", required=False)

    class Meta:
        model = DonationLine
        fields = ["kind", "item", "quantity", "measure", "value_vnd", "receiver", "given_on", "receipt"]


def donation_lines(data: Any, lines: list[DonationLine], *, extra: int) -> Any:
    """Return the rows of a list, with empty ones to write into."""
    made = forms.formset_factory(DonationForm, extra=extra, can_delete=True, max_num=MOST_LINES, validate_max=True)
    initial = [{name: getattr(line, name) for name in DonationForm.Meta.fields} for line in lines]
    return made(data, initial=initial, prefix="dong")
