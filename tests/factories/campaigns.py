"""Campaigns and plans at any station of their way, brought there by the real actions."""

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import Any

from campaigns.actions import turn_phases
from campaigns.enums import AwardForm, MilestoneKind, QuotaMode, SubjectKind, Topic
from campaigns.enums import CampaignStatus as C
from campaigns.models import Campaign, CampaignPlan, Milestone, RewardSpec, Target
from campaigns.procedures import CAMPAIGN
from emulation_portal.accounts.models import User
from emulation_portal.documents.actions import RevokedBy
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.enums import DraftStatus, Relation
from emulation_portal.documents.drafts.models import DraftBasis, DraftRecipient, DraftSection
from emulation_portal.procedure.acting import carry_out, take
from emulation_portal.procedure.registry import Taking
from emulation_portal.rights.enums import Role
from units.models import SigningAuthority, Unit

from .documents import clerk, issuer
from .people import SigningAuthorityFactory, alliance, user_with_role

DAY = dt.date(2026, 3, 2)
REASON = "Mục IV chưa ghi rõ số lượng. Đề nghị bổ sung."
_names = itertools.count(100_001)  # so long a number is looked for by no test


@dataclass(frozen=True)
class Cast:
    """Those through whose hands a plan goes."""

    officer: User
    chief: User
    leader: User
    clerk: User


def cast() -> Cast:
    """Return the cast, made on first call."""
    return Cast(
        officer=_one(Role.OFFICER, "chuyen.vien.mau", "Nguyễn Thị Mẫu"),
        chief=_one(Role.CHIEF_OF_OFFICE, "chanh.vp.mau", "Trần Văn Thử"),
        leader=_one(Role.LEADER, "lanh.dao.mau", "Lê Văn Minh Họa"),
        clerk=clerk(),
    )


def _one(role: Role, username: str, full_name: str) -> User:
    found = User.objects.filter(username=username).first()
    return found or user_with_role(role, username=username, full_name=full_name)


def signing() -> SigningAuthority:
    """Return the authority of the chairman to sign plans, made on first call."""
    found = SigningAuthority.objects.filter(unit=alliance()).first()
    return found or SigningAuthorityFactory(unit=alliance(), person__full_name="Lê Văn Minh Họa")


def new_campaign(**fields) -> Campaign:
    """Return an unsaved campaign of the year of DAY."""
    fields.setdefault("name", f"Phong trào thi đua mẫu {next(_names)}")
    fields.setdefault("period_from", dt.date(DAY.year, 1, 1))
    fields.setdefault("period_to", dt.date(DAY.year, 12, 31))
    return Campaign(organiser=alliance(), **fields)


def complete_draft(
    *, by: User | None = None, campaign: Campaign | None = None, only_for: Unit | None = None, **fields
) -> CampaignPlan:
    """Return a draft that has all that the law asks for; with `only_for`, not public and addressed to one unit."""
    if only_for:
        fields |= {"is_public": False, "addresses_everyone": False}
    campaign = campaign or new_campaign()
    summary = f"Triển khai {campaign.name}"
    of = {"issuer": issuer(), "summary": summary}
    plan = actions.open_draft("plan", of, {"campaign": campaign}, by=by or cast().officer)
    plan.signing = signing()
    for name, value in fields.items():
        setattr(plan, name, value)
    plan.save()
    if only_for:
        plan.addressed_units.add(only_for)
    DraftBasis.objects.create(draft=plan, position=1, text="Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;")
    sections = (
        (Topic.OBJECTIVES, "MỤC ĐÍCH, YÊU CẦU", "Khơi dậy tinh thần thi đua trong các hợp tác xã."),
        (Topic.CONTENT, "NỘI DUNG THI ĐUA", "Thi đua sản xuất, kinh doanh có hiệu quả."),
        (Topic.CRITERIA, "TIÊU CHÍ, CHỈ TIÊU", "Các đơn vị phấn đấu đạt:"),
        (Topic.REWARDS, "KHEN THƯỞNG", "Khen thưởng khi tổng kết:"),
        (Topic.SCHEDULE, "THỜI GIAN, TIẾN ĐỘ", "Các mốc chính:"),
        (Topic.MEASURES, "TỔ CHỨC THỰC HIỆN", "Văn phòng theo dõi, tổng hợp."),
    )
    DraftSection.objects.bulk_create(
        DraftSection(draft=plan, position=at, level=1, topic=topic, title=title, body=body)
        for at, (topic, title, body) in enumerate(sections, start=1)
    )
    Target.objects.create(plan=plan, position=1, indicator="Đơn vị đăng ký thi đua", value="từ 90% trở lên")
    RewardSpec.objects.create(
        plan=plan,
        position=1,
        award_form=AwardForm.GK,
        subject_kind=SubjectKind.COLLECTIVE,
        quota_mode=QuotaMode.FIXED,
        quota=10,
    )
    Milestone.objects.create(plan=plan, kind=MilestoneKind.LAUNCH, due_on=DAY + dt.timedelta(days=14))
    Milestone.objects.create(plan=plan, kind=MilestoneKind.FINAL_REVIEW, due_on=dt.date(DAY.year, 12, 31))
    DraftRecipient.objects.create(draft=plan, position=1, text="Các đơn vị thành viên")
    return plan


def transcription(*, number: int = 644, on: dt.date = dt.date(2021, 11, 26), **fields) -> CampaignPlan:
    """Return a draft of a plan that was issued on paper, ready for the register."""
    fields |= {"is_transcription": True, "paper_number": number, "paper_symbol": "KH-LMHTX", "paper_issued_on": on}
    return complete_draft(**fields)


