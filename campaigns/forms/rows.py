"""The parts of a plan that are rows, each a formset; and the list of all parts."""

from dataclasses import dataclass
from typing import Any, ClassVar

from crispy_forms.layout import Div
from django import forms
from django.forms import BaseInlineFormSet, inlineformset_factory

from emulation_portal.core.forms import PortalFormHelper, VietnameseDateField, VietnameseFormMixin

from ..models import CampaignPlan, Milestone, PlanBasis, PlanSection, RewardSpec, Target
from .widgets import box


class RowForm(VietnameseFormMixin, forms.ModelForm):
    """One row of a part. A row left empty is not saved. `rows` says which fields stand side by side."""

    rows: tuple[tuple[str, ...], ...] = ()

    def clean_position(self) -> int:
        """Return 0 for a row left without a number: it goes to the end. The column knows no null."""
        return self.cleaned_data["position"] or 0


MAX_ROWS = 300
BASIS_ROWS = (("text",), ("document_type", "number", "issued_on"), ("issued_by",), ("title",))
SECTION_ROWS = (("level", "topic"), ("title",), ("body",))


class BasisForm(RowForm):
    rows = (*BASIS_ROWS, ("position", "DELETE"))
    issued_on = VietnameseDateField(label="Ngày", required=False)

    class Meta:
        model = PlanBasis
        fields = ("position", "text", "document_type", "number", "issued_on", "issued_by", "title")
        widgets = {"text": box(3), "title": box(2)}
        help_texts = {"text": ""}


class SectionForm(RowForm):
    rows = (*SECTION_ROWS, ("position", "DELETE"))
    level = forms.TypedChoiceField(
        label="Cấp", coerce=int, choices=[(1, "I."), (2, "1."), (3, "1.1. hoặc a)"), (4, "1.1.1. hoặc -")], initial=2
    )

    class Meta:
        model = PlanSection
        fields = ("position", "level", "topic", "title", "body")
        widgets = {"title": box(1), "body": box(5)}
        help_texts = {
            "topic": "Chỉ cần chọn ở mục lớn (cấp I).",
            "body": "Mỗi đoạn cách nhau một dòng trống. *Nghiêng*, **đậm**.",
        }


class TargetForm(RowForm):
    rows = (("indicator",), ("unit_scope", "value", "due_on"), ("position", "DELETE"))
    due_on = VietnameseDateField(label="Hoàn thành trước", required=False)

    class Meta:
        model = Target
        fields = ("position", "indicator", "unit_scope", "value", "due_on")


class RewardForm(RowForm):
    rows = (
        ("award_form", "subject_kind"), ("quota_mode", "quota", "dossier_deadline_on"), ("standard_text",),
        ("position", "DELETE"),
    )  # fmt: skip
    dossier_deadline_on = VietnameseDateField(label="Hạn nộp hồ sơ", required=False)

    class Meta:
        model = RewardSpec
        fields = (
            "position", "award_form", "subject_kind", "quota_mode", "quota", "standard_text", "dossier_deadline_on",
        )  # fmt: skip
        widgets = {
            "standard_text": box(3),
            "quota": forms.TextInput(attrs={"class": "input-short", "inputmode": "numeric"}),
        }


class MilestoneForm(RowForm):
    rows = (("kind", "due_on"), ("note",), ("DELETE",))
    due_on = VietnameseDateField(label="Ngày")

    class Meta:
        model = Milestone
        fields = ("kind", "due_on", "note")


def row_helper(rows: tuple[tuple[str, ...], ...]) -> PortalFormHelper:
    """Return the look of one row of a formset: groups of fields side by side."""
    parts = [Div(*names, css_class="field-pair") if len(names) > 1 else names[0] for names in rows]
    helper = PortalFormHelper(None, *parts, submit="", form_tag=False)
    helper.render_hidden_fields = True
    helper.disable_csrf = True
    return helper


class PlanFormSet(BaseInlineFormSet):
    """Rows in their order, renumbered from 1 when saved. New rows without a number go to the end."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        **BaseInlineFormSet.default_error_messages,
        "missing_management_form": "Trang gửi lên bị thiếu dữ liệu nên chưa lưu. Hãy tải lại trang rồi nhập lại.",
        "too_many_forms": "Mỗi phần có nhiều nhất %(num)d khung. Hãy gộp bớt rồi lưu lại.",
    }

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "position" in form.fields:
            form.fields["position"].required = False
            form.fields["position"].widget = forms.TextInput(attrs={"class": "input-short", "inputmode": "numeric"})
            if form.instance.pk is None:
                form.initial["position"] = None
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Xóa khung này"
        rows = (tuple(name for name in row if name in form.fields) for row in form.rows)  # type: ignore[attr-defined]
        form.helper = row_helper(tuple(row for row in rows if row))  # type: ignore[attr-defined]

    def save_in_order(self, plan: CampaignPlan) -> None:
        """Save what changed and number all rows again from 1."""
        self.instance = plan
        self.save()
        model: Any = self.model
        if not hasattr(model, "position"):
            return
        rows = sorted(model.objects.filter(plan=plan), key=lambda row: (row.position or 10_000, row.pk))
        for at, row in enumerate(rows, start=1):
            row.position = at
        model.objects.bulk_update(rows, ["position"])


def _rows(model: Any, form: Any, extra: int) -> Any:
    return inlineformset_factory(
        CampaignPlan,
        model,
        form=form,
        formset=PlanFormSet,
        extra=extra,
        can_delete=True,
        max_num=MAX_ROWS,
        validate_max=True,
        absolute_max=MAX_ROWS,  # whatever a forged form claims
    )


@dataclass(frozen=True)
class Part:
    """A part of the plan as its own page."""

    name: str
    title: str
    hint: str
    formset: Any = None  # a subclass of PlanFormSet


PARTS = {
    part.name: part
    for part in (
        Part("general", "Thông tin chung", "Phong trào là gì, văn bản mở đầu và kết thúc thế nào."),
        Part("bases", "Căn cứ", "Mỗi căn cứ một ô, ghi nguyên văn như sẽ in.", _rows(PlanBasis, BasisForm, 1)),
        Part(
            "sections", "Nội dung", "Mỗi mục một khung. Cổng tự đánh số theo cấp; đổi thứ tự bằng số ở ô “Thứ tự”.",
            _rows(PlanSection, SectionForm, 1),
        ),
        Part("targets", "Chỉ tiêu", "In ở cuối mục “Tiêu chí, chỉ tiêu”.", _rows(Target, TargetForm, 2)),
        Part("rewards", "Khen thưởng", "In ở cuối mục “Khen thưởng”.", _rows(RewardSpec, RewardForm, 1)),
        Part("milestones", "Mốc thời gian", "In ở cuối mục “Thời gian, tiến độ”.", _rows(Milestone, MilestoneForm, 2)),
        Part("recipients", "Nơi nhận, người ký", "Đơn vị tham gia, nơi nhận in trên văn bản và người ký."),
    )
}  # fmt: skip
