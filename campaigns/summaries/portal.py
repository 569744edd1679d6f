"""What the alliance's own reports are in the portal."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from campaigns.enums import STOPPED
from campaigns.models import Campaign
from campaigns.panels import CampaignPanel
from campaigns.reports.panels import TotalsLink
from campaigns.reports.totals.selection import Selection
from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import Sample
from emulation_portal.core.permissions import allows
from emulation_portal.documents.drafts.binding import paper_kinds
from emulation_portal.documents.drafts.enums import DraftStatus

from .kinds import SummaryKind
from .models import SummaryReport
from .policies import check_can_begin
from .procedures import SUMMARY
from .sample import is_there, load_summaries

_KIND = SummaryKind()


def _of_campaign(request: HttpRequest, campaign: Campaign) -> dict[str, Any] | None:
    """Show the reports of the campaign that this reader may see, each with its state where it is not in force."""
    seen = SummaryReport.objects.visible_to(request.user).filter(campaign=campaign).defer("figures")
    reports = list(seen.exclude(status=DraftStatus.DISCARDED).with_document())
    shown = [
        (
            report,
            "" if report.status == DraftStatus.ISSUED else report.get_status_display(),
            SUMMARY.state_of(report.status).tone,
        )
        for report in reports
    ]
    return {"reports": shown} if shown else None


def _address(user: Any, selection: Selection) -> str:
    is_stopped = selection.demand.campaign.status in STOPPED
    if is_stopped or not allows(check_can_begin, user, selection.demand.place):
        return ""
    asked = {"demand": selection.demand.pk, "tu": selection.periods[0].pk, "den": selection.last.pk}
    return f"{_KIND.create_url}?{urlencode(asked)}"


declare(
    *paper_kinds(_KIND),
    CampaignPanel("summaries/_of_campaign.html", _of_campaign, 40),
    TotalsLink("Soạn báo cáo của Liên minh", _address),
    Sample(load_summaries, is_there),
)
