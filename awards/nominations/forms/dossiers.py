"""What a dossier is for, the meeting of the unit, and the filters of the lists."""

import datetime as dt
from typing import Any

from crispy_forms.layout import Div
from django import forms

from awards.history.models.past_award import AWARD_CHOICES
from campaigns.enums import CampaignStatus
from campaigns.models import Campaign
from campaigns.reports.policies import WRITERS
from emulation_portal.core.dates import today
from emulation_portal.core.fields import VietnameseDateField
from emulation_portal.core.filters import Filters, choice, words
from emulation_portal.core.forms import PortalFormHelper, VietnameseFormMixin
from emulation_portal.core.versioned_forms import VersionedFormMixin
from emulation_portal.law.enums import AwardGround
from emulation_portal.law.forms import EmulationYearField
from emulation_portal.rights.held import rights_of
from units.models import Unit

from ..actions.writing import DOSSIER_SAYS, MEETING_SAYS
from ..enums import PROPOSED_GROUNDS, DossierStatus, NominationStatus
from ..models import Nomination, NominationDossier

_NUMBER = {"inputmode": "numeric", "autocomplete": "off", "class": "input-short"}
WITH_WRITERS = (DossierStatus.DRAFT, DossierStatus.AWAITING_HEAD)
_PROPOSING = (CampaignStatus.RUNNING, CampaignStatus.COLLECTING, CampaignStatus.REVIEWING, CampaignStatus.CLOSED)


