from typing import Any

from django import forms

from emulation_portal.core.filters import Filters, choice, words
from emulation_portal.documents.drafts.forms.general import NewDraftForm
from emulation_portal.documents.drafts.forms.widgets import box
from emulation_portal.documents.paper_limits import MAX_SUMMARY, check_lines

from ..enums import CampaignKind, CampaignStatus


class NewCampaignForm(NewDraftForm):
    """A plan is begun with the campaign that it launches."""

    campaign_name = forms.CharField(label="Tên phong trào", max_length=500, widget=box(2))
    kind = forms.ChoiceField(label="Loại phong trào", choices=CampaignKind.choices)
    summary = forms.CharField(
        label="Trích yếu của kế hoạch",
        max_length=MAX_SUMMARY,
        validators=[check_lines],
        widget=box(3),
        help_text="In ngay dưới chữ KẾ HOẠCH, ví dụ: Tổ chức phong trào thi đua yêu nước năm 2026.",
    )
    first_fields = ("campaign_name", "kind")


class CampaignFilters(Filters):
    year = choice("Năm", method="in_year")
    kind = choice("Loại", CampaignKind.choices)
    status = choice("Trạng thái", CampaignStatus.choices)
    q = words("Tên, số kế hoạch, năm", "Không cần gõ dấu; ví dụ 644", method="matching")

    def fill_choices(self) -> None:
        dated = self.queryset.exclude(period_from=None).order_by()
        self.choices("year", [(day.year, str(day.year)) for day in dated.dates("period_from", "year", order="DESC")])

    def matching(self, campaigns: Any, name: str, text: str) -> Any:
        return campaigns.matching(text, seen_by=self.request.user)

    def in_year(self, campaigns: Any, name: str, year: str) -> Any:
        return campaigns.filter(period_from__year__lte=int(year), period_to__year__gte=int(year))

    def filter_queryset(self, campaigns: Any) -> Any:
        """Leave out discarded campaigns unless they are asked for."""
        found = super().filter_queryset(campaigns)
        return found if self.form.cleaned_data.get("status") else found.exclude(status=CampaignStatus.DISCARDED)
