"""Beginning the report from a demand and its periods; what it says first; what is printed of its figures."""

from typing import Any

from crispy_forms.layout import Fieldset
from django import forms

from campaigns.enums import STOPPED
from campaigns.reports.enums import COUNTED
from campaigns.reports.forms.totals import OTHER_KINDS, WRONG_ORDER
from campaigns.reports.models import Demand, ReportPeriod
from campaigns.reports.totals.selection import Selection
from emulation_portal.core.dates import today
from emulation_portal.core.numbering import whole_number
from emulation_portal.documents.drafts.forms.general import GeneralForm, NewDraftForm
from emulation_portal.documents.drafts.forms.rows import RowForm, rows_formset
from emulation_portal.documents.drafts.forms.widgets import box
from emulation_portal.documents.paper_limits import MAX_SUMMARY, check_lines
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

from .enums import OF_ALL_FIGURES, OF_ONE_FIGURE, SummaryOccasion
from .models import SummaryPiece, SummaryReport
from .queries import periods_between

MOST_PIECES = 40


def demands_for(user: Any) -> Any:
    """Return what was asked of units in the alliances in whose office the user writes papers."""
    mine = Demand.objects.worked_with_by(user).filter(rights_of(user).reach("campaign__organiser", Role.OFFICER))
    return (
        mine.filter(asked_on__isnull=False).exclude(campaign__status__in=STOPPED).select_related("campaign__organiser")
    )


class _DemandChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.campaign.name}: {obj.name}"


def _counted_of(demand: Demand | None) -> dict[str, Any]:
    """Return the first and the last period of which reports count; nothing where none does."""
    periods = ReportPeriod.objects.filter(demand=demand, reports__status__in=COUNTED).order_by("period_to", "pk")
    last = periods.last()
    if last is None:
        return {}
    return {"tu": periods.filter(kind=last.kind).first(), "den": last}


class NewSummaryForm(NewDraftForm):
    """Which demand, from which period to which, and on what occasion. The address may say it all: `campaign`, `demand`, `tu`, `den`."""

    demand = _DemandChoice(Demand.objects.none(), label="Yêu cầu báo cáo", empty_label=None)
    tu = forms.ModelChoiceField(ReportPeriod.objects.none(), label="Từ kỳ", empty_label=None)
    den = forms.ModelChoiceField(ReportPeriod.objects.none(), label="Đến hết kỳ", empty_label=None)
    occasion = forms.ChoiceField(label="Loại báo cáo", choices=SummaryOccasion.choices, initial=SummaryOccasion.MIDTERM)
    summary = forms.CharField(
        label="Trích yếu",
        required=False,
        max_length=MAX_SUMMARY,
        validators=[check_lines],
        widget=box(3),
        help_text="Để trống: cổng ghi theo phong trào và các kỳ đã chọn; sửa được sau.",
    )
    first_fields = ("demand", "tu", "den", "occasion")

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        demands = demands_for(user)
        campaign, demand = (whole_number(str(self.initial.get(name, ""))) for name in ("campaign", "demand"))
        if demand or campaign:
            demands = demands.filter(pk=demand) if demand else demands.filter(campaign=campaign)
        begun = ReportPeriod.objects.filter(demand__in=demands, period_from__lte=today())
        fields: dict[str, Any] = self.fields
        fields["demand"].queryset = demands
        if not demands.exists():
            fields[
                "demand"
            ].help_text = "Chưa yêu cầu nào đã gửi đơn vị và đang thực hiện. Hãy đặt yêu cầu báo cáo trước."
        for name in ("tu", "den"):
            fields[name].queryset = begun.select_related("demand").order_by("demand", "-period_to", "pk")
        if not {"tu", "den"} & set(self.initial):
            self.initial.update(_counted_of(demands.first()))
        is_of_one = bool(demand) or demands.count() == 1
        for name in ("tu", "den"):
            fields[name].label_from_instance = lambda each: each.name if is_of_one else f"{each.name} ({each.demand})"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        demand, first, last = (data.get(name) for name in ("demand", "tu", "den"))
        if not (demand and first and last):
            return data
        if first.demand_id != demand.pk or last.demand_id != demand.pk:
            self.add_error("den", "Hai kỳ phải thuộc yêu cầu báo cáo đã chọn.")
        elif first.kind != last.kind:
            self.add_error("den", OTHER_KINDS)
        elif first.period_to > last.period_to:
            self.add_error("den", WRONG_ORDER)
        elif not data.get("summary"):
            data["summary"] = proposed_summary(demand, first, last, data.get("occasion", ""))
        return data


