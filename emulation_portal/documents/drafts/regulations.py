"""What Nghị định 30/2020/NĐ-CP, in force since 05/3/2020, wants of every paper before it goes its way. Pure functions.

They take no day: a paper bears the day of its approval or a later one, so none that goes its way here is of a day before
the decree, and what was issued earlier is transcribed and asked nothing. Rules that take its place will take the day.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from emulation_portal.core.vietnamese import capitalised


@dataclass(frozen=True)
class Gap:
    """Something missing: what, what to do about it, on what part of the draft, by which source."""

    part: str
    message: str
    source: str = ""


def by_source(gaps: list[Gap]) -> dict[str, list[Gap]]:
    """Return what is missing under the source that asks for it, so that each is named once; those of no source under ""."""
    found: dict[str, list[Gap]] = {}
    for gap in gaps:
        found.setdefault(gap.source, []).append(gap)
    return found


@dataclass(frozen=True)
class Remark:
    """Something that does not fit together; it is told and hinders nothing."""

    part: str
    message: str


@dataclass(frozen=True)
class PaperFacts:
    """What a draft has, as far as the form of any paper asks."""

    noun: str
    summary: str
    bases: int
    sections: int
    empty_sections: tuple[str, ...]  # where sections without title and text stand: III.1
    has_signer: bool
    is_free_in_form: bool = False  # it may do without căn cứ and sections
    unfit_signers: tuple[str, ...] = ()  # names of those who may not sign this paper on the day
    wants_order: bool = False  # signed by order of the head (TL.) and in no other form
    is_signed_by_order: bool = False  # by all who sign it
    lost_rows: tuple[str, ...] = ()  # topics of rows that no main section prints
    says_something: bool = True  # beyond titles: text, a table, rows of the kind
    names_predecessor: bool = True  # the text says by its number which paper it amends or replaces
    crooked_tables: tuple[str, ...] = ()  # titles of tables without rows
    tables_as_text: tuple[str, ...] = ()  # places where a table is written with strokes: “Mục II.”, “Phụ lục “Biểu 1””
    places_without_table: tuple[str, ...] = ()  # the same of lines `[Bảng]` for which there is no table


def gaps_of_head(facts: PaperFacts) -> list[Gap]:
    """Source: NĐ 30/2020/NĐ-CP (from 05/3/2020) Điều 8, 18; Phụ lục I, II.5 and II.6."""
    gaps = []
    if not facts.summary.strip():
        gaps.append(Gap("general", f"Chưa ghi trích yếu của {facts.noun}."))
    if facts.bases == 0 and not facts.is_free_in_form:
        gaps.append(Gap("bases", "Chưa có căn cứ nào. Hãy thêm ít nhất một căn cứ."))
    if not facts.names_predecessor:
        gaps.append(
            Gap(
                "bases",
                "Văn bản chưa nêu số, ký hiệu của văn bản được sửa đổi, thay thế. Hãy ghi vào căn cứ hoặc nội dung.",
                "Nghị định 30/2020/NĐ-CP, Điều 18",
            )
        )
    return gaps


def _gaps_of_content(facts: PaperFacts) -> list[Gap]:
    if facts.sections == 0 and not (facts.is_free_in_form and facts.says_something):
        return [Gap("sections", "Chưa có nội dung. Hãy thêm ít nhất một mục.")]
    if not facts.says_something:
        return [Gap("sections", "Các mục mới có tiêu đề mà chưa có nội dung. Hãy viết nội dung của ít nhất một mục.")]
    return [
        Gap("sections", f"Chưa có mục lớn “{topic}” để in các dòng đã ghi ở phần riêng. Hãy thêm mục này.")
        for topic in facts.lost_rows
    ]


def gaps_of_body(facts: PaperFacts) -> list[Gap]:
    empty = [
        Gap("sections", f"Mục {marker} chưa có tiêu đề và nội dung. Hãy viết nội dung hoặc xóa mục này.")
        for marker in facts.empty_sections
    ]
    tables = [f"Bảng “{title}” chưa có dòng nào. Hãy ghi các dòng hoặc xóa bảng này." for title in facts.crooked_tables]
    tables += [
        f"{place} còn bảng viết bằng dấu |. Hãy chuyển các dòng ấy sang phần Bảng, để lại một dòng [Bảng] ở chỗ in."
        for place in facts.tables_as_text
    ]
    tables += [
        f"{place} có dòng [Bảng] mà không có bảng để in ở đó. Hãy thêm bảng, hoặc xóa dòng này."
        for place in facts.places_without_table
    ]
    return empty + [Gap("tables", message) for message in tables]


def gaps_of_signature(facts: PaperFacts) -> list[Gap]:
    """Source: NĐ 30/2020/NĐ-CP (from 05/3/2020) Điều 13; khoản 4 on signing by order, whoever of two signs."""
    if not facts.has_signer:
        return [Gap("recipients", "Chưa chọn người ký.")]
    if facts.unfit_signers:
        names = ", ".join(facts.unfit_signers)
        message = f"{names} không có thẩm quyền ký {facts.noun} của cơ quan này vào ngày này. Hãy chọn người ký khác."
        return [Gap("recipients", message, "Nghị định 30/2020/NĐ-CP, Điều 13")]
    if facts.wants_order and not facts.is_signed_by_order:
        message = f"{capitalised(facts.noun)} do Chánh Văn phòng ký thừa lệnh. Hãy chọn người ký TL., cả người cùng ký nếu có."
        return [Gap("recipients", message, "Nghị định 30/2020/NĐ-CP, Điều 13 khoản 4")]
    return []


def paper_gaps(facts: PaperFacts, own: Iterable[Gap] = ()) -> list[Gap]:
    """Return what is missing, in the order of the parts; `own` is what the law asks of the kind."""
    return [*gaps_of_head(facts), *_gaps_of_content(facts), *own, *gaps_of_body(facts), *gaps_of_signature(facts)]