class DossierForm(VersionedFormMixin, VietnameseFormMixin, forms.ModelForm):
    """For which year, campaign or act a unit proposes."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị đề nghị", empty_label=None)
    ground = forms.ChoiceField(
        label="Khen thưởng về", choices=PROPOSED_GROUNDS, widget=forms.RadioSelect, initial=AwardGround.MERIT
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(),
        label="Phong trào",
        required=False,
        empty_label="Không theo phong trào",
        help_text="Chọn khi khen thưởng theo phong trào, chuyên đề.",
    )
    year = EmulationYearField(label="Năm thành tích")
    achieved_from = VietnameseDateField(
        label="Thành tích từ ngày", required=False, help_text="Bỏ trống: cả năm, hoặc cả thời gian của phong trào."
    )
    achieved_to = VietnameseDateField(label="đến hết ngày", required=False)
    is_simplified = forms.BooleanField(
        label="Thủ tục đơn giản",
        required=False,
        help_text="Chỉ chọn khi khen đột xuất hoặc phục vụ kịp thời nhiệm vụ: không cần biên bản, báo cáo từng người.",
    )

    class Meta:
        model = NominationDossier
        fields = [*DOSSIER_SAYS]

    def __init__(self, *args: Any, user: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(rights_of(user).reach("", *WRITERS)).order_by("name", "pk")
        own = list(units[:2])
        unit: Any = self.fields["unit"]
        unit.queryset = units
        if self.instance.pk or len(own) == 1:
            del self.fields["unit"]
            if not self.instance.pk:
                self.instance.unit = own[0]
        campaign: Any = self.fields["campaign"]
        campaign.queryset = (
            Campaign.objects.visible_to(user).filter(status__in=_PROPOSING).order_by("-period_from", "pk")
        )
        named = ["unit"] if "unit" in self.fields else []
        self.helper = PortalFormHelper(
            self,
            *named,
            "ground",
            "campaign",
            "year",
            Div("achieved_from", "achieved_to", css_class="field-pair"),
            "is_simplified",
            submit="Lưu hồ sơ" if self.instance.pk else "Lập hồ sơ",
            cancel_url=cancel_url,
        )

    def clean_unit(self) -> Unit:
        self.instance.unit = self.cleaned_data["unit"]
        return self.instance.unit

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > today().year:
            raise forms.ValidationError("Năm này chưa đến. Hãy ghi năm đã lập thành tích.")
        return year

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        ground, campaign = data.get("ground"), data.get("campaign")
        if ground == AwardGround.CAMPAIGN and campaign is None and "campaign" not in self.errors:
            self.add_error("campaign", "Hãy chọn phong trào.")
        elif ground and ground != AwardGround.CAMPAIGN and campaign is not None:
            self.add_error("campaign", "Chỉ chọn phong trào khi khen thưởng theo phong trào. Hãy bỏ chọn.")
        if data.get("is_simplified") and ground == AwardGround.MERIT:
            self.add_error("is_simplified", "Khen công trạng không theo thủ tục đơn giản. Hãy bỏ chọn.")
        self._fill_period(data, ground, campaign)
        return data

    def _fill_period(self, data: dict[str, Any], ground: Any, campaign: Campaign | None) -> None:
        since, until = data.get("achieved_from"), data.get("achieved_to")
        if {"achieved_from", "achieved_to", "year"} & set(self.errors):
            return
        if since is None and until is None and ground == AwardGround.EXCEPTIONAL:
            self.add_error("achieved_from", "Khen đột xuất thì ghi ngày lập thành tích.")
            return
        year = data["year"]
        whole = _whole(year)
        former = self.instance.year if self.instance.pk else None
        if former and former != year and (since, until) == _whole(former):
            since, until = whole  # the days of the whole year go with the year
        if campaign is not None and campaign.period_from and campaign.period_to:
            whole = (campaign.period_from, campaign.period_to)
        data["achieved_from"] = since or (until if until else whole[0])
        data["achieved_to"] = until or (since if since else whole[1])
        if data["achieved_to"] < data["achieved_from"]:
            self.add_error("achieved_to", "Ngày này ở trước ngày bắt đầu. Hãy xem lại hai ngày.")
        elif ground != AwardGround.CAMPAIGN and data["achieved_to"].year != year:
            self.add_error("achieved_to", f"Ngày này không thuộc năm {year}. Hãy xem lại ngày, hoặc năm thành tích.")


def _whole(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


class MeetingForm(VersionedFormMixin, VietnameseFormMixin, forms.ModelForm):
    """Biên bản bình xét: who met, and how many agreed to each nomination."""

    met_on = VietnameseDateField(label="Ngày họp")
    met_at = forms.TimeField(
        label="Bắt đầu lúc",
        required=False,
        input_formats=["%H:%M", "%H giờ %M", "%Hh%M", "%H giờ", "%Hh", "%H"],
        error_messages={"invalid": "Hãy ghi giờ và phút, ví dụ 14:30."},
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "input-short", "placeholder": "14:30"}),
    )
    venue = forms.CharField(label="Địa điểm", max_length=200, required=False)
    chair = forms.CharField(label="Chủ trì", max_length=160, help_text="Họ và tên.")
    secretary = forms.CharField(label="Thư ký", max_length=160, help_text="Họ và tên.")
    summoned = forms.IntegerField(
        label="Số người được triệu tập", min_value=1, max_value=9_999, widget=forms.TextInput(attrs=_NUMBER)
    )
    present = forms.IntegerField(
        label="Số người có mặt", min_value=1, max_value=9_999, widget=forms.TextInput(attrs=_NUMBER)
    )
    discussion = forms.CharField(
        label="Ý kiến thảo luận", max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    class Meta:
        model = NominationDossier
        fields = [*MEETING_SAYS]

    def __init__(self, *args: Any, nominations: list[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nominations = nominations
        for each in nominations:
            name = _votes_of(each)
            self.fields[name] = forms.IntegerField(
                label=f"{each.name}: số người đồng ý",
                min_value=0,
                max_value=9_999,
                required=False,
                widget=forms.TextInput(attrs=_NUMBER),
                error_messages={"invalid": "Hãy ghi số người, ví dụ 12."},
            )
            self.initial.setdefault(name, each.votes)

    @property
    def main_fields(self) -> list[Any]:
        return [self[name] for name in MEETING_SAYS]

    @property
    def rows(self) -> list[tuple[Nomination, Any]]:
        return [(each, self[_votes_of(each)]) for each in self.nominations]

    def votes(self) -> dict[int, int | None]:
        return {each.pk: self.cleaned_data[_votes_of(each)] for each in self.nominations}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        summoned, present = data.get("summoned"), data.get("present")
        if summoned and present and present > summoned:
            self.add_error("present", "Số người có mặt nhiều hơn số người được triệu tập. Hãy xem lại hai số.")
        for each in self.nominations:
            votes = data.get(_votes_of(each))
            if present and votes is not None and votes > present:
                self.add_error(_votes_of(each), f"Nhiều hơn {present} người có mặt. Hãy xem lại số.")
        return data

    def clean_met_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["met_on"]
        if day > today():
            raise forms.ValidationError("Ngày này ở sau hôm nay. Hãy ghi biên bản khi đã họp.")
        return day


def _votes_of(nomination: Nomination) -> str:
    return f"votes_{nomination.pk}"


class DossierFilters(Filters):
    status = choice("Trạng thái", DossierStatus.choices)
    ground = choice("Loại hình", PROPOSED_GROUNDS)
    year = choice("Năm")
    q = words("Tìm", "Đơn vị, phong trào; không cần gõ dấu", method="told_so")

    def fill_choices(self) -> None:
        years = NominationDossier.objects.visible_to(self.request.user).order_by("-year").values_list("year", flat=True)
        self.choices("year", [(year, str(year)) for year in years.distinct()])
        if not rights_of(self.request.user).hold(*WRITERS):
            self.choices("status", [each for each in DossierStatus.choices if each[0] not in WITH_WRITERS])

    def told_so(self, dossiers: Any, name: str, value: str) -> Any:
        units = Unit.objects.matching(value).order_by().values("pk")
        campaigns = Campaign.objects.matching(value, seen_by=self.request.user).order_by().values("pk")
        return dossiers.filter(unit__in=units) | dossiers.filter(campaign__in=campaigns)


class NominationFilters(Filters):
    award = choice("Danh hiệu, hình thức", AWARD_CHOICES)
    status = choice("Trạng thái", [each for each in NominationStatus.choices if each[0] != NominationStatus.DRAFT])
    year = choice("Năm", field_name="dossier__year")
    q = words("Tìm", "Họ tên, tập thể, đơn vị")

    def fill_choices(self) -> None:
        rows = Nomination.objects.visible_to(self.request.user).sent()
        years = rows.order_by("-dossier__year").values_list("dossier__year", flat=True).distinct()
        self.choices("year", [(year, str(year)) for year in years])
