from django import forms

from .enums import JobState


class JobFilter(forms.Form):
    """What the list is narrowed to; what makes no sense narrows nothing."""

    year = forms.TypedChoiceField(label="Năm", required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(
        label="Trạng thái", required=False, choices=[("", "Tất cả trạng thái"), *JobState.choices]
    )

    def __init__(self, *args: object, years: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["year"].choices = [("", "Tất cả các năm"), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]
