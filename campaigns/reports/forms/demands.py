"""Forms of what is asked: of whom, which figures, which periods, how much."""

import datetime as dt
from typing import Any

from crispy_forms.layout import Div
from django import forms

from emulation_portal.core.fields import VietnameseDateField
from emulation_portal.core.forms import PortalFormHelper, VietnameseFormMixin
from emulation_portal.core.pickers import PickField, PickManyField
from emulation_portal.core.versioned_forms import VersionedFormMixin
from units.enums import UnitKind
from units.models import EmulationBlock, Unit

from ..enums import REGULAR, DueRule, Owing, PeriodKind, ReportPart, TargetScope
from ..models import Demand, Indicator, IndicatorTarget, ReportPeriod
from ..models.indicator import DIGITS, PLACES
from ..regulations import due_day
from .indicators import PAIR, QuantityField

MOST_PERIODS = 72
_MONTHS = [(month, f"Tháng {month}") for month in range(1, 13)]


class DemandForm(VersionedFormMixin, VietnameseFormMixin, forms.ModelForm):
    kinds = forms.MultipleChoiceField(
        label="Loại đơn vị",
        choices=[(kind.value, kind.label) for kind in UnitKind if kind not in (UnitKind.ALLIANCE, UnitKind.COUNCIL)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    blocks = forms.ModelMultipleChoiceField(
        EmulationBlock.objects.none(), label="Khối", required=False, widget=forms.CheckboxSelectMultiple
    )
    units = PickManyField(Unit.objects.none(), label="Đơn vị", required=False)
    parts = forms.MultipleChoiceField(
        label="Phần viết bằng lời",
        choices=ReportPart.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Đơn vị viết các phần này vào báo cáo, ngoài bảng số liệu.",
    )

    class Meta:
        model = Demand
        fields = ["name", "owing", "kinds", "blocks", "units", "parts", "year_starts_in"]
        widgets = {"owing": forms.RadioSelect, "year_starts_in": forms.Select(choices=_MONTHS)}
        help_texts = {"year_starts_in": "Lũy kế và kế hoạch năm tính từ tháng này. Thường là tháng 1."}

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alliance = self.instance.campaign.organiser.root_id
        blocks: Any = self.fields["blocks"]
        blocks.queryset = EmulationBlock.objects.filter(alliance=alliance)
        units: Any = self.fields["units"]
        units.queryset = Unit.objects.filter(root_id=alliance).open()
        self.fields["owing"].choices = Owing.choices  # type: ignore[attr-defined]  # without the empty one
        self.helper = PortalFormHelper(
            self,
            "name",
            "owing",
            "kinds",
            "blocks",
            "units",
            "parts",
            "year_starts_in",
            submit="Lưu yêu cầu",
            cancel_url=cancel_url,
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        wanted = {Owing.KINDS: "kinds", Owing.BLOCKS: "blocks", Owing.UNITS: "units"}.get(data.get("owing", ""))
        if wanted and not data.get(wanted) and wanted not in self.errors:
            self.add_error(wanted, "Hãy chọn ít nhất một mục, hoặc đổi ô “Ai phải báo cáo”.")
        return data


class PeriodForm(VersionedFormMixin, VietnameseFormMixin, forms.ModelForm):
    period_from = VietnameseDateField(label="Số liệu từ ngày")
    period_to = VietnameseDateField(label="Đến hết ngày")
    opens_on = VietnameseDateField(label="Mở báo cáo từ ngày")
    due_on = VietnameseDateField(label="Hạn nộp, hết ngày")

    class Meta:
        model = ReportPeriod
        fields = ["kind", "name", "period_from", "period_to", "opens_on", "due_on", "due_rule"]

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            self,
            Div("kind", "name", css_class=PAIR),
            Div("period_from", "period_to", css_class=PAIR),
            Div("opens_on", "due_on", css_class=PAIR),
            "due_rule",
            submit="Lưu kỳ báo cáo",
            cancel_url=cancel_url,
        )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        same = ReportPeriod.objects.filter(demand=self.instance.demand_id, name=name).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError("Đã có kỳ báo cáo mang tên này.")
        return name

    def clean(self) -> dict[str, Any]:
        """Move the deadline by its rule at once: what is shown is what counts."""
        data = super().clean() or self.cleaned_data
        if data.get("due_on") and data.get("due_rule"):
            data["due_on"] = due_day(data["due_on"], DueRule(data["due_rule"]))
        return data


class RegularPeriodsForm(VietnameseFormMixin, forms.Form):
    """Months, quarters, halves or years, all at once."""

    kind = forms.ChoiceField(label="Loại kỳ", choices=[(kind.value, kind.label) for kind in REGULAR])
    first = VietnameseDateField(label="Từ ngày")
    last = VietnameseDateField(label="Đến hết ngày")
    days_after = forms.IntegerField(
        label="Hạn nộp sau khi hết kỳ (ngày)",
        min_value=-90,
        max_value=90,
        initial=5,
        help_text="Ghi số âm nếu phải nộp trước khi hết kỳ, kèm ước thực hiện: -15 là 15/6 với kỳ 06 tháng đầu năm.",
    )
    rule = forms.ChoiceField(label="Khi hạn rơi vào ngày nghỉ", choices=DueRule.choices, initial=DueRule.NEXT)

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            self,
            "kind",
            Div("first", "last", css_class=PAIR),
            Div("days_after", "rule", css_class=PAIR),
            submit="Lập các kỳ báo cáo",
            cancel_url=cancel_url,
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first: dt.date | None = data.get("first")
        last: dt.date | None = data.get("last")
        if first and last and last < first:
            self.add_error("last", "Ngày cuối phải sau ngày đầu.")
        elif first and last and (last - first).days > MOST_PERIODS * 31:
            self.add_error("last", "Dài quá: mỗi lần lập tối đa 6 năm.")
        return data

    @property
    def kind_chosen(self) -> PeriodKind:
        return PeriodKind(self.cleaned_data["kind"])


class IndicatorTargetForm(VietnameseFormMixin, forms.ModelForm):
    unit = PickField(Unit.objects.none(), label="Đơn vị", required=False)
    value = QuantityField(label="Mức phấn đấu cả năm", max_digits=DIGITS, decimal_places=PLACES)

    class Meta:
        model = IndicatorTarget
        fields = ["indicator", "year", "scope", "unit", "block", "value"]

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        demand: Demand = self.instance.demand
        indicator: Any = self.fields["indicator"]
        indicator.queryset = Indicator.objects.filter(pk__in=demand.rows.values("indicator"))
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(root_id=demand.place.root_id).open()
        block: Any = self.fields["block"]
        block.queryset, block.label = EmulationBlock.objects.filter(alliance=demand.place.root_id), "Khối"
        self.helper = PortalFormHelper(
            self,
            "indicator",
            Div("year", "scope", css_class=PAIR),
            "unit",
            "block",
            "value",
            submit="Lưu mục tiêu",
            cancel_url=cancel_url,
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        scope = data.get("scope")
        if scope == TargetScope.UNIT and not data.get("unit"):
            self.add_error("unit", "Hãy chọn đơn vị.")
        if scope == TargetScope.BLOCK and not data.get("block"):
            self.add_error("block", "Hãy chọn khối.")
        if scope != TargetScope.UNIT:
            data["unit"] = None
        if scope != TargetScope.BLOCK:
            data["block"] = None
        return data
