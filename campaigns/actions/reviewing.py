"""The way of a plan: submit, review, approve, return, issue, transcribe, revoke."""

import datetime as dt

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import move
from emulation_portal.core.dates import short_date, today
from emulation_portal.core.errors import DomainError
from emulation_portal.documents import actions as documents
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.models import Document
from emulation_portal.documents.paper_limits import check_limits
from emulation_portal.documents.regulations import WrongDate
from emulation_portal.rights.periods import in_force_on
from units.models import SigningAuthority

from .. import policies
from ..enums import ENDED, CampaignStatus, PlanStatus
from ..models import Campaign, CampaignPlan
from ..papers import plan_paper
from ..queries import plan_facts
from ..regulations import Gap, launch_gaps
from ..workflow import CAMPAIGN_STEPS, PLAN_STEPS
from .drafting import apply_campaign_facts
from .steering import turn_campaign


class PlanIncomplete(DomainError):
    """The law or the paper asks for something that the plan has not got."""

    def __init__(self, gaps: list[Gap]) -> None:
        self.gaps = gaps
        super().__init__("Kế hoạch chưa đủ để trình: " + " ".join(gap.message for gap in gaps))


class CampaignHasPlan(DomainError):
    """One campaign has one plan in force, and none after its end."""


class CorrectionOpen(DomainError):
    """A corrected transcription waits to take this one's place."""


class SignerUnfit(DomainError):
    """The person chosen may not sign this paper on the day."""


class ReadAnotherText(DomainError):
    """The plan was edited after this person opened it."""


def _locked(plan_id: int, read: int | None = None) -> CampaignPlan:
    """Return the plan, locked. `read` is the revision that the person had before their eyes; None asks for no check.

    Raises ReadAnotherText.
    """
    plans = CampaignPlan.objects.select_for_update(of=("self",)).select_related("campaign", "issuer")
    plan = plans.get(pk=plan_id)
    if read is not None and read != plan.revision:
        raise ReadAnotherText(
            "Nội dung kế hoạch đã được sửa sau khi bạn mở trang. Hãy đọc lại bản mới nhất rồi mới làm bước này."
        )
    return plan


@transaction.atomic
def submit_plan(*, plan_id: int, by: User, on: dt.date, read: int | None = None) -> CampaignPlan:
    """Trình: hand the plan to the Chief of Office.

    Raises PermissionDenied, InvalidMove, PlanIncomplete, ReadAnotherText. Source: NĐ 91/2017 Điều 4.2 before 2024;
    Luật 2022 Điều 17.
    """
    plan = _locked(plan_id, read)
    move(plan, to=PlanStatus.DEPT_REVIEW, by=by, steps=PLAN_STEPS)
    _check_complete(plan, on=on)
    return plan


@transaction.atomic
def pass_on_plan(*, plan_id: int, by: User, read: int | None = None) -> CampaignPlan:
    """Trình lãnh đạo: the Chief of Office has read it. Raises PermissionDenied, InvalidMove, ReadAnotherText."""
    plan = _locked(plan_id, read)
    move(plan, to=PlanStatus.LEADER_REVIEW, by=by, steps=PLAN_STEPS)
    return plan


@transaction.atomic
def approve_plan(*, plan_id: int, by: User, on: dt.date, read: int | None = None) -> CampaignPlan:
    """Duyệt: a leader approves; the clerk gives the number.

    Raises PermissionDenied, InvalidMove, PlanIncomplete, ReadAnotherText.
    """
    plan = _locked(plan_id, read)
    plan.approved_on = on
    move(plan, to=PlanStatus.APPROVED, by=by, steps=PLAN_STEPS, saving=("approved_on",))
    _check_complete(plan, on=on)
    return plan


@transaction.atomic
def return_plan(*, plan_id: int, by: User, reason: str) -> CampaignPlan:
    """Trả lại: back to the drafter with the reason. Raises PermissionDenied, InvalidMove, ReasonMissing."""
    plan = _locked(plan_id)
    move(plan, to=PlanStatus.RETURNED, by=by, steps=PLAN_STEPS, reason=reason)
    return plan


@transaction.atomic
def withdraw_plan(*, plan_id: int, by: User, reason: str) -> CampaignPlan:
    """Rút về: take back what the Chief of Office has not passed on yet."""
    plan = _locked(plan_id)
    move(plan, to=PlanStatus.DRAFT, by=by, steps=PLAN_STEPS, reason=reason)
    return plan


@transaction.atomic
def issue_plan(
    *,
    plan_id: int,
    by: User,
    issued_on: dt.date,
    today: dt.date,
    typed_number: int | None = None,
    read: int | None = None,
) -> CampaignPlan:
    """Ban hành: number the plan, freeze it, and let its campaign wait for the launch day.

    Raises PermissionDenied, InvalidMove, PlanIncomplete, SignerUnfit, WrongDate, WrongNumber, ReadAnotherText. After
    commit: a worker renders the paper. Source: NĐ 30/2020 Điều 15; the launch rule in force on the day of issue.
    """
    plan = _locked(plan_id, read)
    policies.check_can_issue(by, plan)  # "draft to issued" is the way of transcriptions alone
    if plan.approved_on and issued_on < plan.approved_on:
        raise WrongDate(
            f"Kế hoạch được duyệt ngày {short_date(plan.approved_on)}, nên không thể mang ngày {short_date(issued_on)} sớm hơn."
        )
    _check_complete(plan, on=issued_on)
    _check_signer(plan, on=issued_on)
    document = documents.issue(_order(plan, issued_on, typed_number), by=by, today=today)
    _become_issued(plan, document, by=by)
    turn_campaign(plan.campaign_id, on=today)
    return plan


