"""Hướng dẫn: tells the units by which criteria a campaign is judged. Signed TL. by the Chief of Office."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from emulation_portal.core.fields import PointsField
from emulation_portal.core.numbering import decimal_comma
from emulation_portal.core.parts import HelpPage
from emulation_portal.documents.drafts.enums import Relation, RowsPlace
from emulation_portal.documents.drafts.forms.rows import RowForm, rows_formset
from emulation_portal.documents.drafts.paper_kind import Part
from emulation_portal.documents.drafts.queries import says_in_text
from emulation_portal.documents.drafts.regulations import Gap
from emulation_portal.documents.drafts.table_blocks import table_block
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.paper import Block
from emulation_portal.documents.templates import register_template

from ..enums import NOT_ENDED, CampaignStatus
from ..forms.papers import new_paper_form
from ..models import CampaignPaper
from ..models.paper import GuidanceCriterion
from ..procedures import GUIDANCE, TRANSCRIBED_GUIDANCE
from ..regulations import guidance_gaps
from .of_campaign import CampaignPaperKind

CRITERIA = "criteria"
HEAD = ["STT", "Tiêu chí", "Điểm tối đa", "Tài liệu chứng minh"]


class CriterionForm(RowForm):
    noun = "tiêu chí"
    rows = (("text",), ("max_points", "evidence"), ("position", "DELETE"))

    max_points = PointsField(label="Điểm tối đa", min_value=Decimal("0.01"))

    class Meta:
        model = GuidanceCriterion
        fields = ("position", "text", "max_points", "evidence")


class GuidanceKind(CampaignPaperKind):
    """Hướng dẫn bình xét of a campaign."""

    code, slug, type, noun = "guidance", "huong-dan", DocumentType.HD, "hướng dẫn"
    create_label = "Soạn hướng dẫn"
    goes_on_in = NOT_ENDED - {CampaignStatus.SUSPENDED}  # units are told how they are judged while it goes on
    create_form = new_paper_form(goes_on_in)
    help_page = HelpPage("huong-dan", "Hướng dẫn bình xét", "Soạn, duyệt, cấp số một hướng dẫn có bảng tiêu chí.")
    procedures = (GUIDANCE, TRANSCRIBED_GUIDANCE)
    is_signed_by_order = True
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
        return guidance_gaps(len(draft.criteria.all()), has_text=says_in_text(draft, CRITERIA), on=on)

    def rows_of(self, draft: CampaignPaper, topic: str, place: RowsPlace) -> Iterable[Block]:
        if topic != CRITERIA or place != RowsPlace.LAST or not draft.criteria.all():
            return []
        rows = [
            [str(at), row.text, decimal_comma(row.max_points), row.evidence]
            for at, row in enumerate(draft.criteria.all(), 1)
        ]
        total = sum((row.max_points for row in draft.criteria.all()), Decimal())
        return table_block([HEAD, *rows, ["", "Cộng", decimal_comma(total), ""]])

    def topics_with_rows(self, draft: CampaignPaper) -> set[str]:
        return {CRITERIA} if draft.criteria.all() else set()

    def topic_of(self, title: str) -> str:
        return CRITERIA if "tiêu chí" in title.lower() else "other"

    def copied(self, old: CampaignPaper, new: CampaignPaper, relation: Relation | None) -> None:
        if relation in (None, Relation.REPLACEMENT):
            rows = [GuidanceCriterion(paper=new, **_values(row)) for row in old.criteria.all()]
            GuidanceCriterion.objects.bulk_create(rows)


def _values(row: GuidanceCriterion) -> dict[str, Any]:
    return {name: getattr(row, name) for name in CriterionForm.Meta.fields}


register_template("documents/hd.html", type=DocumentType.HD)
