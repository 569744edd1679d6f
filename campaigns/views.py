"""Lists and pages of campaigns."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from emulation_portal.audit.queries import history_of
from emulation_portal.core.declarations import declared
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import day, link, noted, status
from emulation_portal.core.parts import shown_panels
from emulation_portal.core.tables import Column, Table
from emulation_portal.documents.drafts import policies as drafting
from emulation_portal.documents.drafts.enums import DraftStatus, Relation
from emulation_portal.documents.drafts.registry import kinds
from emulation_portal.documents.received.models import ReceivedPaper
from emulation_portal.procedure.opening import next_of, stepper, whole_path
from emulation_portal.rights.enums import OFFICE_ROLES
from emulation_portal.rights.held import rights_of

from .columns import PAPERS, REWARDS, TARGETS, tone_of
from .enums import MilestoneKind
from .forms import CampaignFilters
from .kinds.of_campaign import CampaignPaperKind
from .models import Campaign, CampaignPaper, CampaignPlan
from .panels import CampaignPanel
from .procedures import CAMPAIGN, PLAN
from .queries import lists_in_force


class CampaignList(ListPage):
    """Phong trào thi đua: to the office all of its own, to others those with a paper that they may read."""

    template_name, filters = "campaigns/list.html", CampaignFilters
    noun, caption, is_public = "phong trào", "Phong trào thi đua", True

    def rows(self) -> QuerySet[Campaign]:
        return Campaign.objects.visible_to(self.reader)

    def complete(self, rows: QuerySet[Campaign]) -> QuerySet[Campaign]:
        plans = CampaignPlan.objects.visible_to(self.reader).exclude(status=DraftStatus.DISCARDED)
        plans = plans.select_related("document").defer("document__payload").order_by("-pk")
        return rows.prefetch_related(Prefetch("plans", queryset=plans, to_attr="shown_plans"))

    def columns(self) -> list[Column]:
        return [
            Column("Phong trào", lambda row: noted(link(row, row.name), row.get_kind_display()), names_row=True),
            Column("Thời gian", _period),
            Column("Kế hoạch", _plan),
            Column("Giai đoạn", lambda row: status(row.get_status_display(), CAMPAIGN.state_of(row.status).tone)),
        ]

    def sheet_columns(self) -> list[Column]:
        return [
            Column("Phong trào", lambda row: row.name),
            Column("Loại", lambda row: row.get_kind_display()),
            Column("Từ ngày", lambda row: row.period_from),
            Column("Đến ngày", lambda row: row.period_to),
            *self.columns()[2:],
        ]

    def nothing(self) -> Nothing:
        if self._can_draft():
            words = "Bắt đầu từ tệp Word của kế hoạch: cổng đọc căn cứ, các mục, số và ngày, rồi để bạn xem lại."
            import_url = reverse("drafts:import", args=[PLAN.slug])
            return Nothing("Chưa có phong trào nào", words, import_url, "Nhập kế hoạch từ tệp")
        words = "Kế hoạch phong trào thi đua sẽ hiện ở đây khi Liên minh ban hành."
        return Nothing("Chưa có kế hoạch nào được ban hành", words)

    def extra(self) -> dict[str, Any]:
        return {"can_draft": self._can_draft()}

    def _can_draft(self) -> bool:
        return rights_of(self.reader).hold(*drafting.DRAFTERS)


def _period(campaign: Campaign) -> SafeString | str:
    if not campaign.period_from:
        return ""
    return format_html('<span class="nowrap">{} –</span> {}', day(campaign.period_from), day(campaign.period_to))


def _plan(campaign: Any) -> SafeString | str:
    """Return the plan in force, else the newest, and what is being written beside it."""
    plans = campaign.shown_plans
    shown = next(iter([*(plan for plan in plans if plan.is_current), *plans]), None)
    if shown is None:
        return ""
    if shown.document is None:
        return link(shown, status(shown.get_status_display(), tone_of(shown)))
    newer = [plan for plan in plans if plan.relation and not plan.document_id]
    being_written = Relation(newer[0].relation).being_written if newer else ""
    return noted(link(shown, shown.document.printed_number, css="nowrap"), being_written)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("organiser"), pk=pk)
    plans: list[Any] = list(CampaignPlan.objects.visible_to(request.user).filter(campaign=campaign).with_document())
    kept = [plan for plan in plans if plan.status != DraftStatus.DISCARDED] or plans
    shown_plan = next((plan for plan in plans if plan.is_current), kept[0] if kept else None)
    is_staff = rights_of(request.user).may(*OFFICE_ROLES, at=campaign.place)
    in_force = lists_in_force(plans, shown_plan)
    papers = [*plans, *_other_papers(request, campaign)]
    context = {
        "campaign": campaign,
        "tone": tone_of(campaign),
        "plans": plans,
        "new_papers": _new_papers(request, campaign),
        "all_papers": Table("Kế hoạch và văn bản của phong trào", PAPERS, papers),
        "shown_plan": shown_plan,
        "targets": Table("Chỉ tiêu", TARGETS, in_force["targets"]),
        "rewards": Table("Khen thưởng", REWARDS, in_force["rewards"]),
        "milestones": in_force["milestones"],
        "dossiers_until": next((m.due_on for m in in_force["milestones"] if m.kind == MilestoneKind.DOSSIERS), None),
        "steps": [*(_way_of_plan(shown_plan) if is_staff else ()), *stepper(campaign)],
        "is_staff": is_staff,
        "launched_above": _launched_above(request, campaign),
        "history": history_of(campaign) if is_staff else [],
        "next": next_of(campaign, request.user, now=timezone.now()) if is_staff else None,
        "panels": _panels(request, campaign),
    }
    return render(request, "campaigns/campaign.html", context)


def _panels(request: HttpRequest, campaign: Campaign) -> list[dict[str, Any]]:
    """Return what other apps show of the campaign to this reader: the template, and what it shows."""
    return shown_panels(declared(CampaignPanel), request, campaign)


def _way_of_plan(plan: CampaignPlan | None) -> list[Any]:
    """Return the campaign's way as far as it is its plan's; without one, all of it is still to come."""
    return stepper(plan) if plan else whole_path(PLAN)


def _launched_above(request: HttpRequest, campaign: Campaign) -> ReceivedPaper | None:
    """Return the received paper that launched the campaign above to which this one responds, if the reader may see it."""
    if not campaign.parent_movement:
        return None
    received = ReceivedPaper.objects.visible_to(request.user).kept().defer("text")
    own = received.filter(receiver__unit__root_id=campaign.organiser.root_id)
    return own.filter(campaign_name=campaign.parent_movement).first()


def _new_papers(request: HttpRequest, campaign: Campaign) -> list[tuple[str, str]]:
    """Return what else the reader may write about the campaign: label and address."""
    if not rights_of(request.user).may(*drafting.DRAFTERS, at=campaign.place):
        return []
    known = [kind for kind in kinds() if isinstance(kind, CampaignPaperKind) and campaign.status in kind.goes_on_in]
    return [(kind.create_label, f"{kind.create_url}?campaign={campaign.pk}") for kind in known]


def _other_papers(request: HttpRequest, campaign: Campaign) -> list[Any]:
    """Return the other papers that speak of the campaign, as far as the reader may see them."""
    mine = CampaignPaper.objects.visible_to(request.user).filter(campaign=campaign)
    return list(mine.exclude(status=DraftStatus.DISCARDED).with_document())
