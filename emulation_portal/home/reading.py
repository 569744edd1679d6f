"""One thing worth doing for those for whom no procedure waits: to read, to watch over, to let people in."""

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from campaigns.enums import ENDED
from campaigns.models import CampaignPlan
from campaigns.work import NEW_FOR_DAYS
from emulation_portal.audit.queries import LogFilter, filtered
from emulation_portal.core.dates import short_date
from emulation_portal.core.numbering import grouped
from emulation_portal.core.work import WorkItem
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.rights.enums import COUNCIL_ROLES, Role
from emulation_portal.rights.held import rights_of
from units.queries import number_without_account

if TYPE_CHECKING:
    from emulation_portal.accounts.models import User
    from emulation_portal.documents.models import Document


def work_items(user: "User", *, on: dt.date) -> list[WorkItem]:
    """Return one item for each of these roles: council, accountant, auditor, administrator."""
    offers = (
        (COUNCIL_ROLES, _newest_plan),
        ((Role.ACCOUNTANT,), _rewards),
        ((Role.AUDITOR,), _log),
        ((Role.ADMIN,), _slips),
    )
    found = [offer(user, on) for roles, offer in offers if rights_of(user).hold(*roles)]
    return [item for item in found if item]


def _newest_plan(user: "User", on: dt.date) -> WorkItem | None:
    since = on - dt.timedelta(days=NEW_FOR_DAYS)
    plan, paper = _latest(user, document__issued_on__gte=since)
    if plan is None or paper is None:
        return None
    title = f"Đọc kế hoạch mới nhất, số {paper.printed_number}"
    why = f"{plan.campaign.name}. Ban hành ngày {short_date(paper.issued_on)}."
    return WorkItem(title=title, why=why, url=plan.get_absolute_url(), button="Đọc kế hoạch")


def _rewards(user: "User", on: dt.date) -> WorkItem | None:
    plan, paper = _latest(user, rewards__isnull=False, campaign__period_to__gte=on)
    if plan is None or paper is None:
        return None
    number = plan.rewards.aggregate(number=Count("pk"))["number"]
    why = f"{plan.campaign.name}: {number} mức khen thưởng, kế hoạch số {paper.printed_number}."
    title = "Xem phần khen thưởng của kế hoạch đang thực hiện"
    return WorkItem(title=title, why=why, url=plan.get_absolute_url(), button="Xem khen thưởng")


def _latest(user: "User", **conditions: object) -> "tuple[CampaignPlan | None, Document | None]":
    """Return the newest plan that the user's own alliance issued here and they may read, with its paper."""
    plans = (
        CampaignPlan.objects.visible_to(user)
        .of_own_alliance(user)
        .filter(status=DraftStatus.ISSUED, is_transcription=False, **conditions)
        .exclude(campaign__status__in=ENDED)
    )
    order = ("-document__issued_on", "-document__number", "-pk")
    plan = plans.select_related("campaign", "document").order_by(*order).first()
    return plan, plan.document if plan else None


def _log(user: "User", on: dt.date) -> WorkItem | None:
    since = on - dt.timedelta(days=6)
    events, _ = filtered(LogFilter(since=since, until=on), reader=user)
    number = events.count()
    if not number:
        return None
    days = {"since": short_date(since), "until": short_date(on)}
    return WorkItem(
        title="Đọc nhật ký bảy ngày qua",
        why=f"{grouped(number)} việc đã ghi từ {days['since']} đến {days['until']}.",
        url=f"{reverse('audit:list')}?{urlencode(days)}",
        button="Đọc nhật ký",
    )


def _slips(user: "User", on: dt.date) -> WorkItem | None:
    number = number_without_account(user, on=on)
    if not number:
        return None
    return WorkItem(
        title="In phiếu kích hoạt cho người chưa có tài khoản",
        why=f"{grouped(number)} người đang giữ chức vụ ở đơn vị chưa dùng được Cổng.",
        url=reverse("units:slips"),
        button="Chọn đơn vị, in phiếu",
    )
