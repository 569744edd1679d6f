"""Reads that span models: what a plan holds, what waits for whom, what the book of numbers has already."""

import datetime as dt
import re
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from emulation_portal.core.vietnamese import fold
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.models import Issuer, RegisterEntry
from units.queries import roles_of

from .consistency import DateFacts
from .enums import MilestoneKind
from .models import CampaignPlan, PlanSection
from .numbering import section_markers
from .regulations import PlanFacts
from .workflow import PLAN_OWNERS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from emulation_portal.accounts.models import User


def with_parts(plans: QuerySet[CampaignPlan]) -> QuerySet[CampaignPlan]:
    """Return the plans with all that their paper prints, in a constant number of queries."""
    plans = plans.select_related("campaign", "issuer", "signing__person", "document", "source")
    return plans.defer("document__payload").prefetch_related(
        "bases", "sections", "targets", "rewards", "milestones", "recipients"
    )


def plan_facts(plan: CampaignPlan) -> PlanFacts:
    """Return what the launch rules ask of the plan."""
    sections = list(plan.sections.all())
    markers = section_markers((section.level for section in sections), plan.numbering_style)
    campaign = plan.campaign
    return PlanFacts(
        summary=plan.summary,
        has_period=bool(campaign.period_from and campaign.period_to),
        bases=len(plan.bases.all()),
        topics=frozenset(section.topic for section in sections if section.level == 1),
        topics_with_text=_topics_with_text(sections),
        empty_sections=tuple(
            marker
            for section, marker in zip(sections, markers, strict=True)
            if not (section.title.strip() or section.body.strip())
        ),
        targets=len(plan.targets.all()),
        rewards=len(plan.rewards.all()),
        milestones=len(plan.milestones.all()),
        has_addressees=plan.addresses_everyone or plan.addressed_units.exists() or plan.addressed_blocks.exists(),
        has_signer=plan.signing_id is not None,
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


def _topics_with_text(sections: list[PlanSection]) -> frozenset[str]:
    """Return the topics of main sections under which something is written, beyond the title."""
    topics = set()
    topic = None
    for section in sections:
        if section.level == 1:
            topic = section.topic
        if topic and (section.body.strip() or (section.level > 1 and section.title.strip())):
            topics.add(topic)
    return frozenset(topics)


def plans_waiting_for(user: "User | AnonymousUser") -> QuerySet[CampaignPlan]:
    """Return the plans whose next step is this user's, oldest first."""
    roles = roles_of(user)
    statuses = [status for status, owner in PLAN_OWNERS.items() if owner in roles]
    return CampaignPlan.objects.filter(status__in=statuses).select_related("campaign", "issuer").order_by("created_at")


def line_that_has(
    number: int, *, issuer: Issuer, issued_on: dt.date, besides: CampaignPlan | None = None
) -> RegisterEntry | None:
    """Return the valid line of the issuer's book of that year which has the number; the line of `besides` is none."""
    book = {
        "register__issuer": issuer,
        "register__year": issued_on.year,
        "register__series": issuer.series_of(DocumentType.KH, year=issued_on.year),
    }
    lines = RegisterEntry.objects.filter(**book, number=number, voided_at__isnull=True)
    if besides and besides.document:
        lines = lines.exclude(pk=besides.document.entry_id)
    return lines.first()


def same_summary(summary: str, *, issuer: Issuer | None) -> list[int]:
    """Return the keys of the issuer's plans whose trích yếu has the same words; case, accents and marks do not count."""
    wanted = _words(summary)
    if issuer is None or not wanted:
        return []
    plans = CampaignPlan.objects.filter(issuer=issuer).values_list("pk", "summary")
    return [pk for pk, text in plans if _words(text) == wanted]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))
