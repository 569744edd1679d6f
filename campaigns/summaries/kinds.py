"""Báo cáo tổng hợp: what the alliance reports to those above it from what its units reported."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from campaigns.kinds.of_campaign import CampaignPaperKind
from emulation_portal.core.parts import HelpPage
from emulation_portal.core.permissions import allows
from emulation_portal.documents.drafts.enums import Relation, RowsPlace
from emulation_portal.documents.drafts.models import DraftSection
from emulation_portal.documents.drafts.numbering import section_places
from emulation_portal.documents.drafts.paper_kind import OwnPage, Part
from emulation_portal.documents.drafts.papers import lines_of
from emulation_portal.documents.drafts.queries import end_of_part, sections_on
from emulation_portal.documents.drafts.regulations import Gap, Remark
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.paper import Block, Paper

from . import actions, papers
from .comparing import differences
from .enums import SummaryTopic
from .forms import NewSummaryForm, PieceFormSet, SummaryGeneralForm
from .marks import marks_of, words_by_mark
from .models import SummaryPiece, SummaryReport
from .policies import check_can_begin, check_can_see_figures
from .procedures import SUMMARY, TRANSCRIBED_SUMMARY
from .queries import selection_of, snapshot_of, texts_of
from .regulations import gaps_of_empty_sections, gaps_of_marks, gaps_of_pieces

OWN = ("occasion", "addressed_to")
_WORDS = {
    SummaryTopic.DIRECTION: "chỉ đạo",
    SummaryTopic.RESULTS: "kết quả",
    SummaryTopic.ASSESSMENT: "đánh giá",
    SummaryTopic.PLANS: "phương hướng",
    SummaryTopic.PROPOSALS: "kiến nghị",
}


class SummaryKind(CampaignPaperKind):
    """The alliance's own report, D7: begun from the totals of a demand, with their figures."""

    code, slug, type, noun = "summary", "bao-cao-tong-hop", DocumentType.BC, "báo cáo tổng hợp"
    model = SummaryReport
    table_words = "Báo cáo tổng hợp"
    create_label = "Soạn báo cáo tổng hợp"
    create_form = NewSummaryForm
    general_forms = (SummaryGeneralForm, CampaignPaperKind.general_forms[1])
    help_page = HelpPage(
        "bao-cao-tong-hop",
        "Báo cáo tổng hợp của Liên minh",
        "Soạn báo cáo sơ kết, tổng kết từ số liệu của đơn vị; lấy số liệu mới; chọn bảng, biểu đồ.",
    )
    is_free_in_form = True  # NĐ 30/2020/NĐ-CP, Mẫu 1.4: no căn cứ
    procedures = (SUMMARY, TRANSCRIBED_SUMMARY)
    topics = SummaryTopic.choices
    standard_sections = tuple((topic.value, topic.label.upper()) for topic in _WORDS)
    own_rows = ("pieces",)
    own_parts = (
        Part(
            "pieces",
            "Bảng, biểu đồ",
            "In theo số liệu đã tổng hợp: bảng, biểu đồ ở cuối mục “Kết quả thực hiện”, phụ lục ở cuối văn bản.",
            PieceFormSet,
        ),
    )
    own_pages = (OwnPage("figures", "Số liệu", "summaries:figures"),)
    unlogged = frozenset({"figures"})

    # --- what is missing, and what has changed ---

    def gaps_by_law(self, draft: SummaryReport, on: dt.date) -> Iterable[Gap]:
        words = words_by_mark(marks_of(draft.snapshot)) if draft.snapshot else {}
        marks = gaps_of_marks(texts_of(draft), words) if draft.snapshot else []
        pieces = gaps_of_pieces(papers.empty_pieces(draft))
        empty = [] if draft.relation == Relation.AMENDMENT else gaps_of_empty_sections(_empty_sections(draft))
        return [*marks, *pieces, *empty]

    def remarks(self, draft: SummaryReport) -> list[Remark]:
        """Tell that reports came, or were looked at, since the figures were taken."""
        if draft.snapshot is None or draft.demand is None or not draft.is_editable:
            return []
        now = snapshot_of(selection_of(draft), at=timezone.now(), is_whole=False)
        changed = differences(draft.snapshot.shortened(), now)
        if not changed:
            return []
        words = f"Số liệu đã thay đổi ở {len(changed)} chỗ từ lúc tổng hợp, ví dụ {changed[0]}."
        return [Remark("pieces", f"{words} Hãy mở trang “Số liệu” để xem và lấy số liệu mới nếu cần.")]

    # --- what is printed ---

    def addressees(self, draft: SummaryReport) -> Iterable[str]:
        return lines_of(draft.addressed_to)

    def rows_of(self, draft: SummaryReport, topic: str, place: RowsPlace) -> Iterable[Block]:
        if topic != SummaryTopic.RESULTS or place != RowsPlace.LAST or draft.relation == Relation.AMENDMENT:
            return []
        return papers.body_blocks(draft)

    def topics_with_rows(self, draft: SummaryReport) -> set[str]:
        is_told = draft.snapshot is not None and draft.relation != Relation.AMENDMENT
        return {SummaryTopic.RESULTS.value} if is_told else set()

    def topic_of(self, title: str) -> str:
        known = (topic.value for topic, words in _WORDS.items() if words in title.lower())
        return next(known, SummaryTopic.OTHER.value)

    def completed(self, draft: SummaryReport, paper: Paper) -> Paper:
        return papers.with_figures(draft, paper)

    # --- its own values and rows ---

    def page_addresses(self, draft: SummaryReport, user: Any) -> list[tuple[str, str]]:
        """The figures are for who works with what units report, and one that tells none has none."""
        is_open = draft.demand_id is not None and allows(check_can_see_figures, user, draft)
        return super().page_addresses(draft, user) if is_open else []

    def opened(self, draft: SummaryReport, *, by: Any) -> None:
        super().opened(draft, by=by)
        if draft.demand is not None:
            check_can_begin(by, draft.demand.place)

    def with_own(self, drafts: Any) -> Any:
        return drafts.select_related("campaign__organiser", "demand__campaign__organiser", "first", "last")

    def own_of_new(self, data: dict[str, Any]) -> dict[str, Any]:
        demand = data["demand"]
        of = {"campaign": demand.campaign, "demand": demand, "first": data["tu"], "last": data["den"]}
        return {**of, "occasion": data["occasion"]}

    def same_as(self, own: dict[str, Any]) -> dict[str, Any]:
        return {name: own[name] for name in ("campaign", "first", "last", "occasion") if name in own}

    def new(self, fields: dict[str, Any], own: dict[str, Any]) -> SummaryReport:
        return SummaryReport(**own, **fields)

    def begun(self, draft: SummaryReport) -> None:
        if draft.demand is not None:  # one that is entered from paper adds nothing up
            actions.write_first_text(draft)

    def general_initial(self, draft: SummaryReport) -> dict[str, Any]:
        return {name: getattr(draft, name) for name in OWN}

    def save_general(self, draft: SummaryReport, data: dict[str, Any]) -> None:
        for name in OWN:
            setattr(draft, name, data.get(name, getattr(draft, name)))  # a transcription's form does not ask

    def copied(self, old: SummaryReport, new: SummaryReport, relation: Relation | None) -> None:
        if relation in (None, Relation.REPLACEMENT):
            names = ("position", "kind", "code", "title", "is_printed")
            rows = [
                SummaryPiece(report=new, **{name: getattr(row, name) for name in names}) for row in old.pieces.all()
            ]
            SummaryPiece.objects.bulk_create(rows)


def _empty_sections(draft: SummaryReport) -> Iterator[str]:
    """Yield where sections stand that have a title and nothing below it: no text, no part, no table."""
    sections: list[DraftSection] = list(draft.sections.all())
    places = section_places((section.level for section in sections), draft.numbering_style)
    held = {table.section_id for table in draft.tables.all()}
    # The rows that are printed from the figures stand at the end of what is said of the results.
    printed = {row.pk for row in sections_on(draft, SummaryTopic.RESULTS)[-1:]} if draft.snapshot else set()
    for at, (section, place) in enumerate(zip(sections, places, strict=True)):
        is_alone = end_of_part(sections, at) == at and section.pk not in held | printed
        if section.title.strip() and not section.body.strip() and is_alone:
            yield place