@transaction.atomic
def register_transcription(*, plan_id: int, by: User, today: dt.date, read: int | None = None) -> CampaignPlan:
    """Ghi vào sổ: enter a plan that was issued on paper, under the number it bears; exempt from launch rules.

    A corrected transcription takes the place of the earlier one, and both stay. Raises PermissionDenied, InvalidMove,
    TranscriptionIncomplete, WrongDate, WrongNumber, ReadAnotherText.
    """
    plan = _locked(plan_id, read)
    policies.check_can_transcribe(by, plan)
    if plan.paper_number is None or plan.paper_issued_on is None or not plan.paper_symbol:
        raise TranscriptionIncomplete(
            "Bản nhập phải có số, ký hiệu và ngày như trên văn bản gốc. Hãy bổ sung ở phần “Thông tin chung”."
        )
    earlier = None
    if plan.supersedes:
        earlier = _locked(plan.supersedes.pk)
        move(earlier, to=PlanStatus.SUPERSEDED, by=by, steps=PLAN_STEPS)
    order = _order(plan, plan.paper_issued_on, plan.paper_number)
    document = documents.transcribe(order, by=by, today=today, supersedes=earlier.document if earlier else None)
    _become_issued(plan, document, by=by)
    turn_campaign(plan.campaign_id, on=today)
    return plan


class TranscriptionIncomplete(DomainError):
    """A transcription lacks what its paper certainly has."""


@transaction.atomic
def revoke_plan(
    *, plan_id: int, by: User, reason: str, on: dt.date | None = None, through: documents.RevokedBy | None = None
) -> CampaignPlan:
    """Thu hồi: plan, paper and campaign are revoked together; all stay to be read.

    Raises PermissionDenied, InvalidMove, ReasonMissing, CorrectionOpen. Source: NĐ 30/2020 Điều 18.
    """
    plan = _locked(plan_id)
    if CampaignPlan.objects.filter(supersedes=plan).exists():
        raise CorrectionOpen(
            "Văn bản này đang có bản nhập lại chưa ghi vào sổ. Hãy nhờ văn thư ghi bản nhập lại vào sổ rồi thu hồi bản "
            "mới, hoặc bỏ bản nhập lại."
        )
    move(plan, to=PlanStatus.REVOKED, by=by, steps=PLAN_STEPS, reason=reason)
    assert plan.document_id is not None  # a constraint holds it
    # PLACEHOLDER until the step asks for the day and the revoking paper: without them the plan's own leader is named.
    on = on or today()
    through = through or documents.RevokedBy(number_symbol="(chưa ghi số)", issued_on=on, issuer=str(plan.issuer))
    documents.revoke(document_id=plan.document_id, reason=reason, by=by, on=on, through=through)
    campaign = Campaign.objects.select_for_update().get(pk=plan.campaign_id)
    if campaign.status not in ENDED:
        move(campaign, to=CampaignStatus.REVOKED, by=by, steps=CAMPAIGN_STEPS, reason=reason)
    return plan


def _check_complete(plan: CampaignPlan, *, on: dt.date) -> None:
    gaps = launch_gaps(plan_facts(plan), on=on)
    if gaps:
        raise PlanIncomplete(gaps)
    check_limits(plan_paper(plan))


def _check_signer(plan: CampaignPlan, *, on: dt.date) -> None:
    signing = plan.signing
    if signing is None:
        raise SignerUnfit("Kế hoạch chưa có người ký. Hãy trả lại để chọn người ký.")
    in_force = SigningAuthority.objects.filter(in_force_on(on), pk=signing.pk, unit=plan.issuer.unit_id).exists()
    if not in_force or not signing.covers(DocumentType.KH):
        raise SignerUnfit(
            f"{signing.person} không có thẩm quyền ký kế hoạch vào ngày {short_date(on)}. "
            "Hãy trả lại kế hoạch để chọn người ký khác."
        )


def _order(plan: CampaignPlan, issued_on: dt.date, typed_number: int | None) -> documents.Order:
    return documents.Order(
        issuer=plan.issuer,
        document_type=DocumentType.KH,
        paper=plan_paper(plan),
        issued_on=issued_on,
        subject=plan,
        is_public=plan.is_public,
        typed_number=typed_number,
    )


def _become_issued(plan: CampaignPlan, document: Document, *, by: User) -> None:
    campaign = Campaign.objects.select_for_update().get(pk=plan.campaign_id)  # before looking for another plan of it
    other = CampaignPlan.objects.filter(campaign=campaign, status=PlanStatus.ISSUED).exclude(pk=plan.pk).first()
    if other:
        raise CampaignHasPlan(
            f"Phong trào này đã có {other.document} đang có hiệu lực. Hãy mở phong trào khác cho kế hoạch mới, "
            "hoặc thu hồi kế hoạch cũ trước."
        )
    if not plan.supersedes_id and campaign.status in ENDED:
        raise CampaignHasPlan(
            f"Phong trào “{campaign.name}” đang ở trạng thái “{campaign.get_status_display()}”. "
            "Hãy mở phong trào khác cho kế hoạch này."
        )
    if plan.campaign_changes:
        apply_campaign_facts(campaign, plan.campaign_changes)
        campaign.save()
    plan.document = document
    move(
        plan,
        to=PlanStatus.ISSUED,
        by=by,
        steps=PLAN_STEPS,
        data={"number": document.printed_number},
        saving=("document",),
    )
