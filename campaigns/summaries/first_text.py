"""The text with which the alliance's own report begins: its outline, sentences with marks for numbers, what is judged.

Source: NĐ 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.4; the office's outline of D7.
"""

from collections.abc import Iterable, Iterator

from campaigns.reports.enums import IndicatorGroup
from campaigns.reports.models import Demand
from emulation_portal.core.dates import written_date
from emulation_portal.core.vietnamese import fold, uncapitalised
from emulation_portal.documents.models import Document

from .enums import OVER, SummaryTopic
from .figures import Counted, FigureTold, Snapshot
from .marks import as_text
from .models import SummaryReport

_Section = tuple[int, SummaryTopic, str, str]  # level, topic, title, text


def on_behalf(report: SummaryReport) -> str:
    campaign = report.campaign
    plan = campaign.plans.filter(is_current=True, document__isnull=False).select_related("document").first()
    by = _cited(plan.document) if plan and plan.document else campaign.name
    return f"Thực hiện {as_text(by)}, {as_text(report.issuer.full_name)}"


def _cited(document: Document) -> str:
    """Return a paper as another cites it: Kế hoạch số 644/KH-LMHTX ngày 26 tháng 11 năm 2021 của … về …."""
    about = uncapitalised(" ".join(document.summary.split()))
    about = about if fold(about).startswith("ve ") else f"về {about}"
    return f"{document} {written_date(document.issued_on)} của {document.issuer_name} {about}"


def sections_of(report: SummaryReport, demand: Demand, snapshot: Snapshot) -> Iterator[_Section]:
    topic = SummaryTopic
    yield 1, topic.DIRECTION, "CÔNG TÁC CHỈ ĐẠO, TỔ CHỨC", _of_direction(report, demand)
    yield 1, topic.RESULTS, "KẾT QUẢ THỰC HIỆN", _of_reports()
    for group in IndicatorGroup:
        figures = [figure for figure in snapshot.figures if figure.group == group]
        if figures:
            yield 2, topic.OTHER, str(group.label), _paragraphs(sentence(figure, snapshot.counts) for figure in figures)
    is_over = report.occasion in OVER
    if is_over:
        yield 2, topic.OTHER, "Kết quả khen thưởng", ""
    yield from assessment_of(snapshot, is_over=is_over)
    yield 1, topic.PROPOSALS, "KIẾN NGHỊ, ĐỀ XUẤT", ""


def assessment_of(snapshot: Snapshot, *, is_over: bool) -> Iterator[_Section]:
    """Yield what is judged of the figures, and what follows from it. `is_over`: the year of the plan is."""
    topic = SummaryTopic
    yield 1, topic.ASSESSMENT, "ĐÁNH GIÁ CHUNG", ""
    yield 2, topic.OTHER, "Ưu điểm", _of_merits(snapshot, is_over=is_over)
    yield 2, topic.OTHER, "Hạn chế", _of_shortcomings(snapshot, is_over=is_over)
    yield 2, topic.OTHER, "Nguyên nhân", ""
    yield 1, topic.PLANS, "PHƯƠNG HƯỚNG, NHIỆM VỤ", _of_plans(snapshot, is_over=is_over)


def _paragraphs(texts: Iterable[str]) -> str:
    return "\n\n".join(filter(None, texts))


def _of_direction(report: SummaryReport, demand: Demand) -> str:
    return _paragraphs(
        [
            f"{as_text(report.issuer.full_name)} đã phổ biến, chỉ đạo các đơn vị thành viên, trực thuộc tổ chức phong trào, theo "
            f"dõi kết quả qua “{as_text(demand.name)}”.",
            "Các đơn vị báo cáo trên Cổng Thi đua - Khen thưởng; số liệu được chuyên viên kiểm tra trước khi tổng hợp.",
        ]
    )


