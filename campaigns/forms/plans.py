"""What a plan says of its campaign, before what every paper has."""

import datetime as dt
from typing import Any

from crispy_forms.layout import Div, Fieldset
from django import forms

from emulation_portal.core.fields import SuggestingInput, VietnameseDateField
from emulation_portal.core.pickers import PickField
from emulation_portal.documents.drafts.enums import RowsPlace
from emulation_portal.documents.drafts.forms.general import PAIR, GeneralForm, TranscriptionGeneralForm
from emulation_portal.documents.drafts.forms.importing import PreviewForm
from emulation_portal.documents.drafts.forms.rows import RowForm, rows_formset
from emulation_portal.documents.drafts.forms.widgets import box
from emulation_portal.documents.received.queries import campaigns_launched_above

from ..enums import CampaignKind
from ..models import Campaign, CampaignPlan, Milestone, RewardSpec, Target


class CampaignFields(forms.Form):
    """The fields of a campaign, mixed into forms of its plans."""

    campaign_name = forms.CharField(label="Tên phong trào", max_length=500, widget=box(2))
    kind = forms.ChoiceField(label="Loại phong trào", choices=CampaignKind.choices)
    theme = forms.CharField(label="Chủ đề", max_length=2000, required=False, widget=box(2))
    parent_movement = forms.CharField(
        label="Hưởng ứng phong trào",
        max_length=500,
        required=False,
        widget=SuggestingInput,
        help_text="Phong trào của cấp trên mà phong trào này hưởng ứng, nếu có.",
    )
    period_from = VietnameseDateField(label="Từ ngày", required=False)
    period_to = VietnameseDateField(label="Đến hết ngày", required=False)
    dossiers_from = VietnameseDateField(label="Nhận hồ sơ khen thưởng từ ngày", required=False)
    dossiers_to = VietnameseDateField(label="Nhận hồ sơ đến hết ngày", required=False)

    def __init__(self, *args: Any, issuers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, issuers=issuers, **kwargs)  # type: ignore[call-arg]
        above: Any = self.fields["parent_movement"].widget
        above.suggested = campaigns_launched_above(issuers)

    def own_fieldset(self) -> list[Any]:
        return [
            Fieldset(
                "Phong trào",
                "campaign_name",
                "kind",
                "theme",
                "parent_movement",
                Div("period_from", "period_to", css_class=PAIR),
                Div("dossiers_from", "dossiers_to", css_class=PAIR),
            )
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._check_order("period_from", "period_to", "Ngày kết thúc phong trào phải sau ngày bắt đầu.")
        self._check_order("dossiers_from", "dossiers_to", "Ngày cuối nhận hồ sơ phải sau ngày đầu.")
        if bool(data.get("dossiers_from")) != bool(data.get("dossiers_to")):
            self.add_error("dossiers_to", "Hãy ghi cả ngày đầu và ngày cuối nhận hồ sơ, hoặc để trống cả hai.")
        return data

    def _check_order(self, first: str, last: str, message: str) -> None:
        start: dt.date | None = self.cleaned_data.get(first)
        end: dt.date | None = self.cleaned_data.get(last)
        if start and end and end < start:
            self.add_error(last, message)


def rows_place(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=RowsPlace.choices, required=False)


SUMMARY_HELP = "In ngay dưới chữ KẾ HOẠCH. Xuống dòng ở đâu thì in như thế."


class KnownCampaignFields(CampaignFields):
    """The same of a campaign that is there already, with what the page showed of it."""

    read = forms.CharField(required=False, widget=forms.HiddenInput)


class PlanGeneralForm(KnownCampaignFields, GeneralForm):
    targets_place = rows_place("Chỉ tiêu")
    rewards_place = rows_place("Khen thưởng")
    milestones_place = rows_place("Mốc thời gian")

    def layout_parts(self) -> list[Any]:
        lists = Fieldset("In trên văn bản", "targets_place", "rewards_place", "milestones_place")
        return [*super().layout_parts(), lists]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["summary"].help_text = SUMMARY_HELP


class TranscribedPlanGeneralForm(KnownCampaignFields, TranscriptionGeneralForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["summary"].help_text = SUMMARY_HELP


class PlanPreviewForm(CampaignFields, PreviewForm):
    campaign = PickField(
        Campaign.objects.none(),
        label="Thuộc phong trào",
        required=False,
        empty_label="Phong trào mới, theo tên bên dưới",
        help_text="Chọn phong trào đã có thì tên, loại, chủ đề và thời gian của phong trào ấy được giữ như cũ.",
    )
    kind = forms.ChoiceField(
        label="Loại phong trào",
        choices=[("", "– Hãy chọn –"), *CampaignKind.choices],
        error_messages={"required": "Tệp không ghi loại phong trào. Hãy chọn thường xuyên hay theo chuyên đề."},
    )
    first_fields = ("campaign",)

    def __init__(self, *args: Any, issuers: list[Any], user: Any, **kwargs: Any) -> None:
        super().__init__(*args, issuers=issuers, user=user, **kwargs)
        own = Campaign.objects.awaiting_plan().filter(organiser__in=[issuer.unit_id for issuer in issuers])
        choice: Any = self.fields["campaign"]
        choice.queryset = own
        choice.search = lambda campaigns, text: campaigns.matching(text, seen_by=user)


class TargetForm(RowForm):
    noun = "chỉ tiêu"
    rows = (("indicator",), ("unit_scope", "value", "due_on"), ("position", "DELETE"))
    due_on = VietnameseDateField(label="Hoàn thành trước", required=False)

    class Meta:
        model = Target
        fields = ("position", "indicator", "unit_scope", "value", "due_on")


class RewardForm(RowForm):
    noun = "mức khen thưởng"
    rows = (
        ("award_form", "subject_kind"),
        ("quota_mode", "quota", "dossier_deadline_on"),
        ("standard_text",),
        ("position", "DELETE"),
    )
    dossier_deadline_on = VietnameseDateField(label="Hạn nộp hồ sơ", required=False)

    class Meta:
        model = RewardSpec
        fields = (
            "position",
            "award_form",
            "subject_kind",
            "quota_mode",
            "quota",
            "standard_text",
            "dossier_deadline_on",
        )
        widgets = {
            "standard_text": box(3),
            "quota": forms.TextInput(attrs={"class": "input-short", "inputmode": "numeric"}),
        }


class MilestoneForm(RowForm):
    noun = "mốc"
    rows = (("kind", "due_on"), ("note",), ("DELETE",))
    due_on = VietnameseDateField(label="Ngày")

    class Meta:
        model = Milestone
        fields = ("kind", "due_on", "note")


target_formset = rows_formset(Target, TargetForm, 2, of=CampaignPlan)
reward_formset = rows_formset(RewardSpec, RewardForm, 1, of=CampaignPlan)
milestone_formset = rows_formset(Milestone, MilestoneForm, 2, of=CampaignPlan)
