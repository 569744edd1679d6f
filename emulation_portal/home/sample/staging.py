"""Sample plans: text files read by the same door as everybody's, then completed or sent part of their way."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from campaigns.actions import (
    approve_plan,
    confirm_import,
    confirmed_as_read,
    issue_plan,
    pass_on_plan,
    read_plan_file,
    register_transcription,
    return_plan,
    submit_plan,
)
from campaigns.enums import AwardForm, CampaignKind, MilestoneKind, QuotaMode, SubjectKind
from campaigns.models import CampaignPlan, Milestone, RewardSpec, Target
from emulation_portal.accounts.models import User
from emulation_portal.documents.models import Issuer
from emulation_portal.documents.reading import ParsedPaper
from units.models import SigningAuthority

FOLDER = Path(__file__).parent / "plans"
TARGETS = (
    ("Đơn vị đăng ký tham gia phong trào", "đơn vị thành viên", "từ 90% trở lên"),
    ("Doanh thu bình quân tăng so với năm trước", "hợp tác xã", "từ 8% trở lên"),
    ("Đơn vị ứng dụng phần mềm kế toán, bán hàng", "đơn vị thành viên", "từ 60% trở lên"),
)


@dataclass(frozen=True)
class Cast:
    """Who acts in the sample."""

    officer: User
    chief: User
    leader: User
    clerk: User
    issuer: Issuer
    signing: SigningAuthority


@dataclass(frozen=True)
class Wanted:
    """A sample plan: its file with what is put into it, and the facts its text does not hold."""

    file: str
    name: str
    kind: CampaignKind
    period_from: dt.date
    period_to: dt.date
    launch_on: dt.date
    dossiers: tuple[dt.date, dt.date] | None = None
    year: int = 0


def read_text(file: str, **words: object) -> bytes:
    text = (FOLDER / file).read_text("utf-8")
    return (text.format(**words) if words else text).encode()


def draft(wanted: Wanted, cast: Cast, *, on: dt.date) -> CampaignPlan:
    """Open a complete draft, ready to be submitted."""
    content = read_text(wanted.file, year=wanted.year, name=wanted.name)
    source = read_plan_file(f"{wanted.name[:60]}.md", content, by=cast.officer, on=on)
    read = confirmed_as_read(ParsedPaper.from_json(source.parsed), issuer=cast.issuer)
    confirmed = dataclasses.replace(
        read,
        campaign_name=wanted.name,
        campaign_kind=wanted.kind,
        period_from=wanted.period_from,
        period_to=wanted.period_to,
    )
    plan = confirm_import(import_id=source.pk, confirmed=confirmed, by=cast.officer)
    campaign = plan.campaign
    if wanted.dossiers:
        campaign.dossiers_from, campaign.dossiers_to = wanted.dossiers
        campaign.save()
    plan.signing = cast.signing
    plan.save()
    _add_rows(plan, wanted)
    return plan


def _add_rows(plan: CampaignPlan, wanted: Wanted) -> None:
    Target.objects.bulk_create(
        Target(plan=plan, position=at, indicator=indicator, unit_scope=scope, value=value, due_on=wanted.period_to)
        for at, (indicator, scope, value) in enumerate(TARGETS, start=1)
    )
    deadline = wanted.dossiers[1] if wanted.dossiers else None
    RewardSpec.objects.bulk_create(
        [
            RewardSpec(
                plan=plan, position=1, award_form=AwardForm.GK, subject_kind=SubjectKind.COLLECTIVE,
                quota_mode=QuotaMode.FIXED, quota=10, dossier_deadline_on=deadline,
                standard_text="Hoàn thành mọi chỉ tiêu đã đăng ký, báo cáo đúng hạn",
            ),
            RewardSpec(
                plan=plan, position=2, award_form=AwardForm.GK, subject_kind=SubjectKind.INDIVIDUAL,
                quota_mode=QuotaMode.FIXED, quota=20, dossier_deadline_on=deadline,
                standard_text="Có sáng kiến hoặc thành tích nổi bật, được đơn vị bình xét",
            ),
        ]
    )  # fmt: skip
    half_way = wanted.period_from + (wanted.period_to - wanted.period_from) / 2
    dates: Sequence[tuple[MilestoneKind, dt.date]] = [
        (MilestoneKind.LAUNCH, wanted.launch_on),
        (MilestoneKind.MIDTERM_REVIEW, half_way),
        *([(MilestoneKind.DOSSIERS, deadline)] if deadline else []),
        (MilestoneKind.FINAL_REVIEW, wanted.period_to),
    ]
    Milestone.objects.bulk_create(Milestone(plan=plan, kind=kind, due_on=due_on) for kind, due_on in dates)


def submitted(wanted: Wanted, cast: Cast, *, on: dt.date) -> CampaignPlan:
    return submit_plan(plan_id=draft(wanted, cast, on=on).pk, by=cast.officer, on=on)


def passed_on(wanted: Wanted, cast: Cast, *, on: dt.date) -> CampaignPlan:
    return pass_on_plan(plan_id=submitted(wanted, cast, on=on).pk, by=cast.chief)


def approved(wanted: Wanted, cast: Cast, *, on: dt.date) -> CampaignPlan:
    return approve_plan(plan_id=passed_on(wanted, cast, on=on).pk, by=cast.leader, on=on)


def issued(wanted: Wanted, cast: Cast, *, on: dt.date) -> CampaignPlan:
    return issue_plan(plan_id=approved(wanted, cast, on=on).pk, by=cast.clerk, issued_on=on, today=on)


def returned(wanted: Wanted, cast: Cast, reason: str, *, on: dt.date) -> CampaignPlan:
    return return_plan(plan_id=submitted(wanted, cast, on=on).pk, by=cast.chief, reason=reason)


def transcribed(wanted: Wanted, cast: Cast, number: int, issued_on: dt.date, *, today: dt.date) -> CampaignPlan:
    """Enter a plan of the past under the number it had on paper."""
    content = read_text(wanted.file, year=wanted.year, name=wanted.name)
    source = read_plan_file(f"{wanted.name[:60]}.md", content, by=cast.clerk, on=today)
    read = confirmed_as_read(ParsedPaper.from_json(source.parsed), issuer=cast.issuer)
    confirmed = dataclasses.replace(
        read,
        campaign_name=wanted.name,
        campaign_kind=wanted.kind,
        period_from=wanted.period_from,
        period_to=wanted.period_to,
        is_transcription=True,
        paper_number=number,
        paper_symbol=cast.issuer.symbol_of("KH"),
        paper_issued_on=issued_on,
    )
    plan = confirm_import(import_id=source.pk, confirmed=confirmed, by=cast.clerk)
    return register_transcription(plan_id=plan.pk, by=cast.clerk, today=today)


def as_read(file: str, cast: Cast, by: User, *, on: dt.date, **changes: object) -> CampaignPlan:
    """Open one of the office's own files as a draft, exactly as it was read but for the named changes."""
    source = read_plan_file(file, read_text(file), by=by, on=on)
    read = confirmed_as_read(ParsedPaper.from_json(source.parsed), issuer=cast.issuer)
    return confirm_import(import_id=source.pk, confirmed=dataclasses.replace(read, **changes), by=by)  # type: ignore[arg-type]
