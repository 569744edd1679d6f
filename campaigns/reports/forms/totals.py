"""Which periods are added up, as the address of a page of totals says it."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms

from emulation_portal.core.filters import Filters, choice, words
from emulation_portal.core.forms import VietnameseFormMixin
from units.enums import UnitKind
from units.models import EmulationBlock, Unit

from ..enums import COUNTED
from ..models import ReportPeriod
from ..totals.selection import NO_KEY

OTHER_KINDS = "Hai kỳ khác loại nên không cộng được với nhau. Hãy chọn hai tháng, hai quý hoặc hai năm."
WRONG_ORDER = "Kỳ sau đứng trước kỳ đầu. Hãy đổi chỗ hai kỳ."


class PeriodsForm(VietnameseFormMixin, forms.Form):
    """From one period to another of the same kind, both counted."""

    tu = forms.ChoiceField(label="Từ kỳ")
    den = forms.ChoiceField(label="Đến hết kỳ")

    def __init__(self, data: Any, *, periods: Sequence[ReportPeriod], chosen: ReportPeriod) -> None:
        self.periods = {str(period.pk): period for period in periods}
        said = {"tu": str(chosen.pk), "den": str(chosen.pk)} | {
            name: data[name] for name in ("tu", "den") if data.get(name)
        }
        super().__init__(said)
        choices = [(key, period.name) for key, period in self.periods.items()]
        for name in ("tu", "den"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = (self.periods.get(data.get(name, "")) for name in ("tu", "den"))
        if first and last and first.kind != last.kind:
            self.add_error("den", OTHER_KINDS)
        elif first and last and first.period_to > last.period_to:
            self.add_error("den", WRONG_ORDER)
        return data

    def between(self) -> tuple[ReportPeriod, ...]:
        """Return the periods that were chosen, the oldest first; of a wrong choice the last alone, as it is shown then."""
        if not self.is_valid():
            last = self.periods.get(self.data["den"]) or next(iter(self.periods.values()))
            return (last,)
        first, last = self.periods[self.cleaned_data["tu"]], self.periods[self.cleaned_data["den"]]
        inside = [
            each
            for each in self.periods.values()
            if each.kind == last.kind and first.period_to <= each.period_to <= last.period_to
        ]
        return tuple(sorted(inside, key=lambda each: (each.period_to, each.pk)))


def _kept() -> Any:
    """Return what a page of a list must not lose, and what narrows nothing."""
    return django_filters.CharFilter(method="as_it_is", widget=forms.HiddenInput)


class PartsFilters(Filters):
    """Which of the reports behind a total are shown. Rows have the khối in which their unit stands as `key`."""

    tu, den = _kept(), _kept()
    khoi = choice("Khối", method="of_block")
    loai = choice("Loại đơn vị", UnitKind.choices, field_name="unit__kind")
    xa = choice("Xã, phường", method="of_commune")
    ky = choice("Kỳ", field_name="period")
    state = choice("Số liệu", [("co", "Đã được cộng"), ("chua", "Chưa được cộng")], method="in_state")
    q = words("Tìm đơn vị", "Tên, mã đơn vị; không cần gõ dấu", method="of_unit")

    def fill_choices(self) -> None:
        rows: Any = self.queryset
        periods = ReportPeriod.objects.filter(pk__in=rows.order_by().values("period")).order_by("period_to")
        blocks = EmulationBlock.objects.filter(pk__in=rows.order_by().values("key"))
        communes = rows.order_by("unit__commune").values_list("unit__commune", flat=True).distinct()
        self.choices("ky", [(row.pk, row.name) for row in periods])
        self.choices("khoi", [*((row.pk, row.name) for row in blocks), (NO_KEY, "Không thuộc khối nào")])
        self.choices("xa", [*((name, name) for name in communes if name), (NO_KEY, "Chưa ghi xã, phường")])

    def as_it_is(self, rows: Any, name: str, value: str) -> Any:
        return rows

    def of_block(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(key__isnull=True) if value == NO_KEY else rows.filter(key=value)

    def of_commune(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(unit__commune="" if value == NO_KEY else value)

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(status__in=COUNTED) if value == "co" else rows.exclude(status__in=COUNTED)

    def of_unit(self, rows: Any, name: str, text: str) -> Any:
        return rows.filter(unit__in=Unit.objects.matching(text))
