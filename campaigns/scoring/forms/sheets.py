"""Forms of a score sheet: what it is, and a group with its criteria."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Div
from django import forms

from campaigns.reports.enums import REGULAR
from campaigns.reports.models import Demand, Indicator
from campaigns.reports.quantities import written
from emulation_portal.core.fields import VietnameseDateField
from emulation_portal.core.forms import GrowingRows, PortalFormHelper, SpokenRows, VietnameseFormMixin
from emulation_portal.core.versioned_forms import VersionedFormMixin
from emulation_portal.law.forms import EmulationYearField
from units.models import Unit

from ..actions import SHEET_SAYS, WrittenCriterion, WrittenGroup
from ..enums import BANDS, COUNTED_REPORTS, MEASURED, CriterionKind, GroupKind
from ..models import CriterionGroup, ScoreSheet
from ..proposals import bands_of
from ..regulations import USUAL_GRADES, Grade
from .fields import BandsField, GradesField, ScaledPointsField, bands_text

MOST_CRITERIA = 60  # of one group
_PLAN_WORDS = frozenset({"%", "% kế hoạch", "% kh"})


class ScoreSheetForm(VersionedFormMixin, VietnameseFormMixin, forms.ModelForm):
    year = EmulationYearField(label="Năm")
    scale = ScaledPointsField(label="Thang điểm", min_value=Decimal(1), help_text="Thường là 100 hoặc 1.000.")
    decided_on = VietnameseDateField(label="Ngày ban hành", required=False)
    grades = GradesField(
        label="Xếp loại",
        help_text="Mỗi dòng một mức: tên, dấu hai chấm, từ bao nhiêu phần trăm thang điểm, hoặc từ bao nhiêu điểm. Ví dụ: "
        "“Tốt: từ 80”, “Tốt: từ 800 đến dưới 900 điểm”. Đúng mức thì được mức ấy.",
    )

    class Meta:
        model = ScoreSheet
        fields = [*SHEET_SAYS]
        help_texts = {
            "issued_by": "Ví dụ: Chủ tịch Liên minh Hợp tác xã tỉnh.",
            "decision": "Ví dụ: Quyết định số 22/QĐ-LMHTX.",
            "bonus_within_scale": "Ví dụ thang 1.000 gồm 950 điểm chuẩn và 50 điểm thưởng. Không chọn thì điểm thưởng cộng "
            "thêm ngoài thang điểm.",
            "demand": "Tiêu chí tính theo chỉ tiêu lấy số liệu từ báo cáo này; chỉ tính báo cáo đã kiểm tra.",
        }

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        demand: Any = self.fields["demand"]
        demand.queryset = Demand.objects.filter(
            campaign__organiser__root_id=self.instance.alliance.root_id
        ).select_related("campaign")
        demand.label_from_instance = lambda row: f"{row.name} ({row.campaign.name})"
        kind: Any = self.fields["period_kind"]
        kind.choices = [("", "Không lấy số liệu"), *((each.value, each.label) for each in REGULAR)]
        if self.instance._state.adding:
            self.initial["grades"] = [list(each) for each in USUAL_GRADES]
        self.helper = PortalFormHelper(
            self,
            Div("year", "scale", css_class="field-pair"),
            "name",
            "stays_within_scale",
            "bonus_within_scale",
            "issued_by",
            Div("decision", "decided_on", css_class="field-pair"),
            "demand",
            "period_kind",
            "grades",
            submit="Lưu bảng điểm",
            cancel_url=cancel_url,
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        scale, grades = data.get("scale"), [Grade.of(pair) for pair in data.get("grades") or ()]
        if scale and grades and (most := max(each.points_of(scale) for each in grades)) > scale:
            self.add_error(
                "grades", f"Có mức từ {written(most)} điểm, thang điểm là {written(scale)}. Hãy xem lại hai số."
            )
        if bool(data.get("demand")) != bool(data.get("period_kind")) and "demand" not in self.errors:
            self.add_error("period_kind", "Chọn cả báo cáo và loại kỳ được cộng, hoặc bỏ trống cả hai.")
        same = ScoreSheet.objects.filter(alliance=self.instance.alliance_id, name=data.get("name") or "")
        if same.filter(year=data.get("year") or 0).exclude(pk=self.instance.pk).exists():
            self.add_error("name", "Đã có bảng điểm mang tên này trong năm. Hãy đặt tên khác.")
        return data


class CopySheetForm(VietnameseFormMixin, forms.Form):
    """A sheet of another year begins with what this one says."""

    year = EmulationYearField(label="Năm")
    name = forms.CharField(label="Tên bảng điểm", max_length=200)

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self, submit="Soạn bảng mới", cancel_url=cancel_url)


class GroupForm(VietnameseFormMixin, forms.Form):
    name = forms.CharField(label="Tên nhóm", max_length=300)
    kind = forms.ChoiceField(label="Loại", choices=GroupKind.choices)
    most_points = ScaledPointsField(
        label="Điểm tối đa của nhóm",
        min_value=Decimal("0.01"),
        help_text="Điểm thưởng, điểm trừ cộng lại không quá số này.",
    )

    @staticmethod
    def initial_of(group: CriterionGroup | None) -> dict[str, Any]:
        if group is None:
            return {"kind": GroupKind.BASE}
        return {"name": group.name, "kind": group.kind, "most_points": group.most_points}

    def written(self, criteria: Sequence[WrittenCriterion]) -> WrittenGroup:
        data = self.cleaned_data
        return WrittenGroup(data["name"], GroupKind(data["kind"]), data["most_points"], criteria)


_BANDS_LIKE = "Ví dụ: từ 80% trở lên: 4; từ 60% đến dưới 80%: 3; dưới 60%: 2. Ghi gọn: 80: 4; 60: 3; còn lại: 2."


class CriterionRowForm(VietnameseFormMixin, forms.Form):
    name = forms.CharField(label="Tiêu chí", max_length=500)
    most_points = ScaledPointsField(label="Điểm tối đa", min_value=Decimal("0.01"))
    kind = forms.ChoiceField(label="Cách tính điểm", choices=CriterionKind.choices, initial=CriterionKind.JUDGED)
    indicator = forms.ModelChoiceField(Indicator.objects.none(), label="Chỉ tiêu báo cáo", required=False)
    bands = BandsField(label="Các bậc", required=False, max_length=500, help_text=_BANDS_LIKE)
    points_each = ScaledPointsField(
        label="Điểm mỗi báo cáo",
        required=False,
        min_value=Decimal("0.01"),
        help_text="Ở nhóm điểm chuẩn: trừ dần từ điểm tối đa của tiêu chí.",
    )
    guidance = forms.CharField(label="Cách chấm, tài liệu chứng minh", max_length=500, required=False)
    is_for_appraiser = forms.BooleanField(label="Chỉ người thẩm định chấm", required=False)

    def __init__(self, *args: Any, alliance: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        indicator: Any = self.fields["indicator"]
        indicator.queryset = Indicator.objects.filter(alliance=alliance, is_offered=True)

    def clean(self) -> dict[str, Any]:
        """Ask for what the way of counting needs, and drop what it does not."""
        data = super().clean() or self.cleaned_data
        kind = data.get("kind", "")
        if kind in MEASURED and not data.get("indicator"):
            self.add_error("indicator", "Cách tính này cần một chỉ tiêu báo cáo. Hãy chọn chỉ tiêu.")
        if kind in BANDS and not data.get("bands") and "bands" not in self.errors:
            self.add_error("bands", "Hãy ghi các bậc, ví dụ: 80: 4; 60: 3; còn lại: 2.")
        if kind in COUNTED_REPORTS and not data.get("points_each") and "points_each" not in self.errors:
            self.add_error("points_each", "Hãy ghi số điểm cho mỗi báo cáo.")
        indicator = data.get("indicator")
        if kind in MEASURED and indicator and not indicator.is_number:
            self.add_error("indicator", "Chỉ tiêu này không phải là số. Hãy chọn chỉ tiêu khác.")
        if kind in BANDS and data.get("bands") and (why := _strange_unit(kind, indicator, data["bands"].units)):
            self.add_error("bands", why)
        return data

    @property
    def said(self) -> WrittenCriterion:
        data = self.cleaned_data
        kind = CriterionKind(data["kind"])
        return WrittenCriterion(
            data["name"],
            data["most_points"],
            kind,
            data["guidance"],
            data["indicator"] if kind in MEASURED else None,
            data["points_each"] if kind in COUNTED_REPORTS else None,
            data["bands"].bands if kind in BANDS else (),
            is_for_appraiser=data["is_for_appraiser"],
        )


def _strange_unit(kind: str, indicator: Indicator | None, units: frozenset[str]) -> str:
    """Return why bands cannot be in these units; "" where they can."""
    if kind == CriterionKind.BANDED_PLAN:
        strange = sorted(units - _PLAN_WORDS)
        return (
            f"“{strange[0]}” không phải là % kế hoạch. Hãy ghi mức theo %, hoặc chọn cách tính “{CriterionKind.BANDED.label}”."
            if strange
            else ""
        )
    of = indicator.unit_words if indicator else ""
    strange = sorted(units - {of.casefold()}) if indicator else []
    if "%" in strange:
        return (
            f"Các bậc ghi theo phần trăm. Hãy chọn cách tính “{CriterionKind.BANDED_PLAN.label}”, hoặc ghi mức theo đơn vị "
            f"của chỉ tiêu ({of or 'số'})."
        )
    return (
        f"“{strange[0]}” không phải đơn vị của chỉ tiêu ({of or 'số'}). Hãy ghi mức theo đơn vị ấy." if strange else ""
    )


class CriterionRows(GrowingRows, SpokenRows):
    """The criteria of a group, to which pasted ones may be offered."""


def criteria_formset(data: Any, group: CriterionGroup | None, *, alliance: Unit, extra: int) -> Any:
    """Return the rows of a group's criteria; what is typed when there is some, else what stands there."""
    made: Any = forms.formset_factory(
        CriterionRowForm,
        CriterionRows,
        extra=extra,
        can_delete=True,
        max_num=MOST_CRITERIA,
        validate_max=True,
        absolute_max=MOST_CRITERIA + 1,
    )
    told = [
        {
            "name": each.name,
            "most_points": each.most_points,
            "kind": each.kind,
            "indicator": each.indicator_id,
            "bands": bands_text(bands_of(each)),
            "points_each": each.points_each,
            "guidance": each.guidance,
            "is_for_appraiser": each.is_for_appraiser,
        }
        for each in (group.criteria.prefetch_related("bands") if group else ())
    ]
    said = {
        "too_many_forms": f"Mỗi nhóm nhiều nhất {MOST_CRITERIA} tiêu chí. Hãy bỏ bớt dòng rồi lưu.",
        "missing_management_form": "Trang gửi thiếu dữ liệu. Hãy tải lại trang rồi ghi lại.",
    }
    return made(
        data, initial=[] if data else told, prefix="tieu-chi", form_kwargs={"alliance": alliance}, error_messages=said
    )
