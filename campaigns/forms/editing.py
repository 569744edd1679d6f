"""Editing a plan part by part. Each part is a formset of its rows, or the one form of its general facts."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset
from django import forms
from django.forms import BaseInlineFormSet, inlineformset_factory

from emulation_portal.core.forms import PortalFormHelper, VietnameseDateField, VietnameseFormMixin
from emulation_portal.documents.models import Issuer
from units.models import EmulationBlock, SigningAuthority, Unit, in_force_on

from ..enums import CampaignKind, NumberingStyle
from ..models import (
    CampaignPlan,
    Milestone,
    PlanBasis,
    PlanSection,
    RewardSpec,
    Target,
)


def box(rows: int, **attrs: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class GeneralForm(VietnameseFormMixin, forms.Form):
    """Thông tin chung: what the campaign is, and how the paper begins and ends."""

    campaign_name = forms.CharField(label="Tên phong trào", max_length=500, widget=box(2))
    kind = forms.ChoiceField(label="Loại phong trào", choices=CampaignKind.choices)
    theme = forms.CharField(label="Chủ đề", max_length=2000, required=False, widget=box(2))
    parent_movement = forms.CharField(
        label="Hưởng ứng phong trào", max_length=500, required=False,
        help_text="Phong trào của cấp trên mà phong trào này hưởng ứng, nếu có.",
    )  # fmt: skip
    period_from = VietnameseDateField(label="Từ ngày", required=False)
    period_to = VietnameseDateField(label="Đến hết ngày", required=False)
    dossiers_from = VietnameseDateField(label="Nhận hồ sơ khen thưởng từ ngày", required=False)
    dossiers_to = VietnameseDateField(label="Nhận hồ sơ đến hết ngày", required=False)
    issuer = forms.ModelChoiceField(label="Cơ quan ban hành", queryset=Issuer.objects.none(), empty_label=None)
    summary = forms.CharField(
        label="Trích yếu", max_length=2000, widget=box(3),
        help_text="In ngay dưới chữ KẾ HOẠCH. Xuống dòng ở đâu thì in như thế.",
    )  # fmt: skip
    place_name = forms.CharField(label="Địa danh", max_length=60)
    preamble = forms.CharField(
        label="Lời dẫn", required=False, widget=box(4), max_length=10_000,
        help_text="Đoạn nối các căn cứ với mục I, kết thúc bằng “như sau:”.",
    )  # fmt: skip
    closing = forms.CharField(
        label="Lời kết", required=False, widget=box(3), max_length=10_000, help_text="Dấu “./.” được in tự động."
    )
    numbering_style = forms.ChoiceField(label="Cách đánh số cấp ba", choices=NumberingStyle.choices)
    is_public = forms.BooleanField(label="Công khai cho mọi người đọc sau khi ban hành", required=False)

    def __init__(self, *args: Any, cancel_url: str = "", with_submit: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issuer"].queryset = Issuer.objects.select_related("unit")  # type: ignore[attr-defined]
        self.helper = PortalFormHelper(
            self, *self.layout_parts(), submit="Lưu thông tin chung" if with_submit else "", cancel_url=cancel_url,
            form_tag=False,
        )  # fmt: skip

    def layout_parts(self) -> list[Any]:
        pair = "field-pair"
        return [
            Fieldset(
                "Phong trào", "campaign_name", "kind", "theme", "parent_movement",
                Div("period_from", "period_to", css_class=pair), Div("dossiers_from", "dossiers_to", css_class=pair),
            ),
            Fieldset("Đầu và cuối văn bản", "issuer", "place_name", "summary", "preamble", "closing", "numbering_style", "is_public"),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        _check_order(self, "period_from", "period_to", "Ngày kết thúc phong trào phải sau ngày bắt đầu.")
        _check_order(self, "dossiers_from", "dossiers_to", "Ngày cuối nhận hồ sơ phải sau ngày đầu.")
        if bool(data.get("dossiers_from")) != bool(data.get("dossiers_to")):
            self.add_error("dossiers_to", "Hãy ghi cả ngày đầu và ngày cuối nhận hồ sơ, hoặc để trống cả hai.")
        return data


class TranscriptionGeneralForm(GeneralForm):
    """The same of a paper that was issued elsewhere, with what stands on it."""

    paper_number = forms.IntegerField(
        label="Số", min_value=1, max_value=99_999, required=False,
        error_messages={"invalid": "Số văn bản chỉ gồm chữ số, ví dụ 644."},
        widget=forms.TextInput(attrs={"class": "input-short", "inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    paper_symbol = forms.CharField(label="Ký hiệu", max_length=60, required=False, help_text="Ví dụ: KH-LMHTX.")
    paper_issued_on = VietnameseDateField(label="Ngày ban hành", required=False)
    paper_signature_lines = forms.CharField(
        label="Quyền hạn, chức vụ người ký", required=False, widget=box(2), max_length=500,
        help_text="Mỗi dòng như trên bản giấy. Để trống khi tệp không có.",
    )  # fmt: skip
    paper_signer_name = forms.CharField(label="Họ tên người ký", max_length=120, required=False)

    def clean_paper_symbol(self) -> str:
        symbol: str = self.cleaned_data["paper_symbol"].lstrip("/")
        if symbol and not re.fullmatch(r"\w+(-\w+)*", symbol):
            raise forms.ValidationError("Ký hiệu chỉ gồm chữ và dấu gạch nối, không có dấu cách, ví dụ KH-LMHTX.")
        return symbol

    def layout_parts(self) -> list[Any]:
        paper = Fieldset(
            "Như trên bản đã ban hành",
            Div("paper_number", "paper_symbol", css_class="field-pair"), "paper_issued_on",
            "paper_signature_lines", "paper_signer_name",
        )  # fmt: skip
        return [paper, *super().layout_parts()]


def _check_order(form: forms.Form, first: str, last: str, message: str) -> None:
    start: dt.date | None = form.cleaned_data.get(first)
    end: dt.date | None = form.cleaned_data.get(last)
    if start and end and end < start:
        form.add_error(last, message)


class RowForm(VietnameseFormMixin, forms.ModelForm):
    """One row of a part. A row left empty is not saved. `rows` says which fields stand side by side."""

    rows: tuple[tuple[str, ...], ...] = ()


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
        help_texts = {"topic": "Chỉ cần chọn ở mục lớn (cấp I).", "body": "Mỗi đoạn cách nhau một dòng trống."}


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


class RecipientsForm(VietnameseFormMixin, forms.Form):
    """Nơi nhận và người ký: whom the plan addresses, whom the paper names, who signs it."""

    addresses_everyone = forms.BooleanField(label="Mọi đơn vị thành viên và trực thuộc tham gia", required=False)
    addressed_blocks = forms.ModelMultipleChoiceField(
        label="Hoặc chỉ các khối, cụm", queryset=EmulationBlock.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    addressed_units = forms.ModelMultipleChoiceField(
        label="Và các đơn vị", queryset=Unit.objects.none(), required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}), help_text="Giữ phím Ctrl để chọn nhiều đơn vị.",
    )  # fmt: skip
    recipients = forms.CharField(
        label="Nơi nhận", required=False, widget=box(6), max_length=4000,
        help_text="Mỗi nơi một dòng, không cần gạch đầu dòng. Dòng “Lưu: …” được in tự động.",
    )  # fmt: skip
    signing = forms.ModelChoiceField(
        label="Người ký", queryset=SigningAuthority.objects.none(), required=False, empty_label="– Chưa chọn –",
        help_text="Chỉ những người có thẩm quyền ký kế hoạch vào hôm nay.",
    )  # fmt: skip

    def __init__(self, *args: Any, plan: CampaignPlan, today: dt.date, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signers = SigningAuthority.objects.filter(in_force_on(today), unit=plan.issuer.unit_id).select_related("person")
        fit = [row.pk for row in signers if row.covers("KH")]
        self.fields["signing"].queryset = signers.filter(pk__in=fit)  # type: ignore[attr-defined]
        self.fields["addressed_blocks"].queryset = EmulationBlock.objects.all()  # type: ignore[attr-defined]
        self.fields["addressed_units"].queryset = Unit.objects.open()  # type: ignore[attr-defined]
        if plan.is_transcription:
            del self.fields["signing"]
        self.helper = PortalFormHelper(
            self, HTML("<h2 class='visually-hidden'>Nơi nhận và người ký</h2>"), *self.fields, submit="Lưu nơi nhận, người ký",
            cancel_url=cancel_url, form_tag=False,
        )  # fmt: skip

    def clean_recipients(self) -> list[str]:
        lines = [line.strip(" -;\t") for line in self.cleaned_data["recipients"].splitlines()]
        lines = [line for line in lines if line]
        if any(len(line) > 200 for line in lines):
            raise forms.ValidationError("Mỗi dòng nơi nhận không quá 200 ký tự. Hãy tách dòng dài thành nhiều dòng.")
        return lines


def row_helper(rows: tuple[tuple[str, ...], ...]) -> PortalFormHelper:
    """Return the look of one row of a formset: groups of fields side by side."""
    parts = [Div(*names, css_class="field-pair") if len(names) > 1 else names[0] for names in rows]
    helper = PortalFormHelper(None, *parts, submit="", form_tag=False)
    helper.render_hidden_fields = True
    helper.disable_csrf = True
    return helper


class PlanFormSet(BaseInlineFormSet):
    """Rows in their order, renumbered from 1 when saved. New rows without a number go to the end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = row_helper(self.form.rows)  # type: ignore[attr-defined]

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "position" in form.fields:
            form.fields["position"].required = False
            form.fields["position"].widget = forms.TextInput(attrs={"class": "input-short", "inputmode": "numeric"})
            if form.instance.pk is None:
                form.initial["position"] = None
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Xóa dòng này"

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
        max_num=300,
        validate_max=True,
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
