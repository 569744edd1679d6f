"""Fields for what offices type: days, money, points, tables that are pasted."""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .dates import parse_date, short_date
from .errors import DomainError
from .numbering import decimal_comma, grouped
from .vietnamese import nfc

MAX_VND = 10**15  # a million billion: no budget reaches it, and the database's whole numbers hold it


class SuggestingInput(forms.TextInput):
    """A line of text beside which names are suggested; anything else may be typed."""

    template_name = "components/suggesting_input.html"
    suggested: Sequence[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["suggested"] = self.suggested
        context["widget"]["attrs"]["list"] = f"goi-y-{name}"
        return context


class PastedField(forms.CharField):
    """A box for what is pasted from a table: nothing is taken off at its ends."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)


class VietnameseDateField(forms.DateField):
    """A day, typed as 26/11/2021, 5/2/26 or `ngày 26 tháng 11 năm 2021`."""

    widget = forms.DateInput(
        format="%d/%m/%Y",
        attrs={"class": "input-date", "placeholder": "ngày/tháng/năm", "inputmode": "numeric", "autocomplete": "off"},
    )

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        try:
            return parse_date(str(value))
        except DomainError as error:
            raise ValidationError(str(error), code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return short_date(value) if isinstance(value, dt.date) else value


class MoneyField(forms.IntegerField):
    """Whole đồng, typed as 1500000, 1.500.000 or 1 500 000 đồng."""

    widget = forms.TextInput(attrs={"class": "input-short", "inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, *, min_value: int = 0, max_value: int = MAX_VND, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)

    def to_python(self, value: Any) -> int | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        bare = re.sub(r"(?i)\s*(đồng|đ|vnđ|vnd)\.?\s*$", "", nfc(value).strip())
        if re.fullmatch(r"\d+|\d{1,3}([. \u00a0]\d{3})+", bare):
            return super().to_python(re.sub(r"\D", "", bare))
        raise ValidationError(f"“{value}” không phải là số tiền. Hãy ghi theo đồng, ví dụ 1.500.000.", code="invalid")

    def prepare_value(self, value: Any) -> Any:
        return grouped(value) if isinstance(value, int) else value


class PointsField(forms.DecimalField):
    """Points, typed as 10, 2,5 or 2.5; at most two places after the comma."""

    widget = forms.TextInput(attrs={"class": "input-short", "inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=6, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        bare = nfc(value).strip().replace(",", ".")
        if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", bare):
            return super().to_python(bare)
        raise ValidationError(f"“{value[:40]}” không phải là số điểm. Hãy ghi số, ví dụ 10 hoặc 2,5.", code="invalid")

    def prepare_value(self, value: Any) -> Any:
        return decimal_comma(value) if isinstance(value, Decimal) else value
