"""Fields of scoring: bands and grades as texts say them, points of a scale of 1.000, an hour of the day."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from campaigns.reports.models.indicator import PLACES as INDICATOR_PLACES
from campaigns.reports.quantities import NoNumber, parse_quantity, written
from emulation_portal.core.fields import PointsField
from emulation_portal.core.vietnamese import squeeze

from ..borders import REST, BordersWrong, TypedBorder, check_borders, read_border
from ..regulations import NOTHING, PLACES, Band, Grade

_HOUR = re.compile(r"(\d{1,2})\s?(?:giờ|h|g|:)\s?(?:(\d{1,2})\s?(?:phút|p|')?)?", re.ASCII)
MOST_GRADES = 10
MOST_LETTERS = 600  # of all grades: what is read entry by entry is never long
_POINT_WORDS = frozenset({"điểm", "đ"})


def _pairs(text: str) -> list[tuple[str, str]]:
    """Return what stands before and after the colon of each entry; entries are parted by lines or semicolons."""
    found = []
    for entry in filter(None, (part.strip(" .\t\r") for part in re.split(r"[;\n]", text))):
        parts = re.fullmatch(r"(.+?)\s*(?::|(?<![<>])=)\s*(.+)", entry)
        if parts is None:
            raise forms.ValidationError(f"“{entry[:60]}” chưa đúng. Hãy ghi tên hoặc mức, dấu hai chấm, rồi số.")
        found.append((parts[1], parts[2]))
    return found


class GradesField(forms.CharField):
    """Xếp loại, a line each: “Xuất sắc: từ 90”, “Tốt: từ 80 đến dưới 90”. Cleaned to the pairs that a sheet keeps, from above.

    Borders are percent of the scale; where one says “điểm”, all are points.
    """

    widget = forms.Textarea(attrs={"rows": 5})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MOST_LETTERS, **kwargs)

    def clean(self, value: Any) -> Any:
        said = [(label[:60], self._span(label, border)) for label, border in _pairs(super().clean(value))]
        if len(said) > MOST_GRADES:
            raise forms.ValidationError(f"Nhiều nhất {MOST_GRADES} mức xếp loại.")
        if len({label for label, _ in said}) < len(said):
            raise forms.ValidationError("Hai mức xếp loại trùng tên. Hãy sửa lại.")
        units = frozenset[str]().union(*(span.units for _, span in said))
        is_percent = not units & _POINT_WORDS
        if not is_percent and "%" in units:
            raise forms.ValidationError("Có mức ghi theo điểm, có mức ghi theo phần trăm. Hãy ghi cùng một cách.")
        try:
            check_borders([span for _, span in said])
        except BordersWrong as error:
            raise forms.ValidationError(str(error)) from None
        grades = [Grade(label, span.begins or NOTHING, is_percent=is_percent) for label, span in said]
        for each in grades:
            if each.begins_at < 0 or (is_percent and each.begins_at > 100):
                raise forms.ValidationError(
                    f"“{each.label}”: ghi phần trăm của thang điểm, từ 0 đến 100; ghi theo điểm thì thêm chữ “điểm”, ví "
                    "dụ: từ 900 điểm."
                )
        return [each.kept for each in sorted(grades, key=lambda each: each.begins_at, reverse=True)]

    @staticmethod
    def _span(label: str, border: str) -> TypedBorder:
        try:
            span = read_border(border, places=PLACES)
        except (NoNumber, BordersWrong) as error:
            raise forms.ValidationError(f"“{label[:60]}”: {error}") from None
        if strange := sorted(span.units - _POINT_WORDS - {"%"}):
            raise forms.ValidationError(f"“{label[:60]}”: “{strange[0]}” không phải là %, cũng không phải điểm.")
        return span

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            grades = (Grade.of(pair) for pair in value)
            return "\n".join(
                f"{each.label}: {written(each.begins_at)}{'' if each.is_percent else ' điểm'}" for each in grades
            )
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), data))


class ScaledPointsField(PointsField):
    """Points of a scale of 1.000 too: typed as 1.000 or 1000, shown as 1.000."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and re.fullmatch(r"\s*[1-9]\d{0,2}(\.\d{3})+(,\d+)?\s*", value):
            value = value.replace(".", "")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Decimal) else value


@dataclass(frozen=True)
class TypedBands:
    """Bands, and in what their borders were told: nothing where numbers stand alone."""

    bands: Sequence[Band] = ()
    units: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.bands)


class BandsField(forms.CharField):
    """Bậc: “từ 80% trở lên: 4; từ 60% đến dưới 80%: 3; dưới 60%: 2”, or “80: 4; 60: 3; còn lại: 2”. Cleaned to TypedBands."""

    def clean(self, value: Any) -> Any:
        bands, spans = [], []
        for border, points in _pairs(super().clean(value)):
            try:
                spans.append(read_border(border, places=INDICATOR_PLACES))
                bands.append(Band(spans[-1].begins, parse_quantity(points, places=PLACES, unit="điểm")))
            except (NoNumber, BordersWrong) as error:
                raise forms.ValidationError(f"Bậc “{border}”: {error}") from None
            if bands[-1].points < 0:
                raise forms.ValidationError(f"Bậc “{border}”: điểm không nhỏ hơn 0.")
        try:
            check_borders(spans)
        except BordersWrong as error:
            raise forms.ValidationError(str(error)) from None
        return TypedBands(bands, frozenset[str]().union(*(span.units for span in spans)))


def bands_text(bands: Sequence[Band]) -> str:
    """Return bands as they are typed."""
    shown = (f"{REST if each.begins_at is None else written(each.begins_at)}: {written(each.points)}" for each in bands)
    return "; ".join(shown)


class HourField(forms.Field):
    """An hour of the day, typed as 8 giờ 30, 8h30, 08:30 or 14 giờ."""

    widget = forms.TextInput(attrs={"class": "input-short", "autocomplete": "off"})

    def to_python(self, value: Any) -> dt.time | None:
        if value in self.empty_values or isinstance(value, dt.time):
            return value or None
        bare = squeeze(str(value)).casefold()
        if not bare:
            return None
        found = _HOUR.fullmatch(bare)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
        if hour > 23 or minute > 59:
            raise forms.ValidationError(f"“{bare[:20]}” không phải là giờ. Hãy ghi như 8 giờ 30 hoặc 14:00.")
        return dt.time(hour, minute)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, dt.time) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.to_python(initial), data))
