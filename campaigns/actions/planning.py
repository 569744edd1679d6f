"""What a plan does to its campaign: while it is written, when it comes into force, and when it ends."""

import datetime as dt
from typing import Any

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.drafts.actions import open_draft
from emulation_portal.documents.drafts.enums import ISSUED_EVER, Relation
from emulation_portal.documents.models import Issuer
from emulation_portal.procedure.moving import lock, move

from ..enums import ENDED
from ..models import Campaign, CampaignPlan
from .steering import turn


class CampaignHasPlan(DomainError):
    """One campaign goes by one plan, and by none after its end."""


def open_plan(*, campaign: Campaign, issuer: Issuer, summary: str, by: User) -> CampaignPlan:
    """Open a draft for a campaign, new or there. Raises PermissionDenied, OfAnotherAlliance."""
    plan: CampaignPlan = open_draft("plan", {"issuer": issuer, "summary": summary}, {"campaign": campaign}, by=by)
    return plan


def save_new_campaign(plan: CampaignPlan, *, by: User) -> None:
    """Write a new campaign down, before the plan that speaks of it."""
    if plan.campaign._state.adding:
        plan.campaign.save()
        plan.campaign_id = plan.campaign.pk
        record("campaign.created", plan.campaign, by=by)


def write_campaign_facts(plan: CampaignPlan, facts: dict[str, Any]) -> None:
    """Keep what a draft says of its campaign: at once while nothing is issued, else when this plan comes into force."""
    plain = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in facts.items()}
    if plan.campaign.plans.filter(status__in=ISSUED_EVER).exists():
        plan.campaign_changes = plain
        return
    campaign: Campaign = lock(Campaign, plan.campaign_id)
    apply_campaign_facts(campaign, plain)
    campaign.organiser = plan.issuer.unit
    campaign.save(update_fields=[*plain, "organiser", "search_text"])
    plan.campaign = campaign


def apply_campaign_facts(campaign: Campaign, plain: dict[str, Any]) -> None:
    """Set the facts from their JSON form."""
    for name, value in plain.items():
        field: Any = campaign._meta.get_field(name)
        setattr(campaign, name, field.to_python(value))


@transaction.atomic(savepoint=False)
def plan_came_into_force(plan: CampaignPlan, *, by: Any, today: dt.date) -> None:
    """Let the campaign go by this plan, wait for its launch day, or begin. Raises CampaignHasPlan.

    The campaign is locked before looking for another plan of it: of two at once, one is refused.
    """
    campaign: Campaign = lock(Campaign, plan.campaign_id)
    if plan.relation and plan.relation != Relation.AMENDMENT:
        CampaignPlan.objects.filter(pk=plan.predecessor_id or 0).update(is_current=False)
    _check_campaign_is_free(campaign, plan)
    if plan.campaign_changes:
        apply_campaign_facts(campaign, plan.campaign_changes)
        campaign.save(update_fields=[*plan.campaign_changes, "search_text"])
    if plan.relation == Relation.AMENDMENT:
        turn(campaign, on=today)
        return
    plan.is_current = True
    plan.save(update_fields=["is_current"])
    turn(campaign, on=today, plans=[plan])  # nothing can amend it yet


def _check_campaign_is_free(campaign: Campaign, plan: CampaignPlan) -> None:
    if plan.relation == Relation.AMENDMENT:
        if not campaign.plans.filter(pk=plan.predecessor_id or 0, is_current=True).exists():
            raise CampaignHasPlan("Phong trào không còn thực hiện theo kế hoạch mà văn bản này sửa đổi, bổ sung.")
        return
    other = campaign.plans.filter(is_current=True).exclude(pk=plan.pk).first()
    if other:
        raise CampaignHasPlan(
            f"Phong trào này đã có {other.document} đang có hiệu lực. Hãy mở phong trào khác cho kế hoạch mới, "
            "hoặc soạn bản thay thế từ kế hoạch cũ."
        )
    if not plan.predecessor_id and campaign.status in ENDED:
        raise CampaignHasPlan(
            f"Phong trào “{campaign.name}” đang ở trạng thái “{campaign.get_status_display()}”. "
            "Hãy mở phong trào khác cho kế hoạch này."
        )


@transaction.atomic
def plan_was_revoked(plan: CampaignPlan, *, by: Any, reason: str) -> None:
    """Revoke the campaign that went by the plan. An amendment that is revoked leaves the campaign as it is."""
    if not plan.is_current:
        return
    plan.is_current = False
    plan.save(update_fields=["is_current"])
    campaign: Campaign = lock(Campaign, plan.campaign_id)
    if campaign.status not in ENDED:
        move(campaign, "revoked", by=by, reason=reason)
