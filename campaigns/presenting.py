"""How plans and campaigns look on the screen: tones, steps, what comes next. No rule of who may lives here."""

from dataclasses import dataclass

from django.urls import reverse

from emulation_portal.rights.enums import Role

from .enums import CampaignStatus as C
from .enums import PlanStatus as P
from .models import Campaign, CampaignPlan
from .workflow import PLAN_OWNERS

PLAN_TONES = {
    P.DRAFT: "neutral",
    P.RETURNED: "warning",
    P.DEPT_REVIEW: "waiting",
    P.LEADER_REVIEW: "waiting",
    P.APPROVED: "info",
    P.ISSUED: "success",
    P.SUPERSEDED: "neutral",
    P.REVOKED: "danger",
    P.DISCARDED: "neutral",
}
CAMPAIGN_TONES = {
    C.PLANNED: "neutral",
    C.RUNNING: "success",
    C.COLLECTING: "info",
    C.REVIEWING: "waiting",
    C.CLOSED: "neutral",
    C.SUSPENDED: "warning",
    C.REVOKED: "danger",
    C.DISCARDED: "neutral",
}
_PLAN_PATH = [
    (P.DRAFT, "Dự thảo"),
    (P.DEPT_REVIEW, "Văn phòng rà soát"),
    (P.LEADER_REVIEW, "Lãnh đạo duyệt"),
    (P.APPROVED, "Cấp số"),
    (P.ISSUED, "Ban hành"),
]
_CAMPAIGN_PATH = [
    (C.RUNNING, "Thực hiện"),
    (C.COLLECTING, "Nhận hồ sơ"),
    (C.REVIEWING, "Xét khen thưởng"),
    (C.CLOSED, "Tổng kết"),
]


@dataclass(frozen=True)
class ShownStep:
    label: str
    state: str  # done, current, coming, stopped
    note: str = ""


def plan_steps(plan: CampaignPlan) -> list[ShownStep]:
    """Return the way of the plan with the step it stands at; a transcription has a way of its own."""
    if plan.is_transcription:
        path, at = ["Nhập từ tệp", "Ghi vào sổ"], 0 if plan.status in (P.DRAFT, P.DISCARDED) else 1
    else:
        path = [label for _, label in _PLAN_PATH]
        stands_at = {P.RETURNED: P.DRAFT, P.DISCARDED: P.DRAFT, P.SUPERSEDED: P.ISSUED, P.REVOKED: P.ISSUED}
        at = [status for status, _ in _PLAN_PATH].index(stands_at.get(P(plan.status), P(plan.status)))
    done = [ShownStep(label, "done") for label in path[:at]]
    coming = [ShownStep(label, "coming") for label in path[at + 1 :]]
    return [*done, _step_here(plan, path[at]), *coming]


def _step_here(plan: CampaignPlan, label: str) -> ShownStep:
    """Return the step at which the plan stands, with what befell it there."""
    state = {
        P.ISSUED: "done", P.SUPERSEDED: "done", P.REVOKED: "stopped", P.DISCARDED: "stopped",
    }.get(P(plan.status), "current")  # fmt: skip
    note = plan.get_status_display() if plan.status in (P.RETURNED, P.DISCARDED, P.REVOKED) else ""
    return ShownStep(label, state, note)


def campaign_steps(campaign: Campaign, plan: CampaignPlan | None) -> list[ShownStep]:
    """Return the campaign's whole way: its plan's first, then its own."""
    steps = plan_steps(plan) if plan else [ShownStep(label, "coming") for _, label in _PLAN_PATH]
    status = C(campaign.status)
    stopped = status in (C.SUSPENDED, C.REVOKED)
    shown = C(campaign.resumes_to) if status == C.SUSPENDED and campaign.resumes_to else status
    order = [step for step, _ in _CAMPAIGN_PATH]
    at = order.index(shown) if shown in order else -1
    for position, (step, label) in enumerate(_CAMPAIGN_PATH):
        state = "done" if position < at or (position == at and step == C.CLOSED) else "coming"
        if position == at and step != C.CLOSED:
            state = "stopped" if stopped else "current"
        note = campaign.get_status_display() if position == at and stopped else ""
        steps.append(ShownStep(label, state, note))
    return steps


def owner_words(plan: CampaignPlan) -> str:
    """Return who has the plan now, in words; empty when nobody waits for anybody."""
    if plan.is_transcription and plan.status == P.DRAFT:
        return str(Role.CLERK.label)
    owner = PLAN_OWNERS.get(P(plan.status))
    return str(owner.label) if owner else ""


def part_url(plan: CampaignPlan, part: str) -> str:
    return reverse("campaigns:plan-part", args=[plan.pk, part])
