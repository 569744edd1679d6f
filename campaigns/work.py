"""What campaigns put on “Việc cần làm” beside what waits in their procedures."""

import datetime as dt
from functools import partial
from typing import Any

from django.db.models import Count, QuerySet

from emulation_portal.core.dates import short_date
from emulation_portal.core.work import NOTHING, OfRows, WorkItem, WorkList
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.rights.enums import COUNCIL_ROLES, UNIT_ROLES, Role
from emulation_portal.rights.held import rights_of

from .enums import ENDED, CampaignStatus
from .models import Campaign, CampaignPaper, CampaignPlan

NEW_FOR_DAYS = 60


def ended_campaigns(user: Any, on: dt.date) -> WorkList:
    """Return campaigns that are over and wait to be closed."""
    mine = rights_of(user).reach("organiser", Role.LEADER, Role.CHIEF_OF_OFFICE)
    going_on = [CampaignStatus.RUNNING, CampaignStatus.REVIEWING]
    return OfRows(
        Campaign.objects.filter(mine, status__in=going_on, period_to__lt=on).order_by("period_to", "pk"), _end
    )


def _end(campaign: Campaign) -> WorkItem:
    return WorkItem(
        title="Phong trào đã hết thời gian, cần tổng kết và kết thúc",
        why=campaign.name,
        url=campaign.get_absolute_url(),
        button="Mở phong trào",
        due_on=campaign.period_to,
        is_late=True,
    )


# --- to read, until it is opened --------------------------------------------------------------------------------------


def new_plans(user: Any, on: dt.date) -> WorkList:
    """Return the newest plans that members of units and the council have not opened yet."""
    if not rights_of(user).hold(*UNIT_ROLES, *COUNCIL_ROLES):
        return NOTHING
    plans = _unread(CampaignPlan.objects, user).filter(document__issued_on__gte=_recently(on))
    plans = plans.exclude(campaign__status__in=ENDED).select_related("campaign").prefetch_related("milestones")
    return OfRows(plans, partial(_read_plan, on=on))


def plans_with_rewards(user: Any, on: dt.date) -> WorkList:
    """Return the plans that are carried out and promise rewards, until an accountant has opened them."""
    if not rights_of(user).hold(Role.ACCOUNTANT):
        return NOTHING
    plans = _unread(CampaignPlan.objects, user).filter(campaign__period_to__gte=on)
    plans = plans.exclude(campaign__status__in=ENDED).select_related("campaign").annotate(number=Count("rewards"))
    return OfRows(plans.filter(number__gt=0), _read_rewards)


def new_papers(user: Any, on: dt.date) -> WorkList:
    """Return the newest notices and guidances that members of units have not opened yet."""
    if not rights_of(user).hold(*UNIT_ROLES):
        return NOTHING
    return OfRows(_unread(CampaignPaper.objects, user).filter(document__issued_on__gte=_recently(on)), _read_paper)


def _recently(on: dt.date) -> dt.date:
    return on - dt.timedelta(days=NEW_FOR_DAYS)


def _unread(papers: Any, user: Any) -> QuerySet[Any]:
    """Return papers in force of the user's own alliance, the newest first; those entered from paper are no news."""
    known = papers.visible_to(user).of_own_alliance(user).unread_by(user)
    in_force = known.filter(status=DraftStatus.ISSUED, is_transcription=False).select_related("document")
    found: QuerySet[Any] = in_force.order_by("-document__issued_on", "-document__number", "-pk")
    return found


def _read_plan(plan: Any, *, on: dt.date) -> WorkItem:
    first = next((milestone for milestone in plan.milestones.all() if milestone.due_on >= on), None)
    milestone = f" Mốc tới: {first.get_kind_display().lower()} {short_date(first.due_on)}." if first else ""
    return WorkItem(
        title=f"Đọc kế hoạch mới số {plan.document.printed_number}",
        why=f"{plan.campaign.name}. Ban hành ngày {short_date(plan.document.issued_on)}.{milestone}",
        url=plan.get_absolute_url(),
        button="Đọc kế hoạch",
    )


def _read_rewards(plan: Any) -> WorkItem:
    return WorkItem(
        title="Xem phần khen thưởng của kế hoạch đang thực hiện",
        why=f"{plan.campaign.name}: {plan.number} mức khen thưởng, kế hoạch số {plan.document.printed_number}.",
        url=plan.get_absolute_url(),
        button="Xem khen thưởng",
    )


def _read_paper(paper: Any) -> WorkItem:
    return WorkItem(
        title=f"Đọc {paper.noun} mới số {paper.document.printed_number}",
        why=" ".join(paper.summary.split()),
        url=paper.get_absolute_url(),
        button=f"Đọc {paper.noun}",
    )
