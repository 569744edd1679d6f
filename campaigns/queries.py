"""Reads that span models: what a plan holds, and what a campaign goes by."""

import datetime as dt
from typing import Any

from emulation_portal.core.dates import short_date, today
from emulation_portal.documents.drafts.enums import ISSUED_EVER, DraftStatus, Relation
from emulation_portal.documents.drafts.models import Draft
from emulation_portal.documents.drafts.queries import paper_facts, says_in_text, topic_heads, topics_with_text

from .consistency import DateFacts
from .enums import CampaignStatus, MilestoneKind, Topic
from .models import Campaign, CampaignPaper, CampaignPlan, Milestone
from .regulations import PlanFacts


def plan_facts(plan: CampaignPlan, *, on: dt.date) -> PlanFacts:
    """Return what the launch rules ask of the plan."""
    sections = list(plan.sections.all())
    campaign = plan.campaign
    return PlanFacts(
        paper=paper_facts(plan, on=on),
        has_period=bool(campaign.period_from and campaign.period_to),
        topics=frozenset(topic_heads(plan, sections).values()),
        topics_with_text=topics_with_text(plan, sections),
        topics_said=frozenset(topic for topic in (Topic.REWARDS, Topic.SCHEDULE) if says_in_text(plan, topic)),
        targets=len(plan.targets.all()),
        rewards=len(plan.rewards.all()),
        milestones=len(plan.milestones.all()),
        has_addressees=plan.addresses_everyone or plan.addressed_units.exists() or plan.addressed_blocks.exists(),
    )


def date_facts(plan: CampaignPlan) -> DateFacts:
    """Return the days that the plan and its campaign name."""
    campaign = plan.campaign
    return DateFacts(
        period_from=campaign.period_from,
        period_to=campaign.period_to,
        dossiers_from=campaign.dossiers_from,
        dossiers_to=campaign.dossiers_to,
        milestones=tuple((MilestoneKind(row.kind), row.due_on) for row in plan.milestones.all()),
        targets=tuple((row.indicator, row.due_on) for row in plan.targets.all() if row.due_on),
        rewards=tuple((str(row), row.dossier_deadline_on) for row in plan.rewards.all() if row.dossier_deadline_on),
    )


def end_of_campaign(plan_id: int) -> str:
    """Return that the campaign of an issued plan is over, and since when if it lasted its time; empty while it is not."""
    campaign = Campaign.objects.filter(plans=plan_id, status=CampaignStatus.CLOSED).first()
    if campaign is None:
        return ""
    is_over = campaign.period_to is not None and campaign.period_to <= today()
    since = f" ngày {short_date(campaign.period_to)}" if is_over and campaign.period_to else ""
    return f"Phong trào của kế hoạch này đã kết thúc{since}."


def _drafts_of(campaign: Campaign) -> list[Any]:
    """Return the drafts that speak of the campaign, kind of table by kind of table, those of apps above too."""
    models: list[Any] = [relation.related_model for relation in Campaign._meta.related_objects]
    drafts: list[Any] = [model for model in models if issubclass(model, Draft)]
    return [model._default_manager.filter(campaign=campaign) for model in drafts]


def number_under_way(campaign: Campaign) -> int:
    """Return how many other papers of the campaign are written or on their way."""
    written = (rows for rows in _drafts_of(campaign) if rows.model is not CampaignPlan)
    return sum(rows.exclude(status__in=[*ISSUED_EVER, DraftStatus.DISCARDED]).count() for rows in written)


def goes_with_its_last_draft(campaign: Campaign, *, besides: int = 0) -> bool:
    """Return whether nothing speaks of a campaign that was never launched, but for the draft of that key."""
    others = (rows.exclude(pk=besides).exclude(status=DraftStatus.DISCARDED) for rows in _drafts_of(campaign))
    return campaign.status == CampaignStatus.PLANNED and not any(rows.exists() for rows in others)


def effects_of_dropping(draft: CampaignPlan | CampaignPaper) -> list[str]:
    """Say what becomes of the campaign when this draft is dropped."""
    campaign: Campaign = draft.campaign
    if goes_with_its_last_draft(campaign, besides=draft.pk):
        return [f"Phong trào “{campaign.name}” cũng bị bỏ: chưa phát động và không còn văn bản nào khác."]
    return [f"Phong trào “{campaign.name}” vẫn giữ nguyên."]


def plans_in_force(campaign: Campaign) -> list[CampaignPlan]:
    """Return the plan that the campaign goes by and those that amend it, the newest first."""
    issued = campaign.plans.filter(status=DraftStatus.ISSUED)
    amending = issued.filter(relation=Relation.AMENDMENT, predecessor__campaignplan__is_current=True)
    return list((issued.filter(is_current=True) | amending).with_document().order_by("-pk"))


def milestones_in(plans: list[CampaignPlan]) -> list[Milestone]:
    """Return the milestones of the newest of the plans in force that names any."""
    return next((rows for plan in plans if (rows := list(plan.milestones.all()))), [])


def lists_in_force(shown: list[CampaignPlan], shown_plan: CampaignPlan | None) -> dict[str, list[Any]]:
    """Return targets, rewards and milestones: each of the newest plan or amendment that names any, else of the draft.

    `shown` are the campaign's plans that the reader may see, `shown_plan` the one among them that its page
    shows: the one it goes by, else the newest draft.
    """
    seen = {plan.pk for plan in shown}
    in_force = plans_in_force(shown_plan.campaign) if shown_plan else []
    plans = [plan for plan in in_force if plan.pk in seen] or ([shown_plan] if shown_plan else [])
    found: dict[str, list[Any]] = {}
    for name in ("targets", "rewards", "milestones"):
        found[name] = next((rows for plan in plans if (rows := list(getattr(plan, name).all()))), [])
    return found