def plan_in(status: DraftStatus, *, on: dt.date = DAY, **fields) -> CampaignPlan:
    """Return a plan that has come as far as `status` by the hands of the cast."""
    who = cast()
    if status == DraftStatus.SUPERSEDED:
        return _superseded(on=on, **fields)
    plan = complete_draft(**fields)
    if status == DraftStatus.DRAFT:
        return plan
    if status == DraftStatus.DISCARDED:
        return actions.discard_draft(draft_id=plan.pk, by=who.officer, reason="Soạn nhầm.")
    actions.submit_draft(draft_id=plan.pk, by=who.officer, on=on)
    if status == DraftStatus.RETURNED:
        return carry_out(plan, "returned", by=who.chief, on=on, reason=REASON)
    if status != DraftStatus.DEPT_REVIEW:
        carry_out(plan, "passed_on", by=who.chief, on=on)
    if status not in (DraftStatus.DEPT_REVIEW, DraftStatus.LEADER_REVIEW):
        actions.approve_draft(draft_id=plan.pk, by=who.leader, on=on)
    if status in (DraftStatus.ISSUED, DraftStatus.REVOKED):
        actions.issue_draft(draft_id=plan.pk, by=who.clerk, issued_on=on, today=on)
    if status == DraftStatus.REVOKED:
        revoke(plan, by=who.leader, on=on)
    return CampaignPlan.objects.get(pk=plan.pk)


def revoke(plan: CampaignPlan, *, by: User, reason: str = "Ban hành nhầm.", on: dt.date = DAY) -> CampaignPlan:
    """Revoke a paper by one that was issued elsewhere."""
    return actions.revoke_draft(draft_id=plan.pk, by=by, on=on, reason=reason, through=a_decision(on))


def a_decision(on: dt.date = DAY) -> RevokedBy:
    """Return a paper issued elsewhere that revokes another."""
    return RevokedBy(
        number_symbol="12/QĐ-LMHTX",
        issued_on=on,
        issuer="Liên minh Hợp tác xã tỉnh Quảng Ninh",
        summary="Thu hồi kế hoạch ban hành nhầm",
    )


def answers_to(event: str) -> dict[str, Any]:
    """Return what a person answers to a step, whatever it asks."""
    answers: dict[str, Any] = {"reason": "Cần sửa lại."}
    if event == "issued":
        answers |= {"issued_on": DAY}
    if event == "revoked":
        answers |= {"through": a_decision()}
    if event == "ended":
        answers |= {"until": DAY, "outcome": "Không vi phạm."}
    if event == "cancelled":
        answers |= {"cancelled_by": "31/QĐ-LMHTX của Chủ tịch Liên minh", "cancelled_on": DAY}
    return answers


def transcribed_in(status: str) -> CampaignPlan:
    """Return a transcription that has come as far as `status`."""
    number = 600 + list(DraftStatus).index(DraftStatus(status))
    if status == DraftStatus.SUPERSEDED:
        return _superseded(on=DAY, number=number)
    if status == DraftStatus.DISCARDED:
        return actions.discard_draft(draft_id=transcription(number=number).pk, by=cast().officer, reason="Nhập nhầm.")
    if status == DraftStatus.REVOKED:
        return revoke(registered(number=number), by=cast().leader)
    return registered(number=number) if status == DraftStatus.ISSUED else transcription(number=number)


def campaign_in(status: str) -> Campaign:
    """Return a campaign in this state: carried there by its plan, the calendar and the leader."""
    who = cast()
    if status == C.DISCARDED:
        return Campaign.objects.get(pk=plan_in(DraftStatus.DISCARDED).campaign_id)
    campaign = plan_in(DraftStatus.DRAFT if status == C.PLANNED else DraftStatus.ISSUED).campaign
    if status == C.REVOKED:
        revoke(campaign.plans.get(), by=who.leader)
    days = {C.COLLECTING: (-1, 1), C.REVIEWING: (-2, -1)}.get(C(status), (1, 2))
    Campaign.objects.filter(pk=campaign.pk).update(
        dossiers_from=DAY + dt.timedelta(days=60 + days[0]), dossiers_to=DAY + dt.timedelta(days=60 + days[1])
    )
    if status not in (C.PLANNED, C.REVOKED):
        turn_phases(on=DAY + dt.timedelta(days=60))
    if status in (C.SUSPENDED, C.CLOSED):
        steer(campaign, "suspended" if status == C.SUSPENDED else "closed", by=who.leader)
    return Campaign.objects.get(pk=campaign.pk)


def steer(campaign: Campaign, event: str, *, by: User, reason: str = "Có việc khác.") -> None:
    take(CAMPAIGN, event, Taking(campaign.pk, by, DAY, answers={"reason": reason}))


def registered(*, today: dt.date = DAY, **fields) -> CampaignPlan:
    """Return a transcription that stands in the register."""
    return actions.register_transcription(draft_id=transcription(**fields).pk, by=cast().clerk, today=today)


def _superseded(*, on: dt.date, **fields) -> CampaignPlan:
    old = registered(today=on, **fields)
    corrected = actions.start_successor(draft_id=old.pk, relation=Relation.CORRECTION, by=cast().clerk)
    actions.register_transcription(draft_id=corrected.pk, by=cast().clerk, today=on)
    return CampaignPlan.objects.get(pk=old.pk)
