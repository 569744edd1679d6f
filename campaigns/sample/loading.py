"""What the sample portal shows, and to whom: each persona finds one thing worth doing."""

import datetime as dt
from typing import Any

from emulation_portal.documents.actions import RevokedBy, void_number
from emulation_portal.documents.drafts.actions import confirm_receipt, register_transcription, revoke_draft
from emulation_portal.documents.sample import SampleIssuers
from units.enums import SigningForm
from units.models import SigningAuthority
from units.sample import SampleUnits

from ..actions import steer_campaign, turn_phases
from ..enums import CampaignKind, CampaignStatus
from ..models import Campaign, CampaignPlan
from . import staging
from .office_plans import OFFICE_PLANS
from .papers import load_papers
from .staging import Cast, SamplePlan

REGULAR, THEMATIC = CampaignKind.REGULAR, CampaignKind.THEMATIC


def is_there() -> bool:
    return Campaign.objects.exists()


def load_campaigns(on: dt.date, so_far: dict[type, Any]) -> Cast:
    """Load what the alliance did since 2021 and does now, dated relative to the day."""
    cast = _cast(so_far[SampleUnits], so_far[SampleIssuers])
    _load_past(cast, on=on)
    _load_present(cast, so_far[SampleUnits], on=on)
    turn_phases(on=on)
    return cast


def _cast(units: SampleUnits, issuers: SampleIssuers) -> Cast:
    users = units.users
    signing = SigningAuthority.objects.get(unit=units.alliance, form=SigningForm.TM)
    by_order = SigningAuthority.objects.get(unit=units.alliance, form=SigningForm.TL)
    hands = (users["chuyenvien"], users["chanhvanphong"], users["chutich"], users["vanthu"])
    return Cast(*hands, issuers.alliance, signing, by_order)


def _load_past(cast: Cast, *, on: dt.date) -> None:
    """2021–2025: the two real plans, and a yearly one for each year since; all entered from paper."""
    covid = staging.as_read(
        OFFICE_PLANS[1], cast, cast.clerk, on=on, period=(dt.date(2021, 11, 26), dt.date(2022, 12, 31))
    )
    register_transcription(draft_id=covid.pk, by=cast.clerk, today=on)
    past = [covid]
    for year, number, day in ((2022, 41, 25), (2023, 36, 20), (2024, 52, 28), (2025, 47, 24)):
        past.append(staging.transcribed(_yearly(year), cast, number, dt.date(year, 2, day), today=on))
    turn_phases(on=on)
    for plan in past:
        campaign = Campaign.objects.get(pk=plan.campaign_id)
        if campaign.status == CampaignStatus.RUNNING:
            steer_campaign(campaign_id=campaign.pk, event="closed", by=cast.leader, reason="Đã tổng kết phong trào.")


def _load_present(cast: Cast, units: SampleUnits, *, on: dt.date) -> None:
    launched = min(on, dt.date(on.year, 2, 5))
    staging.issued(_yearly(on.year, launch_on=launched), cast, on=launched)
    _revoked_plan(cast, on=max(launched, on - dt.timedelta(days=40)))
    recent = max(launched, on - dt.timedelta(days=12))
    current = staging.issued(
        _thematic("Hợp tác xã chuyển đổi số, mở rộng thị trường", on, starts=recent), cast, on=recent
    )
    confirm_receipt(current, by=units.users["canbo.vandon"])
    load_papers(current.campaign, cast, on=on)
    staging.sent_out(cast, on=on)
    staging.approved(_thematic("Mỗi đơn vị một sáng kiến", on), cast, on=on)
    staging.passed_on(_thematic("Phụ nữ hợp tác xã làm kinh tế giỏi", on), cast, on=on)
    staging.submitted_again(
        _thematic("Xanh, sạch, an toàn trong sản xuất", on),
        cast,
        "Chỉ tiêu đăng ký tham gia từ 90% là thấp so với năm trước. Đề nghị nâng lên 95%.",
        on=on,
    )
    staging.returned(
        _thematic("Liên kết sản xuất và tiêu thụ nông sản sạch vùng Đông Bắc", on),
        cast,
        "Mục IV ghi 10 giấy khen tập thể là nhiều so với quy mô phong trào. Đề nghị giảm còn 5 và ghi rõ tiêu chuẩn.",
        ["rewards"],
        on=on,
    )
    staging.as_read(
        OFFICE_PLANS[0],
        cast,
        cast.officer,
        on=on,
        is_transcription=False,
        period=(dt.date(2021, 1, 1), dt.date(2025, 12, 31)),
    )


def _yearly(year: int, launch_on: dt.date | None = None) -> SamplePlan:
    return SamplePlan(
        file="thi-dua-nam.md",
        name=f"Phong trào thi đua yêu nước năm {year}",
        kind=REGULAR,
        period_from=dt.date(year, 1, 1),
        period_to=dt.date(year, 12, 31),
        launch_on=launch_on or dt.date(year, 2, 5),
        dossiers=(dt.date(year, 11, 1), dt.date(year, 12, 15)),
        year=year,
    )


def _thematic(name: str, on: dt.date, starts: dt.date | None = None) -> SamplePlan:
    starts = starts or on + dt.timedelta(days=14)
    return SamplePlan(
        file="chuyen-de.md",
        name=name,
        kind=THEMATIC,
        period_from=starts,
        period_to=starts + dt.timedelta(days=365),
        launch_on=starts,
        dossiers=(starts + dt.timedelta(days=320), starts + dt.timedelta(days=350)),
    )


def _revoked_plan(cast: Cast, *, on: dt.date) -> CampaignPlan:
    """A plan issued in error: its number stays in the book, void, and the next one follows."""
    plan = staging.issued(_thematic("Tiết kiệm điện, nước tại trụ sở", on, starts=on), cast, on=on)
    by_paper = RevokedBy(
        number_symbol="15/TB-LMHTX",
        issued_on=on,
        issuer="Liên minh Hợp tác xã tỉnh Quảng Ninh",
        summary="Thu hồi kế hoạch phong trào tiết kiệm điện, nước tại trụ sở",
    )
    reason = "Trùng nội dung với kế hoạch của cơ quan."
    revoke_draft(draft_id=plan.pk, by=cast.leader, on=on, reason=reason, through=by_paper)
    assert plan.document is not None
    assert plan.document.entry_id is not None
    void_number(entry_id=plan.document.entry_id, by=cast.clerk, reason="Văn bản đã thu hồi do trùng nội dung.")
    return plan