def _of_reports() -> str:
    return (
        "Kết quả {kỳ báo cáo} được tổng hợp từ {số báo cáo} báo cáo đã kiểm tra trên {số phải nộp} báo cáo phải nộp, đến "
        "{thời điểm số liệu}:"
    )


def sentence(figure: FigureTold, counts: Counted) -> str:
    """Return what is said of one figure, with marks where the numbers stand; of how many reports where not of all."""
    code = figure.code
    said = f"- {as_text(figure.name)}: {{{code}}}"
    if figure.of_plan is not None:
        said += f", đạt {{{code}: % kế hoạch}} kế hoạch năm {{năm kế hoạch}} ({{{code}: kế hoạch}})"
    elif figure.plan is not None:
        most = "mức không vượt quá của kế hoạch" if figure.less_is_better else "kế hoạch"
        said += f" ({most} năm {{năm kế hoạch}}: {{{code}: kế hoạch}})"
    if figure.year_ago is not None:
        how = "% tăng giảm" if figure.change_in_percent() else "tăng giảm"
        said += (
            f"; {{{code}: {how}}} so với cùng kỳ năm trước ({{{code}: cùng kỳ}})" if figure.value is not None else ""
        )
    if figure.estimate is not None:
        said += f"; cả năm {{{code}: ước cả năm}}"
    if (figure.told, figure.owed) == (counts.counted, counts.owed):  # as the opening of the section says
        return f"{said}."
    of = " của kỳ cuối" if figure.owed < counts.owed else ""
    return f"{said}; {{{code}: số báo cáo}} báo cáo{of} có số liệu."


def _of_merits(snapshot: Snapshot, *, is_over: bool) -> str:
    counts = snapshot.counts
    kept = "Các chỉ tiêu giữ trong mức" if is_over else "Đến nay chưa vượt mức"
    return _paragraphs(
        [
            "{đã nộp}/{số phải nộp} báo cáo đã được nộp, trong đó {đúng hạn} báo cáo nộp đúng hạn."
            if counts.received and not counts.not_come
            else "",
            "Các chỉ tiêu đạt và vượt kế hoạch năm {năm kế hoạch}: {chỉ tiêu đạt}." if snapshot.reached else "",
            f"{kept} của năm {{năm kế hoạch}}: {{chỉ tiêu trong mức}}." if snapshot.within else "",
        ]
    )


def _of_shortcomings(snapshot: Snapshot, *, is_over: bool) -> str:
    """Return what fell short. Before the year is over, who has not reached its plan yet has not fallen short.

    A level that is not to be passed, once passed, is so at once.
    """
    counts = snapshot.counts
    is_any_silent = any(each.value is None for each in snapshot.figures)
    return _paragraphs(
        [
            "{nộp muộn} báo cáo nộp muộn, {chưa nộp}/{số phải nộp} báo cáo hết hạn chưa nộp."
            if counts.late or counts.not_come
            else "",
            "Các chỉ tiêu chưa đạt kế hoạch năm {năm kế hoạch}: {chỉ tiêu chưa đạt}."
            if is_over and snapshot.behind
            else "",
            "Các chỉ tiêu vượt mức của năm {năm kế hoạch}: {chỉ tiêu vượt mức}." if snapshot.beyond else "",
            "Chỉ tiêu chưa có số liệu: {chỉ tiêu chưa có số liệu}." if is_any_silent else "",
        ]
    )


def _of_plans(snapshot: Snapshot, *, is_over: bool) -> str:
    how = "Tập trung thực hiện các chỉ tiêu chưa đạt" if is_over else "Tiếp tục thực hiện để hoàn thành"
    return _paragraphs(
        [
            f"{how} kế hoạch năm {{năm kế hoạch}}: {{chỉ tiêu chưa đạt}}." if snapshot.behind else "",
            "Có biện pháp giảm các chỉ tiêu đã vượt mức: {chỉ tiêu vượt mức}." if snapshot.beyond else "",
        ]
    )
