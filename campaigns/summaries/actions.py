"""Beginning the alliance's own report with what is known, and taking its figures anew."""

import datetime as dt
from collections.abc import Iterable, Iterator
from math import ceil
from typing import Any

from django.utils import timezone

from campaigns.reports.enums import IndicatorGroup
from campaigns.reports.models import Demand
from emulation_portal.accounts.models import User
from emulation_portal.core.dates import written_date
from emulation_portal.core.vietnamese import fold, uncapitalised
from emulation_portal.documents.drafts.actions import edit_draft
from emulation_portal.documents.drafts.models import DraftRecipient, DraftSection
from emulation_portal.documents.drafts.papers import draft_paper
from emulation_portal.documents.drafts.queries import rights_to_sign
from emulation_portal.documents.models import Document
from emulation_portal.documents.paper_limits import MAX_ROWS, PaperTooLarge, check_sizes
from units.enums import SigningForm

from .comparing import FigureChange, differences
from .enums import OVER, PieceKind, SummaryTopic
from .figures import Counted, FigureTold, Snapshot
from .marks import as_text
from .models import SummaryPiece, SummaryReport
from .papers import MOST_FIGURES
from .policies import check_can_see_figures
from .queries import hold, selection_of, snapshot_of

MOST_ROWS = MAX_ROWS * 3 // 4  # of the annexes that are printed unasked; a paper has other tables too
ABOVE = ("Liên minh Hợp tác xã Việt Nam", "Sở Nội vụ (Ban Thi đua - Khen thưởng tỉnh)")
RECIPIENTS = ("Như trên", "Thường trực Liên minh")  # not the units: it tells each what the others said
_FIRST = ("figures", "addressed_to", "addresses_everyone", "is_public", "preamble", "closing", "signing")
_Section = tuple[int, SummaryTopic, str, str]  # level, topic, title, text


def write_first_text(report: SummaryReport) -> None:
    """Fill a new draft in the transaction that opened it: its figures as they are now, its outline, what is printed of them.

    Source: NĐ 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.4; the office's outline of D7.
    """
    selection = selection_of(report)
    hold(selection)
    snapshot = snapshot_of(selection, at=report.created_at)
    report.figures = snapshot.to_json()
    report.addressed_to = "\n".join(ABOVE)
    report.addresses_everyone = report.is_public = False  # it tells figures unit by unit
    report.preamble = f"{_on_behalf(report)} báo cáo kết quả {{kỳ báo cáo}} như sau:"
    report.closing = f"Trên đây là báo cáo của {as_text(report.issuer.full_name)}, trân trọng báo cáo."
    rights = rights_to_sign(report.kind_of, unit_id=report.issuer.unit_id, on=timezone.localdate(report.created_at))
    report.signing = next((each for each in rights if each.form == SigningForm.TM), next(iter(rights), None))
    report.save(update_fields=_FIRST)
    DraftSection.objects.bulk_create(
        DraftSection(draft=report, position=at, level=level, topic=topic, title=title, body=body)
        for at, (level, topic, title, body) in enumerate(_sections(report, selection.demand, snapshot), 1)
    )
    SummaryPiece.objects.bulk_create(
        SummaryPiece(report=report, position=at, kind=kind, code=code, is_printed=is_printed)
        for at, (kind, code, is_printed) in enumerate(_pieces(snapshot), 1)
    )
    DraftRecipient.objects.bulk_create(
        DraftRecipient(draft=report, position=at, text=text) for at, text in enumerate(RECIPIENTS, 1)
    )
    _leave_out_what_is_too_much(report)


def _leave_out_what_is_too_much(report: SummaryReport) -> None:
    """Let annexes be ticked only as far as the whole paper can be printed."""
    for kind in (PieceKind.UNITS, PieceKind.LATE):
        try:
            check_sizes(draft_paper(SummaryReport.objects.get(pk=report.pk)))
        except PaperTooLarge:
            report.pieces.filter(kind=kind).update(is_printed=False)


def take_new_figures(*, report_id: int, revision: int, by: User, now: dt.datetime) -> list[FigureChange]:
    """Lấy số liệu mới: the draft tells what the reports come to now. Returns what became another; the log keeps it.

    Raises PermissionDenied (not theirs, or no draft any more), EditedMeanwhile, PaperTooLarge.
    """
    found: list[FigureChange] = []

    def write(report: SummaryReport) -> dict[str, Any]:
        check_can_see_figures(by, report)
        was, selection = report.snapshot, selection_of(report)
        hold(selection)
        taken = snapshot_of(selection, at=now)
        found.extend(differences(was, taken) if was else ())
        report.figures = taken.to_json()
        report.__dict__.pop("snapshot", None)
        return {"figures": {"changed": [{"row": each.what[:80], "fields": {"figure": _pair(each)}} for each in found]}}

    edit_draft(draft_id=report_id, revision=revision, by=by, part="figures", change=write)
    return found


