"""Forms of a khối's scoring: opened, directed, concluded."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Div
from django import forms

from emulation_portal.core.dates import short_date
from emulation_portal.core.fields import VietnameseDateField
from emulation_portal.core.filters import Filters, choice
from emulation_portal.core.forms import PortalFormHelper, VietnameseFormMixin
from emulation_portal.core.numbering import whole_number
from emulation_portal.core.versioned_forms import VersionedFormMixin
from units.enums import BlockKind
from units.models import EmulationBlock, Unit

from ..actions import CONFERENCE_SAYS, QUOTAS, SCORING_SAYS, Endorsed
from ..enums import BlockHonour, ScoringStatus, SheetStatus
from ..models import BlockConference, BlockScoring, ScoreCard, ScoreSheet
from ..regulations import USUAL_FLAGS, USUAL_MERITS
from .fields import HourField

_PAIR = "field-pair"
MOST_QUOTA = 50
MOST_UNITS = 1000


def _number(label: str, most: int, **more: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "input-short"})
    return forms.IntegerField(label=label, min_value=0, max_value=most, widget=widget, **more)


def _check_days(form: Any, data: dict[str, Any]) -> dict[str, Any]:
    begins, ends, own, cross = (data.get(name) for name in ("counts_from", "counts_to", "self_due_on", "cross_due_on"))
    if begins and ends and ends < begins:
        form.add_error("counts_to", "Ngày cuối trước ngày đầu. Hãy xem lại hai ngày.")
    if own and cross and cross < own:
        form.add_error("cross_due_on", "Hạn chấm chéo trước hạn tự chấm. Hãy xem lại hai ngày.")
    return data


class ScoringForm(VersionedFormMixin, VietnameseFormMixin, forms.ModelForm):
    """Days and quotas of a scoring that is there."""

    counts_from = VietnameseDateField(label="Tính kết quả từ ngày")
    counts_to = VietnameseDateField(label="Đến hết ngày")
    self_due_on = VietnameseDateField(label="Hạn tự chấm, hết ngày")
    cross_due_on = VietnameseDateField(label="Hạn chấm chéo, hết ngày")
    flags = _number("Số Cờ được suy tôn", MOST_QUOTA)
    merits = _number("Số Bằng khen được suy tôn", MOST_QUOTA)

    class Meta:
        model = BlockScoring
        fields = [*SCORING_SAYS]

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self, *_days_layout(), submit="Lưu", cancel_url=cancel_url)

    def clean(self) -> dict[str, Any]:
        data = _check_days(self, super().clean() or self.cleaned_data)
        _check_year(self, data, self.instance.year)
        return data


class QuotaForm(VersionedFormMixin, VietnameseFormMixin, forms.ModelForm):
    """Quotas of a scoring whose points are settled."""

    flags = _number("Số Cờ được suy tôn", MOST_QUOTA)
    merits = _number("Số Bằng khen được suy tôn", MOST_QUOTA)

    class Meta:
        model = BlockScoring
        fields = [*QUOTAS]

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self, Div(*QUOTAS, css_class=_PAIR), submit="Lưu", cancel_url=cancel_url)


def _check_year(form: Any, data: dict[str, Any], year: int) -> None:
    ends = data.get("counts_to")
    if ends and ends.year != year:
        form.add_error("counts_to", f"Bảng điểm là của năm {year}. Hãy ghi ngày cuối trong năm ấy.")


def _days_layout() -> tuple[Any, ...]:
    return (
        Div("counts_from", "counts_to", css_class=_PAIR),
        Div("self_due_on", "cross_due_on", css_class=_PAIR),
        Div(*QUOTAS, css_class=_PAIR),
    )


class OpenScoringForm(VietnameseFormMixin, forms.Form):
    """Opens the scoring of several khối at once, by one sheet."""

    sheet = forms.ModelChoiceField(ScoreSheet.objects.none(), label="Bảng điểm", empty_label=None)
    blocks = forms.ModelMultipleChoiceField(
        EmulationBlock.objects.none(),
        label="Khối",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một khối."},
    )
    counts_from = VietnameseDateField(label="Tính kết quả từ ngày")
    counts_to = VietnameseDateField(label="Đến hết ngày")
    self_due_on = VietnameseDateField(label="Hạn tự chấm, hết ngày")
    cross_due_on = VietnameseDateField(label="Hạn chấm chéo, hết ngày")
    flags = _number("Số Cờ được suy tôn của mỗi khối", MOST_QUOTA, initial=USUAL_FLAGS)
    merits = _number("Số Bằng khen được suy tôn của mỗi khối", MOST_QUOTA, initial=USUAL_MERITS)

    def __init__(self, *args: Any, alliance: Unit, year: int, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sheet: Any = self.fields["sheet"]
        sheet.queryset = ScoreSheet.objects.filter(alliance=alliance, status=SheetStatus.ISSUED)
        sheet.label_from_instance = lambda row: f"{row.name} (năm {row.year})"
        blocks: Any = self.fields["blocks"]
        blocks.queryset = EmulationBlock.objects.filter(alliance=alliance, kind=BlockKind.BLOCK)
        offered = sheet.queryset.first()  # in January the year that is scored is over
        year = offered.year if offered else year
        self.fields["counts_from"].initial = dt.date(year, 1, 1)
        self.fields["counts_to"].initial = dt.date(year, 12, 31)
        self.helper = PortalFormHelper(
            self, "sheet", "blocks", *_days_layout(), submit="Mở chấm điểm", cancel_url=cancel_url
        )

    def clean(self) -> dict[str, Any]:
        data = _check_days(self, super().clean() or self.cleaned_data)
        sheet, blocks = data.get("sheet"), data.get("blocks")
        if sheet:
            _check_year(self, data, sheet.year)
        if sheet and blocks:
            taken = BlockScoring.objects.filter(block__in=blocks, year=sheet.year).select_related("block")
            if names := ", ".join(str(row.block) for row in taken):
                self.add_error("blocks", f"Đã mở chấm điểm năm {sheet.year}: {names}. Hãy bỏ chọn.")
        return data

    def scorings(self) -> list[BlockScoring]:
        """Return what is to be opened, one for each khối that was chosen."""
        data = dict(self.cleaned_data)
        blocks = data.pop("blocks")
        return [BlockScoring(block=block, **data) for block in blocks]


class ScoringFilters(Filters):
    year = choice("Năm")
    state = choice("Tình trạng", ScoringStatus.choices, field_name="status")

    def fill_choices(self) -> None:
        years = self.queryset.order_by("-year").values_list("year", flat=True).distinct()
        self.choices("year", [(year, f"Năm {year}") for year in dict.fromkeys(years)])


class LeaderFilters(Filters):
    year = choice("Năm", field_name="conference__scoring__year")
    honour = choice("Đề nghị", BlockHonour.choices)

    def fill_choices(self) -> None:
        years = self.queryset.order_by("-conference__scoring__year").values_list("conference__scoring__year", flat=True)
        self.choices("year", [(year, f"Năm {year}") for year in years.distinct()])


class CrosserForm(VietnameseFormMixin, forms.Form):
    """Who cross-scores one card."""

    unit = forms.TypedChoiceField(label="Đơn vị chấm chéo", required=False, empty_value=None)
    was = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)  # what the page showed at first

    def __init__(self, *args: Any, card: ScoreCard, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.card = card
        unit: Any = self.fields["unit"]
        others = {str(each.pk): each for each in units if each.pk != card.unit_id}
        unit.choices = [("", "Không ai chấm chéo"), *((key, each.name) for key, each in others.items())]
        unit.coerce = others.__getitem__

    @property
    def seen(self) -> int | None:
        return whole_number(self.cleaned_data["was"])

    @property
    def is_other(self) -> bool:
        """Return whether another unit was chosen than the page had shown."""
        chosen = self.cleaned_data["unit"]
        return (chosen.pk if chosen else None) != self.seen


class AddUnitForm(VietnameseFormMixin, forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị mới vào khối", empty_label=None)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class ConferenceForm(VersionedFormMixin, VietnameseFormMixin, forms.ModelForm):
    """The conference, and beside each ranked unit for what it was put forward, with how many votes."""

    held_on = VietnameseDateField(label="Ngày họp")
    begins_hour = HourField(label="Bắt đầu lúc", required=False, help_text="Ví dụ: 8 giờ 30.")
    ends_hour = HourField(label="Kết thúc lúc", required=False)
    takes_office_on = VietnameseDateField(label="Giữ nhiệm vụ từ ngày", required=False)
    invited = _number("Số đơn vị triệu tập", MOST_UNITS)
    present = _number("Số đơn vị có mặt", MOST_UNITS)

    class Meta:
        model = BlockConference
        fields = [*CONFERENCE_SAYS]
        widgets = {
            "absent": forms.Textarea(attrs={"rows": 2}),
            "guests": forms.Textarea(attrs={"rows": 2}),
            "discussion": forms.Textarea(attrs={"rows": 5}),
            "ballot_mode": forms.RadioSelect,
        }
        help_texts = {
            "absent": "Mỗi dòng một người hoặc đơn vị, kèm lý do. Bỏ trống thì biên bản không ghi.",
            "guests": "Mỗi dòng một người: họ tên, chức vụ. Bỏ trống thì biên bản không ghi.",
        }

    def __init__(self, *args: Any, cards: Sequence[ScoreCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cards = cards
        for name in ("next_lead", "next_deputy"):  # who is not scored this year may lead the next
            unit: Any = self.fields[name]
            unit.queryset = Unit.objects.filter(score_cards__scoring=self.instance.scoring)
            unit.empty_label = "Hội nghị chưa bầu"
        self.fields["ballot_mode"].choices = self.instance._meta.get_field("ballot_mode").choices  # type: ignore[attr-defined]
        stands = {}
        if self.instance.pk:
            stands = {row.card_id: row for row in self.instance.endorsements.all()}
        for card in cards:
            row = stands.get(card.pk)
            self.fields[f"honour_{card.pk}"] = forms.ChoiceField(
                label=f"Đề nghị cho {card.unit}",
                choices=[("", "Không"), *BlockHonour.choices],
                required=False,
                initial=row.honour if row else "",
            )
            self.fields[f"votes_{card.pk}"] = _number(
                f"Số đồng ý với {card.unit}", MOST_UNITS, required=False, initial=row.votes if row else None
            )
        self.helper = PortalFormHelper(self, form_tag=False, submit="")

    @property
    def main_fields(self) -> list[Any]:
        return [self[name] for name in self._meta.fields or ()]

    @property
    def rows(self) -> list[tuple[ScoreCard, Any, Any]]:
        """Return beside each card its two boxes."""
        return [(card, self[f"honour_{card.pk}"], self[f"votes_{card.pk}"]) for card in self.cards]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        held_on, begins = data.get("held_on"), self.instance.scoring.counts_from
        if held_on and held_on < begins:
            self.add_error("held_on", f"Ngày họp trước ngày bắt đầu tính kết quả ({short_date(begins)}). Hãy xem lại.")
        for name in ("chair", "secretary"):
            if data.get(name) and not data[name].split(",")[0].strip():
                self.add_error(name, "Hãy ghi họ tên trước, rồi dấu phẩy và chức vụ.")
        begins_hour, ends_hour = data.get("begins_hour"), data.get("ends_hour")
        if begins_hour and ends_hour and ends_hour <= begins_hour:
            self.add_error("ends_hour", "Giờ kết thúc phải sau giờ bắt đầu. Hãy xem lại hai giờ.")
        invited, present = data.get("invited"), data.get("present")
        if invited is not None and present is not None and present > invited:
            self.add_error("present", "Số có mặt nhiều hơn số triệu tập. Hãy xem lại hai số.")
        lead, deputy, since = (data.get(name) for name in ("next_lead", "next_deputy", "takes_office_on"))
        if lead and not since:
            self.add_error("takes_office_on", "Hãy ghi Khối trưởng năm sau giữ nhiệm vụ từ ngày nào.")
        if since and not lead:
            self.add_error("next_lead", "Hãy chọn Khối trưởng năm sau, hoặc bỏ trống ngày giữ nhiệm vụ.")
        if deputy and deputy == lead:
            self.add_error("next_deputy", "Khối phó phải là đơn vị khác Khối trưởng.")
        if deputy and not lead:
            self.add_error("next_lead", "Hãy chọn Khối trưởng trước khi chọn Khối phó.")
        for card in self.cards:
            self._check_votes(data, card, present)
        return data

    def _check_votes(self, data: dict[str, Any], card: ScoreCard, present: int | None) -> None:
        honour, votes = data.get(f"honour_{card.pk}"), data.get(f"votes_{card.pk}")
        if honour and votes is None and f"votes_{card.pk}" not in self.errors:
            self.add_error(f"votes_{card.pk}", "Hãy ghi số đồng ý.")
        if votes is not None and present is not None and votes > present:
            self.add_error(f"votes_{card.pk}", f"Nhiều hơn {present} đơn vị có mặt.")
        if votes is not None and not honour:
            self.add_error(f"honour_{card.pk}", "Hãy chọn đề nghị gì, hoặc bỏ trống số đồng ý.")

    def endorsed(self) -> list[Endorsed]:
        data = self.cleaned_data
        return [
            Endorsed(card, BlockHonour(data[f"honour_{card.pk}"]), data[f"votes_{card.pk}"], data["present"])
            for card in self.cards
            if data.get(f"honour_{card.pk}")
        ]
