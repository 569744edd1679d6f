"""The page of a plan: the paper on its desk, its state and its one next step."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.audit.queries import history_of
from emulation_portal.core.dates import today
from emulation_portal.core.permissions import allows
from emulation_portal.core.vietnamese import ascii_slug
from emulation_portal.documents.actions import prepare_copy
from emulation_portal.jobs.models import Job
from units.queries import is_office_staff

from .. import policies
from ..consistency import contradictions
from ..enums import PlanStatus
from ..models import CampaignPlan
from ..papers import plan_paper
from ..presenting import PLAN_TONES, owner_words, plan_steps
from ..queries import date_facts, plan_facts
from ..reading_notes import reading_warnings
from ..regulations import launch_gaps
from .access import acts_on_post, plan_or_404


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    document = plan.document
    is_staff = is_office_staff(request.user)
    context = {
        "plan": plan,
        "document": document,
        "paper": None if document else plan_paper(plan),
        "steps": plan_steps(plan),
        "tone": PLAN_TONES[PlanStatus(plan.status)],
        "owner": owner_words(plan),
        "is_staff": is_staff,
        "job": Job.objects.filter(key=document.job_key).first() if document else None,
        "has_file": document is not None and hasattr(document, "file"),
        "history": history_of(plan) if is_staff else [],
        "source": getattr(plan, "source", None) if is_staff else None,
        "warnings": reading_warnings(plan) if is_staff else [],
        "contradictions": contradictions(date_facts(plan)) if is_staff and _is_still_written(plan) else [],
        **_next_steps(request, plan),
    }
    context |= _editing_first(plan, context)
    context["returned"] = next((row for row in context["history"] if row.reason), None)
    return render(request, "campaigns/plan.html", context)


def _is_still_written(plan: CampaignPlan) -> bool:
    """Return whether somebody may still change what the plan says: it is no transcription and has no number."""
    return plan.document is None and not plan.is_transcription and plan.status != PlanStatus.DISCARDED


def _next_steps(request: HttpRequest, plan: CampaignPlan) -> dict[str, Any]:
    """Return what may be done now; each False carries its reason."""
    checks = {
        "can_edit": policies.check_can_edit,
        "can_submit": policies.check_can_submit,
        "can_review": policies.check_can_review,
        "can_approve": policies.check_can_approve,
        "can_issue": policies.check_can_issue,
        "can_transcribe": policies.check_can_transcribe,
        "can_correct": policies.check_can_correct_transcription,
        "can_revoke": policies.check_can_revoke,
    }
    answers: dict[str, Any] = {name: allows(check, request.user, plan) for name, check in checks.items()}
    shows_gaps = plan.is_editable and not plan.is_transcription and is_office_staff(request.user)
    answers["gaps"] = launch_gaps(plan_facts(plan), on=today()) if shows_gaps else []
    answers["correction"] = getattr(plan, "superseded_by", None) if is_office_staff(request.user) else None
    return answers


def _editing_first(plan: CampaignPlan, shown: dict[str, Any]) -> dict[str, Any]:
    """Return whether the next step is to write: something is missing, was sent back, or is to be corrected."""
    history = shown["history"]
    just_returned = plan.status == PlanStatus.RETURNED and bool(history and history[0].reason)
    begins_correction = plan.is_transcription and plan.supersedes_id is not None and plan.revision == 1
    words = "Sửa theo ý kiến" if just_returned else "Sửa chỗ sai" if begins_correction else "Hoàn thiện dự thảo"
    waits = just_returned or begins_correction or (bool(shown["gaps"]) and not plan.is_transcription)
    return {"edits_first": bool(shown["can_edit"]) and waits, "edit_words": words, "just_returned": just_returned}


@login_required
@acts_on_post
def prepare_draft_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for a PDF of the draft as it stands; the same text again is the same copy."""
    plan = plan_or_404(request, pk)
    if plan.document:
        return redirect(plan.document)
    with transaction.atomic():
        copy, _ = prepare_copy(
            plan_paper(plan).to_json(),
            template="paper",
            file_name=f"du-thao-ke-hoach-{plan.pk}-{ascii_slug(plan.campaign.name, 40)}.pdf",
            subject=plan,
            subject_url=plan.get_absolute_url(),
            by=request.user,
        )
    return redirect("documents:copy", copy.pk)
