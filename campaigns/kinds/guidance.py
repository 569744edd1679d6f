"""Hướng dẫn: tells the units by which criteria a campaign is judged. Signed TL. by the Chief of Office."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from emulation_portal.core.helppages import HelpPage
from emulation_portal.documents.drafts.enums import Relation
from emulation_portal.documents.drafts.forms.rows import RowForm, rows_formset
from emulation_portal.documents.drafts.paper_kind import Part
from emulation_portal.documents.drafts.papers import table_block
from emulation_portal.documents.drafts.registry import register
from emulation_portal.documents.drafts.regulations import Gap
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.paper import Block
from emulation_portal.documents.templates import register_template
from units.enums import SigningForm

from ..forms.papers import NewGuidanceForm
from ..models import CampaignPaper
from ..models.paper import GuidanceCriterion
from ..procedures import GUIDANCE, TRANSCRIBED_GUIDANCE
from .of_campaign import CampaignPaperKind

CRITERIA = "criteria"
BY_ORDER = (SigningForm.TL, SigningForm.TL_KT)
HEAD = ["STT", "Tiêu chí", "Điểm tối đa", "Tài liệu chứng minh"]


class CriterionForm(RowForm):
    rows = (("text",), ("max_points", "evidence"), ("position", "DELETE"))

    class Meta:
        model = GuidanceCriterion
        fields = ("position", "text", "max_points", "evidence")


def guidance_gaps(criteria: int, signed_as: str | None) -> Iterable[Gap]:
    """Return what a guidance lacks: how many criteria it has, and in what form it is signed (None: by nobody yet)."""
    if not criteria:
        yield Gap(
            CRITERIA,
            "Chưa có tiêu chí bình xét nào. Hãy thêm ít nhất một tiêu chí.",
            "Luật Thi đua, khen thưởng 06/2022/QH15, Điều 5: khen thưởng theo thành tích, công khai, công bằng",
        )
    if signed_as is not None and signed_as not in BY_ORDER:
        yield Gap(
            "recipients",
            "Hướng dẫn do Chánh Văn phòng ký thừa lệnh. Hãy chọn người ký TL.",
            "Nghị định 30/2020/NĐ-CP, Điều 13 khoản 4",
        )


class GuidanceKind(CampaignPaperKind):
    """Hướng dẫn bình xét of a campaign."""

    code, slug, type, noun = "guidance", "huong-dan", DocumentType.HD, "hướng dẫn"
    create_label, create_form = "Soạn hướng dẫn", NewGuidanceForm
    help_page = HelpPage("huong-dan", "Hướng dẫn bình xét", "Soạn, duyệt, cấp số một hướng dẫn có bảng tiêu chí.")
    procedures = (GUIDANCE, TRANSCRIBED_GUIDANCE)
    topics = [("criteria", "Tiêu chí bình xét"), ("other", "Khác")]
    standard_sections = (("criteria", "TIÊU CHÍ BÌNH XÉT"),)
    own_rows = ("criteria",)
    own_parts = (
        Part(
            CRITERIA,
            "Tiêu chí",
            "In thành bảng ở cuối mục “Tiêu chí bình xét”.",
            rows_formset(GuidanceCriterion, CriterionForm, 2, of=CampaignPaper),
        ),
    )

    def gaps_by_law(self, draft: CampaignPaper, on: dt.date) -> Iterable[Gap]:
        """One that amends says only what changes; one that replaces says all anew."""
        if draft.relation == Relation.AMENDMENT:
            return ()
        return guidance_gaps(len(draft.criteria.all()), draft.signing.form if draft.signing else None)

    def rows_of(self, draft: CampaignPaper, topic: str) -> Iterable[Block]:
        if topic != CRITERIA or not draft.criteria.all():
            return []
        rows = [
            [str(at), row.text, str(row.max_points), row.evidence] for at, row in enumerate(draft.criteria.all(), 1)
        ]
        total = sum(row.max_points for row in draft.criteria.all())
        return table_block([HEAD, *rows, ["", "Cộng", str(total), ""]])

    def topics_with_rows(self, draft: CampaignPaper) -> set[str]:
        return {CRITERIA} if draft.criteria.all() else set()

    def topic_of(self, title: str) -> str:
        return CRITERIA if "tiêu chí" in title.lower() else "other"

    def with_own(self, drafts: Any) -> Any:
        return super().with_own(drafts).prefetch_related("criteria")

    def copied(self, old: CampaignPaper, new: CampaignPaper, relation: Relation) -> None:
        if relation == Relation.REPLACEMENT:
            rows = [GuidanceCriterion(paper=new, **_values(row)) for row in old.criteria.all()]
            GuidanceCriterion.objects.bulk_create(rows)


def _values(row: GuidanceCriterion) -> dict[str, Any]:
    return {name: getattr(row, name) for name in CriterionForm.Meta.fields}


register_template("documents/hd.html", type=DocumentType.HD)
register(GuidanceKind())
