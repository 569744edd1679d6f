"""The life of a campaign: the clock turns most of its pages, people close, suspend and resume."""

import datetime as dt
import logging

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import InvalidMove, move

from ..enums import CampaignStatus as C
from ..enums import MilestoneKind, PlanStatus
from ..models import Campaign
from ..workflow import CAMPAIGN_STEPS

log = logging.getLogger(__name__)


def due_status(campaign: Campaign, *, on: dt.date) -> C:
    """Return the status that the calendar gives the campaign on the day, from the one it has."""
    status = C(campaign.status)
    if status == C.PLANNED and _is_launched(campaign, on=on):
        return C.RUNNING
    if status == C.RUNNING and campaign.dossiers_from and campaign.dossiers_from <= on:
        return C.COLLECTING
    if status == C.COLLECTING and campaign.dossiers_to and campaign.dossiers_to < on:
        return C.REVIEWING
    return status


def _is_launched(campaign: Campaign, *, on: dt.date) -> bool:
    plan = campaign.plans.filter(status=PlanStatus.ISSUED).first()
    if plan is None:
        return False
    launch = plan.milestones.filter(kind=MilestoneKind.LAUNCH).first()
    starts = launch.due_on if launch else campaign.period_from
    return starts is not None and starts <= on


def turn_phases(*, on: dt.date) -> int:
    """Move every campaign to where the calendar puts it; return how many moves were made. Twice is harmless.

    A campaign that cannot be moved is logged and does not hold up the others.
    """
    moves = 0
    for pk in Campaign.objects.filter(status__in=[C.PLANNED, C.RUNNING, C.COLLECTING]).values_list("pk", flat=True):
        try:
            moves += turn_campaign(pk, on=on)
        except Exception:
            log.exception("campaign %s could not be turned", pk)
    return moves


def turn_campaign(pk: int, *, on: dt.date) -> int:
    """Move one campaign to where the calendar puts it; return the number of moves."""
    moves = 0
    while _turn(pk, on=on):
        moves += 1
    return moves


@transaction.atomic
def _turn(pk: int, *, on: dt.date) -> bool:
    campaign = Campaign.objects.select_for_update().get(pk=pk)
    due = due_status(campaign, on=on)
    if due == campaign.status:
        return False
    move(campaign, to=due, by=None, steps=CAMPAIGN_STEPS)
    return True


@transaction.atomic
def steer_campaign(*, campaign_id: int, to: C, reason: str, by: User) -> Campaign:
    """Close, suspend or resume. What was suspended resumes where it stood.

    Raises PermissionDenied, InvalidMove, ReasonMissing.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if to not in (C.CLOSED, C.SUSPENDED, C.RUNNING, C.COLLECTING):
        raise InvalidMove("Giai đoạn này do cổng tự chuyển theo ngày.")
    before = campaign.status
    if before == C.SUSPENDED and to != C.CLOSED and to != campaign.resumes_to:
        raise InvalidMove(f"Phong trào được tạm dừng khi “{C(campaign.resumes_to).label}”, nên chỉ tiếp tục từ đó.")
    move(campaign, to=to, by=by, steps=CAMPAIGN_STEPS, reason=reason)
    campaign.resumes_to = before if to == C.SUSPENDED else ""
    campaign.save(update_fields=["resumes_to"])
    return campaign
