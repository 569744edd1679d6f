"""What the steps of dossiers and nominations ask."""

import datetime as dt
from typing import Any

from django import forms

from emulation_portal.core.dates import today
from emulation_portal.core.fields import VietnameseDateField
from emulation_portal.procedure.declared import Step
from emulation_portal.procedure.forms import StepConfirmForm, StepReasonForm

from ..models import Nomination, NominationDossier


class SendForm(StepConfirmForm):
    """A second look before the dossier goes, with the number that its Tờ trình has in the unit's own book."""

    hint = "Không bắt buộc. Chuyên viên của Liên minh đọc được những chữ này."
    own_number = forms.IntegerField(
        label="Số Tờ trình trong sổ của đơn vị",
        min_value=1,
        max_value=99_999,
        required=False,
        help_text="Bỏ trống nếu đơn vị không đánh số: trên Tờ trình in sẵn chỗ trống để ghi tay.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-short"}),
    )
    field_order = ("own_number", "reason")

    def __init__(self, *args: Any, obj: NominationDossier, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, button=step.label, cancel_url=obj.get_absolute_url(), **kwargs)


class MissingForm(StepReasonForm):
    """Yêu cầu bổ sung: what is missing, and by when it is to come."""

    due_on = VietnameseDateField(label="Bổ sung trước hết ngày", required=False)
    field_order = ("reason", "due_on")

    def __init__(self, *args: Any, obj: NominationDossier | Nomination, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, button=step.label, cancel_url=obj.get_absolute_url(), hint=step.reason_hint, **kwargs)
        self.fields["reason"].label = "Giấy tờ, nội dung còn thiếu"

    def clean_due_on(self) -> dt.date | None:
        due_on: dt.date | None = self.cleaned_data["due_on"]
        if due_on is not None and due_on < today():
            raise forms.ValidationError("Ngày này đã qua. Hãy ghi ngày từ hôm nay trở đi, hoặc bỏ trống.")
        return due_on


class FindingForm(StepReasonForm):
    """Không đủ điều kiện: the legal ground, proposed from what was found."""

    def __init__(self, *args: Any, obj: Nomination, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, button=step.label, cancel_url=obj.get_absolute_url(), hint=step.reason_hint, **kwargs)
        self.fields["reason"].label = "Căn cứ và lý do"
        self.initial.setdefault("reason", _ground(obj))


def _ground(nomination: Nomination) -> str:
    """Return the conditions that fail with the points that ask for them, to be mended by the officer."""
    found = (nomination.judged_when_received or {}).get("findings", [])
    failed = [each for each in found if each["standing"] == "failed"]
    return "; ".join(f"Không đạt: {each['words'][0].lower()}{each['words'][1:]} ({each['source']})" for each in failed)
