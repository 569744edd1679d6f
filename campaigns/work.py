"""What campaigns put on “Việc cần làm” beside what waits in their procedures."""

import datetime as dt
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from emulation_portal.core.dates import short_date
from emulation_portal.core.work import NOTHING, OfRows, WorkItem, WorkList
from emulation_portal.rights.enums import COUNCIL_ROLES, UNIT_ROLES, Role
from emulation_portal.rights.held import rights_of

from .enums import ENDED, CampaignStatus
from .models import Campaign, CampaignPaper, CampaignPlan, Milestone

NEW_FOR_DAYS = 60


def ended_campaigns(user: Any, on: dt.date) -> WorkList:
    """Return campaigns that are over and wait to be closed."""
    if not rights_of(user).hold(Role.LEADER, Role.CHIEF_OF_OFFICE):
        return NOTHING
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

# Of papers twenty at once are shown, and of each a line.
_SHOWN = ("kind", "document__number", "document__symbol", "document__issued_on")


def new_plans(user: Any, on: dt.date) -> WorkList:
    """Return the newest plans that members of units and the council have not opened yet."""
    if not rights_of(user).hold(*UNIT_ROLES, *COUNCIL_ROLES):
        return NOTHING
    plans = _unread(CampaignPlan.objects, user).filter(document__issued_on__gte=_recently(on))
    coming = Milestone.objects.filter(due_on__gte=on)
    plans = plans.exclude(campaign__status__in=ENDED).select_related("campaign")
    plans = plans.prefetch_related(Prefetch("milestones", coming, "coming"))
    return OfRows(plans.only(*_SHOWN, "campaign__name"), _read_plan)


def plans_with_rewards(user: Any, on: dt.date) -> WorkList:
    """Return the plans that are carried out and promise rewards, until an accountant has opened them."""
    if not rights_of(user).hold(Role.ACCOUNTANT):
        return NOTHING
    plans = _unread(CampaignPlan.objects, user).filter(campaign__period_to__gte=on)
    plans = plans.exclude(campaign__status__in=ENDED).select_related("campaign").annotate(number=Count("rewards"))
    return OfRows(plans.filter(number__gt=0).only(*_SHOWN, "campaign__name"), _read_rewards)


def new_papers(user: Any, on: dt.date) -> WorkList:
    """Return the newest notices and guidances that members of units have not opened yet."""
    if not rights_of(user).hold(*UNIT_ROLES):
        return NOTHING
    papers = _unread(CampaignPaper.objects, user).filter(document__issued_on__gte=_recently(on))
    return OfRows(papers.only(*_SHOWN, "summary"), _read_paper)


def _recently(on: dt.date) -> dt.date:
    return on - dt.timedelta(days=NEW_FOR_DAYS)


def _unread(papers: Any, user: Any) -> QuerySet[Any]:
    """Return papers that are news for the user, the newest first."""
    news = papers.news_for(user).with_document()
    found: QuerySet[Any] = news.order_by("-document__issued_on", "-document__number", "-pk")
    return found


def _read_plan(plan: Any) -> WorkItem:
    first = next(iter(plan.coming), None)
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
        url=f"{plan.get_absolute_url()}#khen-thuong",
        button="Xem khen thưởng",
    )


def _read_paper(paper: Any) -> WorkItem:
    return WorkItem(
        title=f"Đọc {paper.noun} mới số {paper.document.printed_number}",
        why=" ".join(paper.summary.split()),
        url=paper.get_absolute_url(),
        button=f"Đọc {paper.noun}",
    )
