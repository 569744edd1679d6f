"""What campaigns put on “Việc cần làm” beside what waits in their procedures."""

import datetime as dt
from typing import Any

from emulation_portal.core.work import WorkItem
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.rights.enums import UNIT_ROLES, Role
from emulation_portal.rights.held import rights_of

from .enums import ENDED, CampaignStatus, MilestoneKind
from .models import Campaign, CampaignPaper, CampaignPlan, Milestone

NEW_FOR_DAYS = 60


def work_items(user: Any, *, on: dt.date) -> list[WorkItem]:
    """Return campaigns that are over and wait to be closed; for members of units, the new papers addressed to them."""
    items = _ended_campaigns(user, on)
    if rights_of(user).hold(*UNIT_ROLES):
        items += [*_new_plans(user, on=on), *_new_papers(user, on=on)]
    return items


def _ended_campaigns(user: Any, on: dt.date) -> list[WorkItem]:
    mine = rights_of(user).reach("organiser", Role.LEADER, Role.CHIEF_OF_OFFICE)
    going_on = [CampaignStatus.RUNNING, CampaignStatus.REVIEWING]
    ended = Campaign.objects.filter(mine, status__in=going_on, period_to__lt=on).order_by("period_to")
    return [
        WorkItem(
            title="Phong trào đã hết thời gian, cần tổng kết và kết thúc",
            why=campaign.name,
            url=campaign.get_absolute_url(),
            button="Mở phong trào",
            due_on=campaign.period_to,
            is_late=True,
        )
        for campaign in ended[:5]
    ]


def _new_plans(user: Any, *, on: dt.date) -> list[WorkItem]:
    since = on - dt.timedelta(days=NEW_FOR_DAYS)
    plans = (
        CampaignPlan.objects.visible_to(user)
        .of_own_alliance(user)
        .filter(status=DraftStatus.ISSUED, is_transcription=False, document__issued_on__gte=since)
        .exclude(campaign__status__in=ENDED)
        .select_related("document", "campaign")
        .prefetch_related("milestones")
        .order_by("-document__issued_on")
    )
    return [_new_plan(plan, on=on) for plan in plans[:5]]


def _new_plan(plan: CampaignPlan, *, on: dt.date) -> WorkItem:
    deadlines = (m for m in plan.milestones.all() if m.kind != MilestoneKind.LAUNCH and m.due_on >= on)
    coming = next(deadlines, None)
    assert plan.document is not None  # a constraint holds it for issued plans
    return WorkItem(
        title=f"Đọc kế hoạch mới số {plan.document.printed_number}",
        why=plan.campaign.name,
        url=plan.get_absolute_url(),
        button="Đọc kế hoạch",
        due_on=coming.due_on if coming else None,
        due_words=_days_left(coming, on=on),
    )


def _new_papers(user: Any, *, on: dt.date) -> list[WorkItem]:
    """Return the newest notices and guidances; a paper that was amended or ended since is read from its own page."""
    papers = (
        CampaignPaper.objects.visible_to(user)
        .of_own_alliance(user)
        .filter(
            status=DraftStatus.ISSUED,
            is_transcription=False,
            document__issued_on__gte=on - dt.timedelta(days=NEW_FOR_DAYS),
        )
        .select_related("document")
        .order_by("-document__issued_on", "-pk")
    )
    return [
        WorkItem(
            title=f"Đọc {paper.noun} mới số {paper.document.printed_number}",
            why=" ".join(paper.summary.split()),
            url=paper.get_absolute_url(),
            button=f"Đọc {paper.noun}",
        )
        for paper in papers[:5]
        if paper.document  # a constraint holds it for issued papers
    ]


def _days_left(coming: Milestone | None, *, on: dt.date) -> str:
    if coming is None:
        return ""
    days = (coming.due_on - on).days
    what = coming.get_kind_display().lower()
    return f"{what}, hôm nay" if days == 0 else f"{what}, còn {days} ngày"
