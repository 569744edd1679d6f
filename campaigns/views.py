"""Lists and pages of campaigns."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import ListView

from emulation_portal.audit.queries import history_of
from emulation_portal.documents.drafts import policies as drafting
from emulation_portal.documents.drafts.enums import DraftStatus, Relation
from emulation_portal.documents.drafts.registry import kinds
from emulation_portal.procedure.opening import next_of, stepper, whole_path
from emulation_portal.procedure.registry import procedure_of
from emulation_portal.rights.enums import OFFICE_ROLES
from emulation_portal.rights.held import rights_of

from .enums import CampaignStatus
from .forms import CampaignFilter
from .kinds.of_campaign import CampaignPaperKind
from .models import Campaign, CampaignPaper, CampaignPlan
from .procedures import CAMPAIGN, PLAN
from .queries import lists_in_force


class CampaignList(ListView):
    paginate_by = 20
    template_name = "campaigns/list.html"

    def get_queryset(self) -> QuerySet[Campaign]:
        user = self.request.user
        rows = Campaign.objects.visible_to(user)
        years = [day.year for day in rows.exclude(period_from=None).dates("period_from", "year", order="DESC")]
        self.filter = CampaignFilter(self.request.GET, years=years)
        plans = CampaignPlan.objects.visible_to(user).exclude(status=DraftStatus.DISCARDED).select_related("document")
        plans = plans.order_by("-pk")
        rows = rows.prefetch_related(Prefetch("plans", queryset=plans, to_attr="shown_plans"))
        return _narrow(rows, self.filter.cleaned_data if self.filter.is_valid() else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for campaign in context["object_list"]:
            campaign.tone = CAMPAIGN.state_of(campaign.status).tone
            current = [plan for plan in campaign.shown_plans if plan.is_current]
            campaign.shown_plan = next(iter([*current, *campaign.shown_plans]), None)
            newer = [plan for plan in campaign.shown_plans if plan.relation and not plan.document_id]
            campaign.being_written = Relation(newer[0].relation).being_written if newer else ""
            if campaign.shown_plan:
                campaign.shown_plan.tone = tone_of(campaign.shown_plan)
        context["filter"] = self.filter
        context["is_filtered"] = any(self.request.GET.get(name) for name in self.filter.fields)
        context["can_draft"] = rights_of(self.request.user).hold(*drafting.DRAFTERS)
        return context


def tone_of(obj: Any) -> str:
    return procedure_of(obj).state_of(obj.status).tone


def _narrow(rows: Any, wanted: dict[str, Any]) -> Any:
    if wanted.get("year"):
        rows = rows.filter(period_from__year__lte=wanted["year"], period_to__year__gte=wanted["year"])
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    if wanted.get("status"):
        rows = rows.filter(status=wanted["status"])
    else:
        rows = rows.exclude(status=CampaignStatus.DISCARDED)
    return rows.matching(wanted["q"]) if wanted.get("q") else rows


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("organiser"), pk=pk)
    plans: list[Any] = list(
        CampaignPlan.objects.visible_to(request.user).filter(campaign=campaign).select_related("document")
    )
    for plan in plans:
        plan.tone = tone_of(plan)
    kept = [plan for plan in plans if plan.status != DraftStatus.DISCARDED] or plans
    shown_plan = next((plan for plan in plans if plan.is_current), kept[0] if kept else None)
    is_staff = rights_of(request.user).may(*OFFICE_ROLES, at=campaign.place)
    context = {
        "campaign": campaign,
        "tone": tone_of(campaign),
        "plans": plans,
        "new_papers": _new_papers(request, campaign),
        "papers": (papers := _other_papers(request, campaign)),
        "all_papers": [*plans, *papers],
        "shown_plan": shown_plan,
        **lists_in_force(plans, shown_plan),
        "steps": [*_way_of_plan(shown_plan), *stepper(campaign)],
        "is_staff": is_staff,
        "history": history_of(campaign) if is_staff else [],
        "next": next_of(campaign, request.user, now=timezone.now()) if is_staff else None,
    }
    return render(request, "campaigns/campaign.html", context)


def _way_of_plan(plan: CampaignPlan | None) -> list[Any]:
    """Return the campaign's way as far as it is its plan's; without one, all of it is still to come."""
    return stepper(plan) if plan else whole_path(PLAN)


def _new_papers(request: HttpRequest, campaign: Campaign) -> list[tuple[str, str]]:
    """Return what else the reader may write about the campaign: label and address."""
    if not rights_of(request.user).may(*drafting.DRAFTERS, at=campaign.place):
        return []
    known = [kind for kind in kinds() if isinstance(kind, CampaignPaperKind) and campaign.status in kind.goes_on_in]
    return [(kind.create_label, f"{kind.create_url}?campaign={campaign.pk}") for kind in known]


def _other_papers(request: HttpRequest, campaign: Campaign) -> list[Any]:
    """Return the other papers that speak of the campaign, as far as the reader may see them."""
    mine = CampaignPaper.objects.visible_to(request.user).filter(campaign=campaign)
    shown: list[Any] = list(mine.exclude(status=DraftStatus.DISCARDED).select_related("document"))
    for draft in shown:
        draft.tone = tone_of(draft)
    return shown
