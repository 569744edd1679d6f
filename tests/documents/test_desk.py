"""What one approves is what is printed: the sheet on the screen and the PDF say the same words in the same order."""

import re
import unicodedata
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.paper import (
    Appendix,
    Article,
    Basis,
    Block,
    Centred,
    Chart,
    ChartBar,
    Heading,
    ItemList,
    Paper,
    PaperColumn,
    PaperTable,
    Paragraph,
    Signature,
)
from emulation_portal.documents.paper_limits import check_limits
from emulation_portal.documents.rendering import render
from emulation_portal.documents.rendering.html import desk_html, lies_landscape, paper_html
from emulation_portal.documents.templates import _TEMPLATES as TEMPLATES
from emulation_portal.documents.templates import NoTemplate, register_template, template_of
from tests.test_architecture import INLINE

from . import sample_papers as papers
from .pdfreader import read

TABLE = PaperTable(
    (PaperColumn("TT", 1, "center"), PaperColumn("Họ và tên", 5), PaperColumn("Tiền thưởng", 4, "right")),
    (("1", "Nguyễn Văn Mẫu", "600.000"), ("2", "Trần Thị *Mẫu* & con <b>", "1.200.000")),
    title="Bảng 1. Mức thưởng",
)
WIDE = PaperTable(tuple(PaperColumn(f"Cột {n}") for n in range(1, 10)), (tuple(f"ô {n}" for n in range(1, 10)),))
BLOCKS: dict[str, Block] = {
    "basis": Basis("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"),
    "paragraph": Paragraph("Các đơn vị *chủ động*, **kịp thời** (2 \\* 3), như sau:", "a)"),
    "heading": Heading(1, "Mục đích, yêu cầu", "I."),
    "article": Article(1, "Phạm vi", "Quyết định này áp dụng trong toàn hệ thống."),
    "centred": Centred("Chương I"),
    "table": TABLE,
    "chart": Chart(
        "Biểu đồ 1. Tiến độ",
        (
            ChartBar("Hợp tác xã thành lập mới & <kết nạp>", "112.5", "27/24 HTX, bằng 112,5%"),
            ChartBar("Thành viên", "", "chưa có số liệu"),
        ),
        mark="100",
        mark_words="Vạch đứng: 100% kế hoạch năm.",
    ),
    "list": ItemList(("Văn phòng theo dõi", "Các đơn vị báo cáo")),
}
HEADINGS = tuple(Heading(level, f"Đề mục cấp {level}", f"{level}.") for level in (1, 2, 3, 4))
APPENDICES = (
    Appendix("Danh sách cá nhân", "", (TABLE, BLOCKS["list"], Paragraph("Hết danh sách."))),
    Appendix("Biểu tổng hợp", "(Kèm theo văn bản này)", (Centred("Phần A"), WIDE)),
)


def every_block(type: str, **changes: object) -> Paper:
    """Return a paper of that type with all that a paper may have."""
    paper = papers.plan(
        type=type,
        type_name="" if type == DocumentType.CV else str(DocumentType(type).label),
        summary=("V/v tổng kết phong trào" if type == DocumentType.CV else "Tổng kết phong trào",),
        symbol=f"{type}-LMHTX",
        body=(*BLOCKS.values(), *HEADINGS, Paragraph("Đoạn cuối của văn bản.")),
        addressees=("Ủy ban nhân dân tỉnh", "Sở Nội vụ"),
        authority=("Chủ tịch Liên minh Hợp tác xã tỉnh",),
        signatures=(Signature(("Thư ký",), "Lê Thị Mẫu"), papers.minutes().signatures[1]),
        appendices=APPENDICES,
    )
    return replace(paper, **changes)


