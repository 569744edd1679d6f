from django import forms

from emulation_portal.core.fields import VietnameseDateField
from emulation_portal.core.filters import FilterForm

MAX_DAYS = 1_000


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
