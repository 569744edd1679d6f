"""What a step asks: a reason, a typed word, and the revision that was read."""

from typing import Any

from django import forms

from emulation_portal.core.forms import ReasonForm, TypedWordForm

from .declared import Asks, Step
from .registry import form_for, procedure_of


class StepReasonForm(ReasonForm):
    revision = forms.CharField(widget=forms.HiddenInput, required=False)


class StepConfirmForm(StepReasonForm):
    """A second look before a step that others rely on at once, with room for a remark."""

    hint = "Không bắt buộc. Người xử lý tiếp theo đọc đúng những chữ này."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.label, reason.required = "Ý kiến kèm theo", False
        reason.widget.attrs["rows"] = 2


class StepWordForm(TypedWordForm):
    """The typed word of a step that cannot be undone. Subclasses add fields of their own before the word."""

    revision = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, obj: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, expected_word=step.word, **kwargs)
        self.obj, self.step = obj, step
        self.order_fields([*(name for name in self.fields if name != "word"), "word"])


def form_of(step: Step, data: Any, obj: Any, *, cancel_url: str, initial: dict[str, Any]) -> forms.Form:
    """Return the form of a step's page."""
    own = form_for(procedure_of(obj), step.event)
    if own is not None:
        return own(data, obj=obj, step=step, initial=initial)
    if step.asks == Asks.WORD:
        return StepWordForm(data, obj=obj, step=step, initial=initial)
    plain = StepConfirmForm if step.asks == Asks.CONFIRM else StepReasonForm
    return plain(data, button=step.label, hint=step.reason_hint, cancel_url=cancel_url, initial=initial)
