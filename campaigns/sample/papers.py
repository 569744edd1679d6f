"""Sample papers that speak of a campaign beside its plan."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.models import DraftBasis, DraftRecipient, DraftSection, DraftTable
from emulation_portal.documents.drafts.registry import kind_named
from emulation_portal.procedure.acting import carry_out
from units.models import SigningAuthority

from ..models import Campaign, CampaignPaper
from ..models.paper import GuidanceCriterion
from .staging import Cast

CRITERIA = (
    ("Hoàn thành các chỉ tiêu đã đăng ký", 60, "Báo cáo kết quả thực hiện"),
    ("Có sáng kiến, cách làm mới được áp dụng", 25, "Xác nhận của đơn vị"),
    ("Báo cáo đúng hạn, đủ nội dung", 15, ""),
)
LAW = "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;"


def load_papers(campaign: Campaign, cast: Cast, *, on: dt.date) -> None:
    """One notice in force, and one that waits for the Chief of Office."""
    issued = _dossiers_notice(campaign, cast)
    _to_approval(issued, cast, on=on)
    actions.issue_draft(draft_id=issued.pk, by=cast.clerk, issued_on=on, today=on)
    guidance = written("guidance", "Bình xét khen thưởng của phong trào", [], campaign, cast)
    actions.submit_draft(draft_id=guidance.pk, by=cast.officer, on=on)
    waiting = _meeting_notice(campaign, cast)
    actions.submit_draft(draft_id=waiting.pk, by=cast.officer, on=on)


def _to_approval(paper: CampaignPaper, cast: Cast, *, on: dt.date) -> None:
    actions.submit_draft(draft_id=paper.pk, by=cast.officer, on=on)
    carry_out(paper, "passed_on", by=cast.chief, on=on)
    actions.approve_draft(draft_id=paper.pk, by=cast.leader, on=on)


def _dossiers_notice(campaign: Campaign, cast: Cast) -> CampaignPaper:
    paper = written(
        "campaign_notice",
        "Về việc lập hồ sơ đề nghị khen thưởng của phong trào",
        [
            ("Thành phần hồ sơ", "Mỗi tập thể, cá nhân lập một bộ hồ sơ theo bảng dưới đây."),
            ("Nơi nhận, thời hạn", "Gửi về Văn phòng Liên minh Hợp tác xã tỉnh đúng hạn ghi trong kế hoạch."),
        ],
        campaign,
        cast,
    )
    DraftTable.objects.create(
        draft=paper,
        section=paper.sections.get(position=1),
        position=1,
        rows=[
            ["STT", "Tên văn bản", "Số lượng"],
            ["1", "Tờ trình đề nghị khen thưởng", "01"],
            ["2", "Báo cáo thành tích có xác nhận của đơn vị", "01"],
            ["3", "Biên bản họp bình xét của đơn vị", "01"],
        ],
    )
    return paper


def _meeting_notice(campaign: Campaign, cast: Cast) -> CampaignPaper:
    return written(
        "campaign_notice",
        "Về việc tổ chức sơ kết phong trào",
        [
            ("Thời gian, địa điểm", "Buổi sơ kết tổ chức tại hội trường cơ quan; ngày cụ thể ghi trong giấy mời."),
            ("Chuẩn bị", "Các đơn vị gửi số liệu thực hiện chỉ tiêu về Văn phòng trước buổi sơ kết 05 ngày làm việc."),
        ],
        campaign,
        cast,
    )


def written(
    kind: str,
    summary: str,
    sections: Sequence[tuple[str, str]],
    campaign: Campaign,
    cast: Cast,
    **changes: Any,
) -> CampaignPaper:
    """Open a draft of a kind and write all that the form of a paper asks for."""
    fields = {"issuer": cast.issuer, "summary": summary, "signing": signer_of(kind, cast), **changes}
    paper: CampaignPaper = actions.open_draft(kind, fields, {"campaign": campaign}, by=cast.officer)
    paper.preamble = f"Để thực hiện {campaign.name}, Liên minh Hợp tác xã tỉnh {paper.noun} như sau:"
    paper.closing = f"Trên đây là {paper.noun} của Liên minh Hợp tác xã tỉnh, đề nghị các đơn vị thực hiện."
    paper.save()
    DraftBasis.objects.create(draft=paper, position=1, text=LAW)
    DraftSection.objects.bulk_create(
        DraftSection(draft=paper, position=at, level=2, title=title, body=body)
        for at, (title, body) in enumerate(sections, start=1)
    )
    DraftRecipient.objects.create(draft=paper, position=1, text="Các đơn vị thành viên")
    if write_own := OWN.get(kind):
        write_own(paper)
    return paper


def signer_of(kind: str, cast: Cast) -> SigningAuthority:
    """Return who signs papers of the kind."""
    return cast.by_order if kind_named(kind).is_signed_by_order else cast.signing


def _write_criteria(paper: CampaignPaper) -> None:
    title, body = "TIÊU CHÍ BÌNH XÉT", "Tập thể, cá nhân được chấm theo các tiêu chí sau:"
    DraftSection.objects.create(draft=paper, position=9, level=1, topic="criteria", title=title, body=body)
    for at, (text, points, evidence) in enumerate(CRITERIA, start=1):
        GuidanceCriterion.objects.create(paper=paper, position=at, text=text, max_points=points, evidence=evidence)


# What a kind has of its own, written into a new draft.
OWN: dict[str, Callable[[CampaignPaper], None]] = {"guidance": _write_criteria}
