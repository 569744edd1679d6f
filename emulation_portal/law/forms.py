from typing import Any

from django import forms

from emulation_portal.core.fields import VietnameseDateField
from emulation_portal.core.filters import FilterForm

MAX_DAYS = 1_000


# The first year whose regime the portal knows from its first day.
FIRST_EMULATION_YEAR, LAST_EMULATION_YEAR = 2018, 2199


class EmulationYearField(forms.IntegerField):
    """Năm thi đua, as it is typed."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "input-short"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=FIRST_EMULATION_YEAR, max_value=LAST_EMULATION_YEAR, **kwargs)


class OnDayForm(FilterForm):
    """Of which day something is asked."""

    ngay = VietnameseDateField(label="Trong ngày", required=False)


class YearForm(FilterForm):
    nam = forms.IntegerField(
        label="Năm",
        required=False,
        min_value=1995,
        max_value=2199,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class CountForm(FilterForm):
    """From a day on, so many working days."""

    tu = VietnameseDateField(label="Từ ngày", required=False)
    so = forms.IntegerField(
        label="Số ngày làm việc",
        required=False,
        min_value=1,
        max_value=MAX_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
