"""What a plan does to its campaign: while it is written, when it comes into force, and when it ends."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.changes import plain
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.drafts.enums import Relation
from emulation_portal.procedure.moving import lock, move

from ..enums import ENDED
from ..models import Campaign, CampaignPlan
from .steering import turn

# What a plan says of its campaign.
FACTS = (
    "name",
    "kind",
    "theme",
    "parent_movement",
    "period_from",
    "period_to",
    "dossiers_from",
    "dossiers_to",
)


class CampaignHasPlan(DomainError):
    """One campaign goes by one plan, and by none after its end."""


def save_new_campaign(plan: CampaignPlan, *, by: User) -> None:
    """Write a new campaign down, before the plan that speaks of it."""
    if plan.campaign._state.adding:
        plan.campaign.save()
        plan.campaign_id = plan.campaign.pk
        record("campaign.created", plan.campaign, by=by)


def lock_campaign(plan: CampaignPlan) -> Campaign:
    """Lock the campaign of a plan that is locked, and let the plan know it as it stands."""
    campaign: Campaign = lock(Campaign, plan.campaign_id)
    plan.campaign = campaign
    return campaign


def write_campaign_facts(campaign: Campaign, plan: CampaignPlan, facts: dict[str, Any]) -> None:
    """Keep what a draft says of its locked campaign: at once while nothing is issued, else when this plan comes into force."""
    said = {name: plain(value) for name, value in facts.items()}
    now = _facts_of(campaign, said)
    changed = {name: value for name, value in said.items() if value != now[name]}
    if campaign.was_made_known:
        plan.campaign_changes = changed
        return
    _write(campaign, changed)
    if campaign.organiser_id != plan.issuer.unit_id:
        campaign.organiser = plan.issuer.unit
        campaign.save(update_fields=["organiser"])


def _facts_of(campaign: Campaign, names: Iterable[str]) -> dict[str, Any]:
    """Return what the campaign says now under these names, in JSON form."""
    return {name: plain(getattr(campaign, name)) for name in names}


def apply_campaign_facts(campaign: Campaign, facts: dict[str, Any]) -> None:
    """Set the facts from their JSON form. Raises ValueError for what no plan says: a status is moved, never written."""
    if unknown := set(facts) - set(FACTS):
        raise ValueError(f"no plan says {sorted(unknown)} of its campaign")
    for name, value in facts.items():
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
        plan.campaign_before = _facts_of(campaign, plan.campaign_changes)
        plan.save(update_fields=["campaign_before"])
        _write(campaign, plan.campaign_changes)
    if plan.relation == Relation.AMENDMENT:
        turn(campaign, on=today)
        return
    plan.is_current = True
    plan.save(update_fields=["is_current"])
    turn(campaign, on=today, plans=[plan])  # nothing can amend it yet


def _write(campaign: Campaign, facts: dict[str, Any]) -> None:
    apply_campaign_facts(campaign, facts)
    if facts:
        campaign.save(update_fields=[*facts, "search_text"])


def _take_back(amendment: CampaignPlan) -> None:
    """Let the campaign say again what it said before the amendment, of what it says by the amendment still."""
    campaign: Campaign = lock(Campaign, amendment.campaign_id)
    now = _facts_of(campaign, amendment.campaign_changes)
    own = [name for name, value in amendment.campaign_changes.items() if now[name] == value]
    if own and campaign.status not in ENDED:
        _write(campaign, {name: amendment.campaign_before[name] for name in own if name in amendment.campaign_before})


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
    """Revoke the campaign that went by the plan. An amendment takes back what it changed and nothing changed since."""
    if plan.relation == Relation.AMENDMENT:
        _take_back(plan)
        return
    if not plan.is_current:
        return
    plan.is_current = False
    plan.save(update_fields=["is_current"])
    campaign: Campaign = lock(Campaign, plan.campaign_id)
    if campaign.status not in ENDED:
        move(campaign, "revoked", by=by, reason=reason)
