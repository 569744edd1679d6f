"""Campaigns, plans and notices by the hundred, one of them addressed to units one by one, for measuring."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from emulation_portal.accounts.models import User
from emulation_portal.core.crowds import (
    PAGE_LIMIT,
    CrowdSize,
    Visit,
    first_middle_last,
    insert,
    move_in_bulk,
    visits_of_list,
)
from emulation_portal.core.dates import today
from emulation_portal.core.vietnamese import fold
from emulation_portal.documents.crowd import CrowdPapers
from emulation_portal.documents.drafts import crowd as drafts
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.models import Issuer
from emulation_portal.rights.enums import Role
from units.crowd import CrowdAlliance, CrowdUnits

from .enums import AwardForm, CampaignStatus, MilestoneKind, SubjectKind
from .models import Campaign, CampaignPaper, CampaignPlan, Milestone, RewardSpec

AT_EACH_DESK = 25
ADDRESSED = 20_000  # of 35,000 units
_DESKS = (DraftStatus.DRAFT, DraftStatus.DEPT_REVIEW, DraftStatus.LEADER_REVIEW, DraftStatus.APPROVED)


@dataclass(frozen=True)
class CrowdCampaigns:
    """The campaigns of the first alliance, and the papers whose pages are opened."""

    campaigns: int
    public: int  # of both
    issued: CampaignPlan
    addressed: CampaignPlan  # to thousands of units, a row each, and to nobody else
    draft: CampaignPlan


def fill_campaigns(size: CrowdSize, so_far: dict[type, Any]) -> CrowdCampaigns:
    """Fill both alliances; at every desk of the first wait a page of drafts and more."""
    units, papers = so_far[CrowdUnits], so_far[CrowdPapers]
    issued, issued_beside = 60 + size.units // 80, 20
    _alliance(units.second, papers.second, issued=issued_beside, waiting=2)
    plans = _alliance(units.first, papers.first, issued=issued, waiting=AT_EACH_DESK)
    addressed = plans[issued - 1]
    drafts.address_one_by_one(addressed, units.first.members[: min(ADDRESSED, size.units * 4 // 7)])
    public = issued + issued_beside - 2
    return CrowdCampaigns(len(plans), public, plans[0], addressed, plans[issued])


def _alliance(crowd: CrowdAlliance, issuer: Issuer, *, issued: int, waiting: int) -> list[CampaignPlan]:
    """Return the plans: the issued ones, the last of them for few, then those at every desk."""
    officer, clerk = crowd.officers[Role.OFFICER], crowd.officers[Role.CLERK]
    campaigns = insert(_campaign(crowd, at) for at in range(issued + waiting * len(_DESKS)))
    plans = [_plan(campaign, issuer, crowd, officer) for campaign in campaigns]
    plans[issued - 1].addresses_everyone = plans[issued - 1].is_public = False
    for plan in plans[:issued]:
        plan.is_current = True
    drafts.open_in_bulk(plans)
    _add_rows(plans)
    drafts.issue_drafts(plans[:issued], by=clerk)
    for at, status in enumerate(_DESKS):
        drafts.bring_to(status, plans[issued + at * waiting : issued + (at + 1) * waiting])
    move_in_bulk(campaigns[:issued], [CampaignStatus.RUNNING])
    notices = [_notice(campaign, issuer, crowd, officer) for campaign in campaigns[: max(issued // 10, 5)]]
    drafts.open_in_bulk(notices)
    drafts.issue_drafts(notices, by=clerk)
    return plans


def _campaign(crowd: CrowdAlliance, at: int) -> Campaign:
    name, starts = f"Phong trào thi đua mẫu {at} {crowd.unit.code}", today() - dt.timedelta(days=at % 300)
    return Campaign(
        name=name,
        organiser=crowd.unit,
        period_from=starts,
        period_to=starts + dt.timedelta(days=365),
        search_text=fold(name),
    )


def _common(campaign: Campaign, issuer: Issuer, crowd: CrowdAlliance, by: User) -> dict[str, Any]:
    return {"campaign": campaign, "issuer": issuer, "signing": crowd.signing, "drafted_by": by}


def _plan(campaign: Campaign, issuer: Issuer, crowd: CrowdAlliance, by: User) -> CampaignPlan:
    return CampaignPlan(kind="plan", summary=f"Triển khai {campaign.name}", **_common(campaign, issuer, crowd, by))


def _notice(campaign: Campaign, issuer: Issuer, crowd: CrowdAlliance, by: User) -> CampaignPaper:
    words = f"Gia hạn đăng ký {campaign.name}"
    return CampaignPaper(kind="campaign_notice", summary=words, **_common(campaign, issuer, crowd, by))


def _add_rows(plans: list[CampaignPlan]) -> None:
    insert(
        RewardSpec(plan=plan, position=1, award_form=AwardForm.GK, subject_kind=SubjectKind.COLLECTIVE)
        for plan in plans
    )
    insert(Milestone(plan=plan, kind=MilestoneKind.FINAL_REVIEW, due_on=today()) for plan in plans)


def visits(crowds: dict[type, Any]) -> Iterable[Visit]:
    """Yield the pages of campaigns and their papers, home among them: most of what it shows is theirs."""
    crowd: CrowdCampaigns = crowds[CrowdCampaigns]
    url = reverse("campaigns:list")
    readers = (("office", Role.OFFICER), ("unit", Role.UNIT_HEAD), ("passer-by", ""))
    for name, by in readers:
        pages = first_middle_last(crowd.campaigns if by == Role.OFFICER else crowd.public)
        yield from visits_of_list(
            f"campaigns, {name}", url, by=by, pages=pages, finds="q=thi+dua+mau", misses="q=khong+co"
        )
        yield from visits_of_list(
            f"papers, {name}", reverse("drafts:list"), by=by, pages=pages, finds="q=thi+dua+mau", misses="q=khong+co"
        )
        yield Visit(f"plan, {name}", crowd.issued.get_absolute_url(), by, PAGE_LIMIT)
    for name, by in readers[:2]:
        yield Visit(f"plan for 20,000 units, {name}", crowd.addressed.get_absolute_url(), by, PAGE_LIMIT)
    campaign = crowd.issued.campaign.get_absolute_url()
    yield Visit("campaign", campaign, Role.OFFICER)
    yield Visit("campaign, unit", campaign, Role.UNIT_HEAD)
    yield Visit("draft", crowd.draft.get_absolute_url(), Role.OFFICER)
    for part in ("general", "sections", "recipients"):
        yield Visit(f"draft: {part}", reverse("drafts:part", args=["ke-hoach", crowd.draft.pk, part]), Role.OFFICER)
    yield Visit("notice: new", reverse("drafts:create", args=["thong-bao-phong-trao"]), Role.OFFICER)
