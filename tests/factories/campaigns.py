"""Campaigns and plans at any station of their way, brought there by the real actions."""

import datetime as dt
import itertools
from dataclasses import dataclass

from campaigns import actions
from campaigns.enums import AwardForm, MilestoneKind, PlanStatus, QuotaMode, SubjectKind, Topic
from campaigns.models import (
    Campaign,
    CampaignPlan,
    Milestone,
    PlanBasis,
    PlanRecipient,
    PlanSection,
    RewardSpec,
    Target,
)
from emulation_portal.accounts.models import User
from emulation_portal.rights.enums import Role
from units.models import SigningAuthority, Unit

from .documents import clerk, issuer
from .people import SigningAuthorityFactory, alliance, user_with_role

DAY = dt.date(2026, 3, 2)
REASON = "Mục IV chưa ghi rõ số lượng. Đề nghị bổ sung."
_names = itertools.count(1)


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
    wanted = actions.NewPlan(campaign=campaign, issuer=issuer(), summary=f"Triển khai {campaign.name}")
    plan = actions.create_plan(wanted, by=by or cast().officer)
    plan.signing = signing()
    for name, value in fields.items():
        setattr(plan, name, value)
    plan.save()
    if only_for:
        plan.addressed_units.add(only_for)
    PlanBasis.objects.create(plan=plan, position=1, text="Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;")
    sections = (
        (Topic.OBJECTIVES, "MỤC ĐÍCH, YÊU CẦU", "Khơi dậy tinh thần thi đua trong các hợp tác xã."),
        (Topic.CONTENT, "NỘI DUNG THI ĐUA", "Thi đua sản xuất, kinh doanh có hiệu quả."),
        (Topic.CRITERIA, "TIÊU CHÍ, CHỈ TIÊU", "Các đơn vị phấn đấu đạt:"),
        (Topic.REWARDS, "KHEN THƯỞNG", "Khen thưởng khi tổng kết:"),
        (Topic.SCHEDULE, "THỜI GIAN, TIẾN ĐỘ", "Các mốc chính:"),
        (Topic.MEASURES, "TỔ CHỨC THỰC HIỆN", "Văn phòng theo dõi, tổng hợp."),
    )
    PlanSection.objects.bulk_create(
        PlanSection(plan=plan, position=at, level=1, topic=topic, title=title, body=body)
        for at, (topic, title, body) in enumerate(sections, start=1)
    )
    Target.objects.create(plan=plan, position=1, indicator="Đơn vị đăng ký thi đua", value="từ 90% trở lên")
    RewardSpec.objects.create(
        plan=plan, position=1, award_form=AwardForm.GK, subject_kind=SubjectKind.COLLECTIVE,
        quota_mode=QuotaMode.FIXED, quota=10,
    )  # fmt: skip
    Milestone.objects.create(plan=plan, kind=MilestoneKind.LAUNCH, due_on=DAY + dt.timedelta(days=14))
    Milestone.objects.create(plan=plan, kind=MilestoneKind.FINAL_REVIEW, due_on=dt.date(DAY.year, 12, 31))
    PlanRecipient.objects.create(plan=plan, position=1, text="Các đơn vị thành viên")
    return plan


def transcription(*, number: int = 644, on: dt.date = dt.date(2021, 11, 26), **fields) -> CampaignPlan:
    """Return a draft of a plan that was issued on paper, ready for the register."""
    fields |= {"is_transcription": True, "paper_number": number, "paper_symbol": "KH-LMHTX", "paper_issued_on": on}
    return complete_draft(**fields)


def plan_in(status: PlanStatus, *, on: dt.date = DAY, **fields) -> CampaignPlan:
    """Return a plan that has come as far as `status` by the hands of the cast."""
    who = cast()
    if status == PlanStatus.SUPERSEDED:
        return _superseded(on=on, **fields)
    plan = complete_draft(**fields)
    if status == PlanStatus.DRAFT:
        return plan
    if status == PlanStatus.DISCARDED:
        return actions.discard_plan(plan_id=plan.pk, by=who.officer, reason="Soạn nhầm.")
    actions.submit_plan(plan_id=plan.pk, by=who.officer, on=on)
    if status == PlanStatus.RETURNED:
        return actions.return_plan(plan_id=plan.pk, by=who.chief, reason=REASON)
    if status != PlanStatus.DEPT_REVIEW:
        actions.pass_on_plan(plan_id=plan.pk, by=who.chief)
    if status not in (PlanStatus.DEPT_REVIEW, PlanStatus.LEADER_REVIEW):
        actions.approve_plan(plan_id=plan.pk, by=who.leader, on=on)
    if status in (PlanStatus.ISSUED, PlanStatus.REVOKED):
        actions.issue_plan(plan_id=plan.pk, by=who.clerk, issued_on=on, today=on)
    if status == PlanStatus.REVOKED:
        actions.revoke_plan(plan_id=plan.pk, by=who.leader, reason="Ban hành nhầm.")
    return CampaignPlan.objects.get(pk=plan.pk)


def registered(*, today: dt.date = DAY, **fields) -> CampaignPlan:
    """Return a transcription that stands in the register."""
    return actions.register_transcription(plan_id=transcription(**fields).pk, by=cast().clerk, today=today)


def _superseded(*, on: dt.date, **fields) -> CampaignPlan:
    old = registered(today=on, **fields)
    corrected = actions.start_correction(plan_id=old.pk, by=cast().clerk)
    actions.register_transcription(plan_id=corrected.pk, by=cast().clerk, today=on)
    return CampaignPlan.objects.get(pk=old.pk)
