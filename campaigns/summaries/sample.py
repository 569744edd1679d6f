"""The alliance's own reports in the sample: tổng kết of a campaign that is over, and this year's sơ kết on the desk."""

import datetime as dt
from typing import Any

from campaigns.enums import CampaignStatus
from campaigns.reports.enums import COUNTED
from campaigns.reports.models import Demand, ReportPeriod
from campaigns.sample.staging import Cast
from emulation_portal.documents.drafts import actions
from emulation_portal.procedure.acting import carry_out

from .enums import PieceKind, SummaryOccasion, SummaryTopic
from .forms import proposed_summary
from .models import SummaryReport

_CAUSES = "Một số đơn vị thiếu cán bộ làm công tác thống kê, báo cáo; thông tin từ cơ sở lên chậm trong thời gian giãn cách xã hội."
_AWARDS = "Liên minh đang tổng hợp đề nghị khen thưởng của các đơn vị có thành tích tiêu biểu trong phong trào."
_MERITS = "Các đơn vị hưởng ứng phong trào, duy trì sản xuất, kinh doanh và chăm lo đời sống người lao động."
_SHORTCOMINGS = "Một số đơn vị báo cáo còn sơ sài, chưa có số liệu minh chứng."
_PLANS = "Duy trì các mô hình sản xuất an toàn; giới thiệu, nhân rộng các đơn vị điển hình trong phong trào."
_PROPOSALS = "Đề nghị cấp trên tiếp tục quan tâm, hướng dẫn hình thức khen thưởng đột xuất cho các đơn vị tuyến đầu."


def is_there() -> bool:
    return SummaryReport.objects.exists()


def load_summaries(on: dt.date, so_far: dict[type, Any]) -> None:
    """Load one that was issued today of a closed campaign, and one that waits to be finished."""
    cast: Cast = so_far[Cast]
    counted = Demand.objects.filter(periods__reports__status__in=COUNTED).distinct().order_by("pk")
    closed = counted.filter(campaign__status=CampaignStatus.CLOSED).first()
    current = counted.exclude(campaign__status=CampaignStatus.CLOSED).last()
    if closed is not None:
        _issue(_draft(closed, SummaryOccasion.FINAL, cast), cast, on=on)
    if current is not None:
        _draft(current, SummaryOccasion.MIDTERM, cast)


def _draft(demand: Demand, occasion: SummaryOccasion, cast: Cast) -> SummaryReport:
    """Begin a report of all periods of which reports count."""
    counted = ReportPeriod.objects.filter(demand=demand, reports__status__in=COUNTED).distinct().order_by("period_to")
    first, last = counted[0], counted.reverse()[0]
    fields = {"issuer": cast.issuer, "summary": proposed_summary(demand, first, last, occasion)}
    own = {"campaign": demand.campaign, "demand": demand, "first": first, "last": last, "occasion": occasion}
    report: SummaryReport = actions.open_draft("summary", fields, own, by=cast.officer)
    return report


def _issue(report: SummaryReport, cast: Cast, *, on: dt.date) -> None:
    for topic, body in ((SummaryTopic.PLANS, _PLANS), (SummaryTopic.PROPOSALS, _PROPOSALS)):
        report.sections.filter(topic=topic).update(body=body)
    by_title = {"Kết quả khen thưởng": _AWARDS, "Ưu điểm": _MERITS, "Hạn chế": _SHORTCOMINGS, "Nguyên nhân": _CAUSES}
    for title, body in by_title.items():
        report.sections.filter(title=title, body="").update(body=body)
    report.pieces.filter(kind=PieceKind.BLOCKS).update(is_printed=True)
    actions.submit_draft(draft_id=report.pk, by=cast.officer, on=on)
    carry_out(report, "passed_on", by=cast.chief, on=on)
    actions.approve_draft(draft_id=report.pk, by=cast.leader, on=on)
    actions.issue_draft(draft_id=report.pk, by=cast.clerk, issued_on=on, today=on)
