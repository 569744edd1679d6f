"""What campaigns put on “Việc cần làm”."""

import datetime as dt
from typing import TYPE_CHECKING

from emulation_portal.core.work import WorkItem
from emulation_portal.rights.enums import Role
from units.queries import has_role, unit_ids_of

from .enums import ENDED, CampaignStatus, MilestoneKind, PlanStatus
from .models import Campaign, CampaignPlan, Milestone, PlanImport
from .queries import plans_waiting_for

if TYPE_CHECKING:
    from emulation_portal.accounts.models import User

MOST = 30
NEW_FOR_DAYS = 60

_WORDS = {
    PlanStatus.DRAFT: ("Hoàn thiện và trình dự thảo", "Mở dự thảo"),
    PlanStatus.RETURNED: ("Kế hoạch bị trả lại, cần sửa rồi trình lại", "Xem lý do, sửa"),
    PlanStatus.DEPT_REVIEW: ("Rà soát kế hoạch trước khi trình lãnh đạo", "Rà soát"),
    PlanStatus.LEADER_REVIEW: ("Duyệt kế hoạch", "Xem và duyệt"),
    PlanStatus.APPROVED: ("Cấp số, ban hành kế hoạch đã duyệt", "Cấp số"),
}


def work_items(user: "User", *, on: dt.date) -> list[WorkItem]:
    """Return what waits for this user, oldest first; for members of units, the new plans addressed to them."""
    items = []
    for plan in plans_waiting_for(user)[:MOST]:
        if plan.is_transcription:
            if has_role(user, Role.CLERK):
                items.append(_transcription(plan))
            continue
        title, button = _WORDS[PlanStatus(plan.status)]
        items.append(WorkItem(title=title, why=str(plan), url=plan.get_absolute_url(), button=button))
    if has_role(user, Role.CLERK) and not has_role(user, Role.OFFICER):
        drafts = CampaignPlan.objects.filter(status=PlanStatus.DRAFT, is_transcription=True)
        items += [_transcription(plan) for plan in drafts[:MOST]]
    items += [_unconfirmed(source) for source in PlanImport.objects.filter(created_by=user.pk, plan=None)[:5]]
    if has_role(user, Role.LEADER, Role.CHIEF_OF_OFFICE):
        items += _ended_campaigns(on)
    if unit_ids_of(user, Role.UNIT_EDITOR, Role.UNIT_HEAD):
        items += _new_plans(user, on=on)
    return items


def _transcription(plan: CampaignPlan) -> WorkItem:
    return WorkItem(
        title="Ghi vào sổ văn bản đã nhập từ tệp",
        why=str(plan),
        url=plan.get_absolute_url(),
        button="Đối chiếu, ghi sổ",
    )


def _ended_campaigns(on: dt.date) -> list[WorkItem]:
    going_on = [CampaignStatus.RUNNING, CampaignStatus.REVIEWING]
    ended = Campaign.objects.filter(status__in=going_on, period_to__lt=on).order_by("period_to")
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


def _unconfirmed(source: PlanImport) -> WorkItem:
    return WorkItem(
        title="Xem lại tệp kế hoạch đã đọc", why=source.file_name, url=source.get_absolute_url(), button="Xem lại"
    )


def _new_plans(user: "User", *, on: dt.date) -> list[WorkItem]:
    since = on - dt.timedelta(days=NEW_FOR_DAYS)
    plans = (
        CampaignPlan.objects.visible_to(user)
        .filter(status=PlanStatus.ISSUED, is_transcription=False, document__issued_on__gte=since)
        .exclude(campaign__status__in=ENDED)
        .select_related("document", "campaign")
        .prefetch_related("milestones")
        .order_by("-document__issued_on")
    )
    items = []
    for plan in plans[:5]:
        deadlines = (m for m in plan.milestones.all() if m.kind != MilestoneKind.LAUNCH and m.due_on >= on)
        coming = next(deadlines, None)
        assert plan.document is not None  # a constraint holds it for issued plans
        items.append(
            WorkItem(
                title=f"Đọc kế hoạch mới số {plan.document.printed_number}",
                why=plan.campaign.name,
                url=plan.get_absolute_url(),
                button="Đọc kế hoạch",
                due_on=coming.due_on if coming else None,
                due_words=_days_left(coming, on=on),
            )
        )
    return items


def _days_left(coming: Milestone | None, *, on: dt.date) -> str:
    if coming is None:
        return ""
    days = (coming.due_on - on).days
    what = coming.get_kind_display().lower()
    return f"{what}, hôm nay" if days == 0 else f"{what}, còn {days} ngày"
