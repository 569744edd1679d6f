"""Making and editing drafts. Two people editing at once do not overwrite each other: the later one is told."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import move, record
from emulation_portal.core.errors import DomainError
from emulation_portal.core.vietnamese import squeeze
from emulation_portal.documents.models import Issuer

from .. import policies
from ..enums import ISSUED_EVER, CampaignStatus, PlanStatus
from ..models import Campaign, CampaignPlan
from ..workflow import CAMPAIGN_STEPS, PLAN_STEPS


class EditedMeanwhile(DomainError):
    """Somebody saved the plan after this page was opened."""


class CorrectionExists(DomainError):
    """The transcription has a newer one already."""


@dataclass(frozen=True)
class NewPlan:
    campaign: Campaign  # unsaved, or one that is there
    issuer: Issuer
    summary: str


@transaction.atomic
def create_plan(new: NewPlan, *, by: User) -> CampaignPlan:
    """Open a draft for a new campaign. The same again within a minute, as by a double click, is the same draft.

    Raises PermissionDenied.
    """
    policies.check_can_draft(by)
    User.objects.select_for_update().get(pk=by.pk)  # two clicks: the second sees what the first did
    same = CampaignPlan.objects.filter(
        drafted_by=by,
        status=PlanStatus.DRAFT,
        campaign__name=squeeze(new.campaign.name),
        summary=new.summary,
        created_at__gt=Now() - dt.timedelta(minutes=1),
    )
    if found := same.first():
        return found
    if new.campaign._state.adding:
        new.campaign.organiser = new.issuer.unit
        new.campaign.save()
        record("campaign.created", new.campaign, by=by)
    plan = CampaignPlan.objects.create(
        campaign=new.campaign, issuer=new.issuer, summary=new.summary, place_name=new.issuer.place_name, drafted_by=by
    )
    record("plan.created", plan, by=by)
    return plan


@transaction.atomic
def edit_plan(
    *, plan_id: int, revision: int, by: User, part: str, change: Callable[[CampaignPlan], None]
) -> CampaignPlan:
    """Apply a change to one part of a draft, under its lock.

    `revision` is the one the page was opened with. Raises PermissionDenied (not theirs, or no draft any more),
    EditedMeanwhile.
    """
    plan = CampaignPlan.objects.select_for_update(of=("self",)).select_related("campaign", "issuer").get(pk=plan_id)
    policies.check_can_edit(by, plan)
    if plan.revision != revision:
        raise EditedMeanwhile(
            "Có người vừa lưu thay đổi khác của kế hoạch này (hoặc bạn mở nó ở hai thẻ). Nội dung bạn nhập vẫn còn trong "
            "các ô bên dưới: hãy chép phần cần giữ rồi mở bản mới nhất để sửa tiếp."
        )
    change(plan)
    plan.revision += 1
    plan.save()
    record("plan.edited", plan, by=by, data={"part": part, "revision": plan.revision})
    return plan


def write_campaign_facts(plan: CampaignPlan, facts: dict[str, Any]) -> None:
    """Keep what a draft says of its campaign: at once while nothing is issued, else when this plan comes into force."""
    campaign = plan.campaign
    plain = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in facts.items()}
    if campaign.plans.filter(status__in=ISSUED_EVER).exists():
        plan.campaign_changes = plain
        return
    apply_campaign_facts(campaign, plain)
    campaign.organiser = plan.issuer.unit
    campaign.save()


def apply_campaign_facts(campaign: Campaign, plain: dict[str, Any]) -> None:
    """Set the facts from their JSON form."""
    for name, value in plain.items():
        field: Any = campaign._meta.get_field(name)
        setattr(campaign, name, field.to_python(value))


@transaction.atomic
def discard_plan(*, plan_id: int, by: User, reason: str) -> CampaignPlan:
    """Bỏ dự thảo: a draft that nobody will need stays to be read, and waits for nobody any more.

    A campaign that was never launched goes with its only draft; a transcription may be corrected anew.
    Raises PermissionDenied, InvalidMove, ReasonMissing.
    """
    plan = CampaignPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    data = {"supersedes": plan.supersedes_id} if plan.supersedes_id else None
    plan.supersedes = None
    move(plan, to=PlanStatus.DISCARDED, by=by, steps=PLAN_STEPS, reason=reason, data=data, saving=("supersedes",))
    campaign = Campaign.objects.select_for_update().get(pk=plan.campaign_id)
    is_needed = campaign.plans.exclude(status=PlanStatus.DISCARDED).exists()
    if campaign.status == CampaignStatus.PLANNED and not is_needed:
        move(campaign, to=CampaignStatus.DISCARDED, by=None, steps=CAMPAIGN_STEPS, reason=reason)
    return plan


@transaction.atomic
def start_correction(*, plan_id: int, by: User) -> CampaignPlan:
    """Open a draft that corrects a transcription: a copy of it, to be entered in its place.

    Raises PermissionDenied, CorrectionExists.
    """
    old = CampaignPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    policies.check_can_correct_transcription(by, old)
    if old.status != PlanStatus.ISSUED or CampaignPlan.objects.filter(supersedes=old).exists():
        raise CorrectionExists("Văn bản này đã có bản nhập lại mới hơn. Hãy mở trang phong trào để xem.")
    new = CampaignPlan.objects.get(pk=old.pk)
    new.pk, new.status, new.document, new.supersedes = None, PlanStatus.DRAFT.value, None, old
    new.version, new.revision, new.drafted_by, new.campaign_changes = old.version + 1, 1, by, {}
    new._state.adding = True
    new.save()
    for parts in (old.bases, old.sections, old.recipients):
        for part in parts.all():
            part.pk, part.plan = None, new
            part._state.adding = True
            part.save()
    new.addressed_units.set(old.addressed_units.all())
    new.addressed_blocks.set(old.addressed_blocks.all())
    record("plan.correction_started", new, by=by, data={"supersedes": old.pk})
    return new
