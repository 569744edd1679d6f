"""“Việc cần làm” for those who are logged in, the front door for everybody else."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from campaigns.models import CampaignPlan
from campaigns.sample.office_plans import OFFICE_PLANS
from campaigns.work import work_items as campaign_items
from emulation_portal.accounts.personas import PERSONAS
from emulation_portal.core.dates import today
from emulation_portal.documents.drafts.enums import UNDER_WAY, DraftStatus
from emulation_portal.documents.drafts.models import Draft
from emulation_portal.documents.drafts.work import work_items as draft_items
from emulation_portal.jobs.work import work_items as job_items
from emulation_portal.procedure.registry import procedure_of
from emulation_portal.procedure.work import work_items as procedure_items
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

from .reading import work_items as reading_items

LATEST = 6
# Each app says what waits for a person; the first on the page is the most pressing.
SHORTCUTS = (
    (Role.OFFICER, "Nhập kế hoạch từ tệp", "drafts:import", ("ke-hoach",)),
    (Role.OFFICER, "Soạn kế hoạch mới", "drafts:create", ("ke-hoach",)),
    (Role.CLERK, "Mở sổ văn bản đi", "documents:register", ()),
    (Role.CLERK, "Nhập văn bản đã ban hành", "drafts:import", ("ke-hoach",)),
    (Role.ADMIN, "Mở tài khoản, giao vai trò", "units:people", ()),
    (Role.ADMIN, "In phiếu kích hoạt", "units:slips", ()),
    (Role.AUDITOR, "Đọc nhật ký", "audit:list", ()),
)
CONTRIBUTORS = (job_items, procedure_items, draft_items, campaign_items, reading_items)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    readable = CampaignPlan.objects.visible_to(request.user)
    # Who belongs to no alliance reads what anybody reads.
    own = readable.of_own_alliance(request.user) if rights_of(request.user).held else readable
    plans = (
        own.filter(status=DraftStatus.ISSUED)
        .select_related("document", "campaign")
        .order_by("-document__issued_on", "-document__number")
    )
    context: dict[str, Any] = {"plans": plans[:LATEST], "personas": PERSONAS if settings.SAMPLE_PERSONAS else ()}
    if not request.user.is_authenticated:
        context["first_plans"] = _first_plans() if settings.SAMPLE_PERSONAS else []
        return render(request, "home/front.html", context)
    context["items"] = [item for contribute in CONTRIBUTORS for item in contribute(request.user, on=today())]
    context["shortcuts"] = [
        (label, reverse(name, args=args)) for role, label, name, args in SHORTCUTS if rights_of(request.user).hold(role)
    ]
    context["waiting_elsewhere"] = _waiting_elsewhere(request)
    return render(request, "home/home.html", context)


def _waiting_elsewhere(request: HttpRequest) -> list[Draft]:
    """Return the user's own drafts that somebody else has now, so that they know where each one is."""
    own = Draft.objects.visible_to(request.user).filter(drafted_by=request.user.pk, status__in=UNDER_WAY)
    mine = [draft.own for draft in own[:LATEST]]
    for draft in mine:
        draft.tone = procedure_of(draft).state_of(draft.status).tone  # type: ignore[attr-defined]
    return mine


def _first_plans() -> list[CampaignPlan]:
    """Return the office's two own plans of the sample, for the greeting of a portal that is being tried out.

    A file of the same name that somebody else read is none of them.
    """
    by_sample = {"source__created_by__username__in": [persona.username for persona in PERSONAS]}
    seeded = CampaignPlan.objects.filter(source__file_name__in=OFFICE_PLANS, **by_sample)
    seeded = seeded.select_related("source").order_by("pk")
    first = {plan.source.file_name: plan.pk for plan in reversed(seeded)}
    plans = CampaignPlan.objects.filter(pk__in=first.values())
    return list(plans.select_related("campaign", "document").order_by("source__file_name"))