def _pair(difference: FigureChange) -> list[str]:
    return [difference.was, difference.now]


# --- the first text -------------------------------------------------------------------------------------------------------


def _on_behalf(report: SummaryReport) -> str:
    campaign = report.campaign
    plan = campaign.plans.filter(is_current=True, document__isnull=False).select_related("document").first()
    by = _cited(plan.document) if plan and plan.document else campaign.name
    return f"Thực hiện {as_text(by)}, {as_text(report.issuer.full_name)}"


def _cited(document: Document) -> str:
    """Return a paper as another cites it: Kế hoạch số 644/KH-LMHTX ngày 26 tháng 11 năm 2021 của … về …."""
    about = uncapitalised(" ".join(document.summary.split()))
    about = about if fold(about).startswith("ve ") else f"về {about}"
    return f"{document} {written_date(document.issued_on)} của {document.issuer_name} {about}"


def _sections(report: SummaryReport, demand: Demand, snapshot: Snapshot) -> Iterator[_Section]:
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
    yield 1, topic.ASSESSMENT, "ĐÁNH GIÁ CHUNG", ""
    yield 2, topic.OTHER, "Ưu điểm", _of_merits(snapshot)
    yield 2, topic.OTHER, "Hạn chế", _of_shortcomings(snapshot, is_over=is_over)
    yield 2, topic.OTHER, "Nguyên nhân", ""
    yield 1, topic.PLANS, "PHƯƠNG HƯỚNG, NHIỆM VỤ", _of_plans(snapshot, is_over=is_over)
    yield 1, topic.PROPOSALS, "KIẾN NGHỊ, ĐỀ XUẤT", ""


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


def _of_merits(snapshot: Snapshot) -> str:
    counts = snapshot.counts
    is_any_reached = any(each.reaches_plan for each in snapshot.figures)
    return _paragraphs(
        [
            "{đã nộp}/{số phải nộp} báo cáo đã được nộp, trong đó {đúng hạn} báo cáo nộp đúng hạn."
            if counts.received and not counts.not_come
            else "",
            "Các chỉ tiêu đạt và vượt kế hoạch năm {năm kế hoạch}: {chỉ tiêu đạt}." if is_any_reached else "",
        ]
    )


def _of_shortcomings(snapshot: Snapshot, *, is_over: bool) -> str:
    """Return what fell short. Before the year is over, who has not reached its plan yet has not fallen short."""
    counts = snapshot.counts
    is_any_silent = any(each.value is None for each in snapshot.figures)
    return _paragraphs(
        [
            "{nộp muộn} báo cáo nộp muộn, {chưa nộp}/{số phải nộp} báo cáo hết hạn chưa nộp."
            if counts.late or counts.not_come
            else "",
            "Các chỉ tiêu chưa đạt kế hoạch năm {năm kế hoạch}: {chỉ tiêu chưa đạt}."
            if is_over and _is_any_behind(snapshot)
            else "",
            "Chỉ tiêu chưa có số liệu: {chỉ tiêu chưa có số liệu}." if is_any_silent else "",
        ]
    )


def _of_plans(snapshot: Snapshot, *, is_over: bool) -> str:
    if not _is_any_behind(snapshot):
        return ""
    if is_over:
        return "Tập trung thực hiện các chỉ tiêu chưa đạt kế hoạch năm {năm kế hoạch}: {chỉ tiêu chưa đạt}."
    return "Tiếp tục thực hiện để hoàn thành kế hoạch năm {năm kế hoạch}: {chỉ tiêu chưa đạt}."


def _is_any_behind(snapshot: Snapshot) -> bool:
    return any(each.reaches_plan is False for each in snapshot.figures)


def _pieces(snapshot: Snapshot) -> Iterator[tuple[PieceKind, str, bool]]:
    """Yield what may be printed, with what is printed unasked."""
    planned = next((each.code for each in snapshot.figures if each.is_done_in_percent), "")
    shown = planned or next((each.code for each in snapshot.figures), "")
    yield PieceKind.TOTALS, "", bool(snapshot.figures)
    yield PieceKind.PROGRESS, "", bool(planned)
    if shown:
        yield PieceKind.BLOCKS, shown, False
        yield PieceKind.BLOCK_CHART, shown, False
    tables = ceil(len(snapshot.figures) / MOST_FIGURES)
    rows = tables * (len(snapshot.units) + len({unit.block for unit in snapshot.units}))
    has_units = 0 < rows <= MOST_ROWS
    yield PieceKind.UNITS, "", has_units
    yield PieceKind.LATE, "", 0 < len(snapshot.late) <= MOST_ROWS - (rows if has_units else 0)
