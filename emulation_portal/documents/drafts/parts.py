"""The parts of a draft as pages, in their order: those of every paper, and those that a kind brings."""

from typing import Any

from emulation_portal.documents.paper_limits import MAX_APPENDICES, MAX_TABLES

from .forms.rows import AnnexForm, BasisForm, SectionForm, TableForm, rows_formset
from .models import DraftAnnex, DraftBasis, DraftSection, DraftTable
from .paper_kind import PaperKind, Part

GENERAL = Part("general", "Thông tin chung", "Văn bản nói về việc gì, mở đầu và kết thúc thế nào.")
BASES = Part("bases", "Căn cứ", "Mỗi căn cứ một ô, ghi nguyên văn như sẽ in.", rows_formset(DraftBasis, BasisForm, 1))
SECTIONS = Part(
    "sections",
    "Nội dung",
    "Bấm vào một mục để mở ra viết. Cổng tự đánh số theo cấp và theo thứ tự.",
    rows_formset(DraftSection, SectionForm, 1),
)
TABLES = Part(
    "tables",
    "Bảng",
    "In ở cuối mục hoặc trong phụ lục mà bạn chọn.",
    rows_formset(DraftTable, TableForm, 1, most=MAX_TABLES),
)
ANNEXES = Part(
    "annexes",
    "Phụ lục",
    "Đánh số riêng, in sau phần ký. Bảng trong phụ lục ghi ở phần “Bảng”.",
    rows_formset(DraftAnnex, AnnexForm, 1, most=MAX_APPENDICES),
)
RECIPIENTS = Part("recipients", "Nơi nhận, người ký", "Đơn vị tham gia, nơi nhận in trên văn bản và người ký.")


def parts_of(draft: Any) -> dict[str, Part]:
    """Return the draft's parts by name. A transcription has only what its paper has."""
    left_out = draft.kind_of.own_parts if draft.is_transcription else ()
    return {part.name: part for part in every_part_of(draft.kind_of) if part not in left_out}


def every_part_of(kind: PaperKind) -> tuple[Part, ...]:
    """Return what papers of the kind may consist of, in the order of their pages."""
    return (kind.general_part or GENERAL, BASES, SECTIONS, TABLES, ANNEXES, *kind.own_parts, RECIPIENTS)
