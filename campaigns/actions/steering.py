"""The life of a campaign: the clock turns most of its pages, people close, suspend and resume."""

import datetime as dt
import logging

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.procedure.moving import lock, move, moving

from ..enums import CampaignStatus as C
from ..enums import MilestoneKind
from ..models import Campaign, CampaignPlan
from ..queries import milestones_in, plans_in_force

log = logging.getLogger(__name__)


class NotTurned(Exception):
    """Some campaigns do not stand where the calendar puts them."""


def due_status(campaign: Campaign, *, on: dt.date, plans: list[CampaignPlan] | None = None) -> C:
    """Return the status that the calendar gives the campaign on the day, from the one it has.

    `plans` are those in force, where the caller knows them; else they are read.
    """
    status = C(campaign.status)
    if status == C.PLANNED and _is_launched(campaign, plans_in_force(campaign) if plans is None else plans, on=on):
        return C.RUNNING
    if status == C.RUNNING and campaign.dossiers_from and campaign.dossiers_from <= on:
        return C.COLLECTING
    if status == C.COLLECTING and campaign.dossiers_to and campaign.dossiers_to < on:
        return C.REVIEWING
    return status


def _is_launched(campaign: Campaign, plans: list[CampaignPlan], *, on: dt.date) -> bool:
    if not plans:
        return False
    launches = [row.due_on for row in milestones_in(plans) if row.kind == MilestoneKind.LAUNCH]
    starts = min(launches, default=campaign.period_from)
    return starts is not None and starts <= on


def turn_phases(*, on: dt.date) -> int:
    """Move every campaign to where the calendar puts it; return how many moves were made. Twice is harmless.

    A campaign that cannot be moved is logged and does not hold up the others. Raises NotTurned when all are through and
    there was such a one.
    """
    moves, stuck = 0, []
    for pk in Campaign.objects.filter(status__in=[C.PLANNED, C.RUNNING, C.COLLECTING]).values_list("pk", flat=True):
        try:
            moves += turn_campaign(pk, on=on)
        except Exception:
            log.exception("campaign %s could not be turned", pk)
            stuck.append(pk)
    if stuck:
        raise NotTurned(f"these campaigns could not be turned; the log says why: {stuck}")
    return moves


@transaction.atomic
def turn_campaign(pk: int, *, on: dt.date) -> int:
    """Move one campaign to where the calendar puts it; return the number of moves."""
    return turn(lock(Campaign, pk), on=on)


_EVENTS = {C.RUNNING: "launched", C.COLLECTING: "collecting", C.REVIEWING: "reviewing"}


def turn(campaign: Campaign, *, on: dt.date, plans: list[CampaignPlan] | None = None) -> int:
    """Do the same with a campaign that is locked already, and goes by these plans when they are told."""
    moves = 0
    while (due := due_status(campaign, on=on, plans=plans)) != campaign.status:
        move(campaign, _EVENTS[due], by=None)
        moves += 1
    return moves


@transaction.atomic
def steer_campaign(*, campaign_id: int, event: str, reason: str, by: User) -> Campaign:
    """Close, suspend or resume. What was suspended resumes where it stood.

    Raises PermissionDenied, InvalidMove, ReasonMissing.
    """
    campaign: Campaign = lock(Campaign, campaign_id)
    stood_at = campaign.status
    with moving(campaign, event, by=by, reason=reason):
        campaign.resumes_to = stood_at if event == "suspended" else ""
    return campaign
