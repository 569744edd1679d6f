"""Lists and pages of campaigns."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from django.views.generic import ListView

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.audit.queries import history_of
from emulation_portal.core.errors import DomainError
from emulation_portal.core.permissions import allows
from emulation_portal.documents.models import Issuer
from units.queries import is_office_staff

from .. import policies
from ..actions import NewPlan, create_plan, steer_campaign
from ..enums import CampaignStatus, PlanStatus
from ..forms import CampaignFilter, ReasonForm
from ..forms.creating import NewCampaignForm
from ..models import Campaign, CampaignPlan
from ..presenting import CAMPAIGN_TONES, PLAN_TONES, campaign_steps
from ..workflow import CAMPAIGN_STEPS


class CampaignList(ListView):
    paginate_by = 20
    template_name = "campaigns/list.html"

    def get_queryset(self) -> QuerySet[Campaign]:
        user = self.request.user
        rows = Campaign.objects.visible_to(user)
        years = [day.year for day in rows.exclude(period_from=None).dates("period_from", "year", order="DESC")]
        self.filter = CampaignFilter(self.request.GET, years=years)
        plans = CampaignPlan.objects.visible_to(user).exclude(status=PlanStatus.DISCARDED).select_related("document")
        plans = plans.order_by("-pk")
        rows = rows.prefetch_related(Prefetch("plans", queryset=plans, to_attr="shown_plans"))
        return _narrow(rows, self.filter.cleaned_data if self.filter.is_valid() else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for campaign in context["object_list"]:
            campaign.tone = CAMPAIGN_TONES[CampaignStatus(campaign.status)]
            issued = [plan for plan in campaign.shown_plans if plan.status == PlanStatus.ISSUED]
            campaign.shown_plan = next(iter([*issued, *campaign.shown_plans]), None)
            campaign.is_corrected = bool(issued) and any(plan.is_editable for plan in campaign.shown_plans)
            if campaign.shown_plan:
                campaign.shown_plan.tone = PLAN_TONES[PlanStatus(campaign.shown_plan.status)]
        context["filter"] = self.filter
        context["is_filtered"] = any(self.request.GET.get(name) for name in self.filter.fields)
        context["can_draft"] = allows(policies.check_can_draft, self.request.user, None)
        return context


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
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    plans = list(
        CampaignPlan.objects.visible_to(request.user).filter(campaign=campaign).select_related("document", "issuer")
    )
    for plan in plans:
        plan.tone = PLAN_TONES[PlanStatus(plan.status)]  # type: ignore[attr-defined]
    kept = [plan for plan in plans if plan.status != PlanStatus.DISCARDED] or plans
    current = next((plan for plan in plans if plan.status == PlanStatus.ISSUED), kept[0] if kept else None)
    is_staff = is_office_staff(request.user)
    context = {
        "campaign": campaign,
        "tone": CAMPAIGN_TONES[CampaignStatus(campaign.status)],
        "plans": plans,
        "current": current,
        "milestones": current.milestones.all() if current else [],
        "targets": current.targets.all() if current else [],
        "rewards": current.rewards.all() if current else [],
        "steps": campaign_steps(campaign, current),
        "is_staff": is_staff,
        "history": history_of(campaign) if is_staff else [],
        "can_steer": allows(policies.check_can_steer, request.user, campaign),
        "moves": _moves_by_hand(campaign),
    }
    return render(request, "campaigns/campaign.html", context)


def _moves_by_hand(campaign: Campaign) -> list[tuple[str, str]]:
    """Return (target status, button) of the steps that people take; what was suspended goes back where it stood."""
    moves = []
    for (before, after), step in CAMPAIGN_STEPS.items():
        if before != campaign.status or step.by_portal or after == CampaignStatus.REVOKED:
            continue
        if before == CampaignStatus.SUSPENDED and after != campaign.resumes_to:
            continue
        moves.append((after, step.label))
    return moves


@login_required
def create(request: SignedInRequest) -> HttpResponse:
    policies.check_can_draft(request.user)
    form = NewCampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        issuer: Issuer = data["issuer"]
        campaign = Campaign(name=data["campaign_name"], kind=data["kind"])
        plan = create_plan(NewPlan(campaign=campaign, issuer=issuer, summary=data["summary"]), by=request.user)
        messages.success(request, "Đã mở dự thảo. Hãy viết từng phần, rồi trình rà soát.")
        return redirect("campaigns:plan-part", pk=plan.pk, part="general")
    return render(request, "campaigns/create.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def steer(request: SignedInRequest, pk: int, to: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    policies.check_can_steer(request.user, campaign)
    labels = dict(_moves_by_hand(campaign))
    if to not in CampaignStatus.values:
        raise Http404
    label = labels.get(to, "Chuyển giai đoạn")
    form = ReasonForm(request.POST or None, button=label, cancel_url=campaign.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            steer_campaign(campaign_id=pk, to=CampaignStatus(to), reason=form.cleaned_data["reason"], by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Đã chuyển giai đoạn của phong trào.")
            return redirect(campaign)
    context = {"campaign": campaign, "form": form, "title": f"{label} phong trào"}
    return render(request, "campaigns/steer.html", context, status=422 if form.errors else 200)