_BEGINS = {SummaryOccasion.MIDTERM: "Sơ kết, đánh giá kết quả", SummaryOccasion.FINAL: "Tổng kết"}


def proposed_summary(demand: Demand, first: ReportPeriod, last: ReportPeriod, occasion: str) -> str:
    """Return a trích yếu: Tổng kết phong trào thi đua yêu nước năm 2026, tháng 9/2026 đến tháng 10/2026."""
    words = Selection(demand, periods_between(first, last)).words
    begins = _BEGINS.get(SummaryOccasion(occasion), "Kết quả") if occasion in SummaryOccasion.values else "Kết quả"
    name = " ".join(demand.campaign.name.split())
    own = name[:1].lower() + name[1:] if name.lower().startswith("phong trào") else f"phong trào thi đua “{name}”"
    return f"{begins} {own}, {words}".replace("{", "{{").replace("}", "}}")[:MAX_SUMMARY]


class SummaryGeneralForm(GeneralForm):
    occasion = forms.ChoiceField(label="Loại báo cáo", choices=SummaryOccasion.choices)
    addressed_to = forms.CharField(
        label="Kính gửi",
        required=False,
        max_length=1000,
        validators=[check_lines],
        widget=box(2),
        help_text="Mỗi nơi một dòng.",
    )

    def own_fieldset(self) -> list[Any]:
        return [Fieldset("Báo cáo", "occasion", "addressed_to")]


class PieceForm(RowForm):
    noun = "bảng, biểu đồ"
    rows = (("kind", "code"), ("title",), ("is_printed",), ("position", "DELETE"))

    code = forms.ChoiceField(label="Chỉ tiêu", required=False)

    @property
    def headline(self) -> str:
        """Return of which figure it is, by name, and whether it is printed."""
        if not self.instance.pk:
            return super().headline
        names: Any = self.fields["code"]
        of = dict(names.choices).get(self.instance.code, "") if self.instance.code else ""
        words = self.instance.title or ": ".join(filter(None, (self.instance.get_kind_display(), of)))
        return words if self.instance.is_printed else f"{words} (không in)"

    class Meta:
        model = SummaryPiece
        fields = ("position", "kind", "code", "title", "is_printed")
        help_texts = {"title": "Để trống: cổng tự đặt tên."}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") in OF_ONE_FIGURE and not data.get("code") and "code" not in self.errors:
            self.add_error("code", "Bảng và biểu đồ theo khối là của một chỉ tiêu. Hãy chọn chỉ tiêu.")
        if data.get("kind") in OF_ALL_FIGURES and data.get("code"):
            self.add_error("code", "Bảng, biểu đồ này in mọi chỉ tiêu. Hãy chọn “Mọi chỉ tiêu”.")
        return data


_Pieces: Any = rows_formset(SummaryPiece, PieceForm, 1, of=SummaryReport, most=MOST_PIECES)


class PieceFormSet(_Pieces):
    """What is printed of the figures; a figure is chosen among those that the report tells."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        snapshot = self.instance.snapshot
        known = [(each.code, each.name) for each in snapshot.figures] if snapshot else []
        kept = form.instance.code
        gone = [(kept, f"{kept} (không còn trong số liệu)")] if kept and kept not in dict(known) else []
        form.fields["code"].choices = [("", "Mọi chỉ tiêu"), *known, *gone]
