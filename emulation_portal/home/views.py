"""“Việc cần làm” for those who are logged in, the front door for everybody else."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns.enums import PlanStatus
from campaigns.models import CampaignPlan
from campaigns.presenting import PLAN_TONES
from campaigns.work import work_items
from emulation_portal.accounts.personas import PERSONAS
from emulation_portal.core.dates import today
from emulation_portal.jobs.enums import JobState
from emulation_portal.jobs.models import Job

LATEST = 6


def home(request: HttpRequest) -> HttpResponse:
    plans = (
        CampaignPlan.objects.visible_to(request.user)
        .filter(status=PlanStatus.ISSUED)
        .select_related("document", "campaign")
        .order_by("-document__issued_on", "-pk")
    )
    context = {"plans": plans[:LATEST], "personas": PERSONAS if settings.SAMPLE_PERSONAS else ()}
    if not request.user.is_authenticated:
        return render(request, "home/front.html", context)
    context["items"] = work_items(request.user, on=today())
    context["failed_jobs"] = Job.objects.visible_to(request.user).filter(state=JobState.FAILED)[:3]
    context["waiting_elsewhere"] = _waiting_elsewhere(request)
    return render(request, "home/home.html", context)


def _waiting_elsewhere(request: HttpRequest) -> list[CampaignPlan]:
    """Return the user's own drafts that somebody else has now, so that they know where each one is."""
    mine = CampaignPlan.objects.filter(
        drafted_by=request.user.pk, status__in=[PlanStatus.DEPT_REVIEW, PlanStatus.LEADER_REVIEW, PlanStatus.APPROVED]
    ).select_related("campaign")[:LATEST]
    for plan in mine:
        plan.tone = PLAN_TONES[PlanStatus(plan.status)]  # type: ignore[attr-defined]
    return list(mine)