class _Words(HTMLParser):
    """The words between the tags, those of the sheet and those of its foot; a tag parts words unless it is emphasis."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet, self.foot, self.in_foot = "", "", False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.in_foot |= tag == "footer"
        self.handle_data("" if tag in ("i", "b", "span") and dict(attrs).get("class", "nowrap") == "nowrap" else " ")

    def handle_endtag(self, tag: str) -> None:
        self.in_foot &= tag != "footer"
        self.handle_data("" if tag in ("i", "b") else " " if tag != "span" else "")

    def handle_data(self, data: str) -> None:
        if self.in_foot:
            self.foot += data
        else:
            self.sheet += data


def shown(paper: Paper) -> _Words:
    words = _Words()
    words.feed(desk_html(paper))
    return words


def assert_same(paper: Paper) -> None:
    check_limits(paper)
    printed = read(render(paper).pdf)
    screen = shown(paper)

    assert screen.sheet.split() == printed.words()
    margins = " ".join(line.text for line in printed.lines)
    assert all(word in margins for word in screen.foot.split())


# --- the same words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("type", sorted({type for type, _ in TEMPLATES}))
def test_paper_of_every_template_says_the_same_on_both(type: str) -> None:
    assert_same(every_block(type))


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_block_says_the_same_on_both(kind: str) -> None:
    said = shown(papers.plan(body=(BLOCKS[kind],), has_end_mark=False)).sheet
    without = shown(papers.plan(body=(), has_end_mark=False)).sheet

    assert_same(papers.plan(body=(Paragraph("Trước."), BLOCKS[kind], Paragraph("Sau."))))
    assert_same(papers.plan(appendices=(Appendix("Phụ lục thử", None, (BLOCKS[kind],)),)))
    assert len(said.split()) > len(without.split())


def test_there_is_a_sample_of_every_block() -> None:
    assert {type(block) for block in BLOCKS.values()} == set(Block.__args__)


@pytest.mark.parametrize(
    "paper",
    [papers.plan(), papers.decision(appendices=()), papers.minutes(), papers.letter(), papers.submission()],
    ids=lambda paper: paper.type,
)
def test_sample_papers_say_the_same_on_both(paper: Paper) -> None:
    assert_same(paper)


@pytest.mark.parametrize("changes", [{"is_draft": True}, {"is_transcription": True}, {"is_draft": True, "type": "CV"}])
def test_marks_stand_on_both(changes: dict) -> None:
    paper = papers.draft(check=papers.CHECK, **changes) if "is_draft" in changes else papers.plan(**changes)

    assert_same(paper)
    assert ("DỰ THẢO" in shown(paper).sheet) == ("is_draft" in changes)
    assert ("Bản nhập từ tệp" in shown(paper).foot) == ("is_transcription" in changes)
    assert papers.CHECK.code in shown(paper).foot


def test_qr_stands_on_the_last_sheet_alone_and_the_mark_of_a_transcription_on_all() -> None:
    html = desk_html(every_block("KH", is_transcription=True))

    assert html.count("<article") == html.count("Bản nhập từ tệp") == 3
    assert html.count('class="check"') == 1
    assert "<svg" in html.rpartition("<article")[2]


# --- how it stands ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("type", sorted({type for type, _ in TEMPLATES}))
def test_sheet_carries_no_style_and_no_code(type: str) -> None:
    assert INLINE.findall(desk_html(every_block(type))) == []


def test_hostile_text_is_text() -> None:
    hostile = '<img src=x onerror="alert(1)">'
    html = desk_html(
        papers.plan(
            summary=(hostile,),
            author=hostile,
            title=hostile,
            body=(Paragraph(hostile), PaperTable((PaperColumn(hostile),), ())),
            recipients=(hostile,),
            appendices=(Appendix(hostile, hostile, ()),),
        )
    )

    assert "<img" not in html.lower()
    assert '"alert' not in html


def test_two_signatures_stand_side_by_side_in_any_type_with_recipients_under_the_left_one() -> None:
    printed = read(render(papers.plan(signatures=(Signature(("Thư ký",), "Lê Thị Mẫu"), papers.CHAIR))).pdf)

    left, right, recipients = (printed.find(text) for text in ("THƯ KÝ", "CHỦ TỊCH", "Nơi nhận:"))

    assert left.centre < 112 < right.centre
    assert abs(left.baseline - printed.find("TM. BAN THƯỜNG VỤ").baseline) < 0.1
    assert recipients.baseline > printed.find("Lê Thị Mẫu").baseline


# --- phụ lục ----------------------------------------------------------------------------------------------------------


def _caption(**changes: object) -> str:
    paper = papers.plan(appendices=(Appendix("Biểu", "", (Paragraph("x"),)),), **changes)
    found = re.search(r"\(Kèm theo.*?\)", " ".join(shown(paper).sheet.split()))
    assert found
    return unicodedata.normalize("NFC", found[0])


def test_caption_left_empty_names_the_paper() -> None:
    assert _caption(number=5) == (
        "(Kèm theo Kế hoạch số 05/KH-LMHTX ngày 26 tháng 11 năm 2021 của Liên minh Hợp tác xã tỉnh Quảng Ninh)"
    )


def test_caption_of_a_draft_leaves_room_for_number_and_day() -> None:
    assert _caption(number=None, issued_on=None) == (
        "(Kèm theo Kế hoạch số …/KH-LMHTX ngày … tháng … năm … của Liên minh Hợp tác xã tỉnh Quảng Ninh)"
    )


def test_caption_of_a_decision_names_who_decided() -> None:
    assert _caption(type="QĐ", symbol="QĐ-LMHTX", authority=("Chủ tịch Liên minh HTX tỉnh",)).endswith(
        "số 644/QĐ-LMHTX ngày 26 tháng 11 năm 2021 của Chủ tịch Liên minh HTX tỉnh)"
    )


def _table(*titles: str, widths: tuple[int, ...] = (), cell: str = "x") -> PaperTable:
    columns = tuple(PaperColumn(title, *widths[at : at + 1]) for at, title in enumerate(titles))
    return PaperTable(columns, (tuple(cell for _ in titles),))


@pytest.mark.parametrize(
    ("table", "told", "lies"),
    [
        (_table(*"ABCDEFG"), None, False),
        (_table(*"ABCDEFGH"), None, True),
        (_table("TT", "Tên", widths=(1, 20), cell="1.234.567"), None, False),  # the narrow column takes what it needs
        (_table(*"ABCDEF", cell="1.234.567.890.000"), None, True),  # six of 40 mm
        (_table(*"ABCDEFGH"), False, False),
        (_table("A"), True, True),
    ],
)
def test_appendix_lies_on_its_side_when_a_table_asks_for_it_unless_it_is_told(
    table: PaperTable, told: bool | None, lies: bool
) -> None:
    assert lies_landscape(Appendix("Biểu", None, (Paragraph("x"), table), told)) is lies


def test_appendix_without_a_table_stands_upright() -> None:
    assert not lies_landscape(Appendix("Biểu", None, (Paragraph("x" * 150),)))


def test_wide_appendix_is_printed_on_a_page_of_its_own_that_lies_and_counts_from_one() -> None:
    printed = read(render(papers.plan(appendices=APPENDICES)).pdf)

    sizes = [(round(page.width / 72 * 25.4), round(page.height / 72 * 25.4)) for page in printed.pages]

    assert sizes == [(210, 297), (210, 297), (210, 297), (297, 210)]
    assert [line.text for line in printed.lines if line.text.startswith("Phụ lục")] == ["Phụ lục I", "Phụ lục II"]
    assert [line.page for line in printed.lines if line.text.isdigit() and line.baseline < 20] == [2]


# --- templates --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("type", ["NQ", "CT", "CTr", "QC", "GGT", "XX"])
def test_type_without_a_template_is_refused_in_words(type: str) -> None:
    paper = papers.plan(type=type, type_name="Loại lạ")

    for refuse in (template_of, check_limits, paper_html, desk_html):
        with pytest.raises(NoTemplate, match=r"chưa có mẫu trình bày cho loại “.+” nên chưa cấp số được\. Hãy"):
            refuse(paper)


def test_kind_with_a_template_of_its_own_is_printed_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emulation_portal.documents.templates._TEMPLATES", dict(TEMPLATES))
    register_template("documents/gm.html", type="KH", kind="ceremony")

    assert template_of(papers.plan(kind="ceremony")) == "documents/gm.html"
    assert template_of(papers.plan(kind="plan")) == template_of(papers.plan()) == "documents/kh.html"
