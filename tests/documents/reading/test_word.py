"""Word files as offices write them."""

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from emulation_portal.documents.reading import LineRole, parse_paper, plain, read_source
from tests.documents.reading.word_files import (
    PLANS,
    add_list,
    number,
    plan_as_word,
    raw_cell,
    raw_paragraph,
    raw_word,
    read_word,
    saved,
    style_with_list,
    word_file,
)

from .told import warning_codes


def read_text(content: bytes) -> str:
    return read_source("a.docx", content, noun="kế hoạch")[0]


@pytest.mark.parametrize("name", ["ke-hoach-2021-2025.md", "ke-hoach-644-covid-19.md"])
def test_word_file_is_read_like_the_text_file(name):
    from_text = parse_paper((PLANS / name).read_text("utf-8"))

    from_word = read_word(plan_as_word(name))

    assert plain(from_word.to_text()) == plain(from_text.to_text())
    for value in (
        "number",
        "symbol",
        "place",
        "issued_on",
        "document_type",
        "summary",
        "suggested_issuer",
        "numbering_style",
    ):
        assert getattr(from_word, value) == getattr(from_text, value), value
    assert warning_codes(from_word) == warning_codes(from_text)
    assert [(s.level, s.marker, s.title, s.paragraphs) for s in from_word.sections] == [
        (s.level, s.marker, s.title, s.paragraphs) for s in from_text.sections
    ]
    facts = ("lead", "document_type", "number_symbol", "issued_on", "issuer", "title")
    assert [[getattr(b, f) for f in facts] for b in from_word.bases] == [
        [getattr(b, f) for f in facts] for b in from_text.bases
    ]


def test_header_and_signature_tables_are_read_cell_by_cell():
    document = Document()
    head = document.add_table(rows=2, cols=2)
    head.cell(0, 0).text = "LIÊN MINH HỢP TÁC XÃ VIỆT NAM\nLIÊN MINH HTX\nTỈNH QUẢNG NINH"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n________"
    head.cell(1, 0).text = "Số: 05/KH-LMHTX"
    head.cell(1, 1).text = "Quảng Ninh, ngày 06 tháng 02 năm 2026"
    for text in ("KẾ HOẠCH", "Phát động thi đua", "I. MỤC ĐÍCH", "Thi đua tốt./."):
        document.add_paragraph(text)
    foot = document.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Ban Thường vụ (b/c);\n- Các HTX thành viên;\n- Lưu: VT."
    foot.cell(0, 1).text = "TM. BAN THƯỜNG VỤ\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nNguyễn Văn A"

    plan = read_word(document)

    assert plan.superior_lines == ("LIÊN MINH HỢP TÁC XÃ VIỆT NAM",)
    assert plan.issuer_lines == ("LIÊN MINH HTX", "TỈNH QUẢNG NINH")
    assert (plan.number, plan.symbol, plan.place) == (5, "KH-LMHTX", "Quảng Ninh")
    assert plan.summary == ("Phát động thi đua",)
    assert plan.recipients == ("Ban Thường vụ (b/c)", "Các HTX thành viên", "Lưu: VT")
    assert plan.signature_lines == ("TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert plan.signer_name == "Nguyễn Văn A"
    assert plan.unplaced == ()


def test_numbers_counted_by_word_are_written_out():
    document = Document()
    add_list(document)
    for level, text in [
        (0, "MỘT"),
        (1, "Hai"),
        (2, "ba"),
        (2, "bốn"),
        (1, "Năm"),
        (2, "sáu"),
        (3, "bảy"),
        (0, "TÁM"),
        (1, "Chín"),
    ]:
        number(document.add_paragraph(text), level)

    text = read_text(saved(document))

    assert text.split("\n\n") == [
        "I. MỘT",
        "1. Hai",
        "1.1. ba",
        "1.2. bốn",
        "2. Năm",
        "2.1. sáu",
        "a) bảy",
        "II. TÁM",
        "1. Chín",
    ]


def test_numbers_come_from_the_style_too_and_can_be_switched_off():
    document = Document()
    add_list(document)
    style_with_list(document, "Heading 1")
    document.add_paragraph("MỤC ĐÍCH", style="Heading 1")
    off = document.add_paragraph("KHÔNG SỐ", style="Heading 1")
    off._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="0"/></w:numPr>'))
    document.add_paragraph("NỘI DUNG", style="Heading 1")

    text = read_text(saved(document))

    assert [plain(line) for line in text.split("\n\n")] == ["I. MỤC ĐÍCH", "# KHÔNG SỐ", "II. NỘI DUNG"]


def test_tracked_changes_take_what_was_added_and_drop_what_was_deleted():
    document = Document()
    paragraph = document.add_paragraph("Thi đua ")
    for xml in (
        '<w:ins {ns} w:id="1" w:author="a"><w:r><w:t>mới</w:t></w:r></w:ins>',
        '<w:del {ns} w:id="2" w:author="a"><w:r><w:delText>cũ</w:delText></w:r></w:del>',
    ):
        paragraph._p.append(parse_xml(xml.replace("{ns}", nsdecls("w"))))

    plan = read_word(document)

    assert plan.to_text() == "Thi đua mới"
    assert "tracked_changes" in warning_codes(plan)


def test_emphasis_inside_a_paragraph_is_kept_and_stars_are_literal():
    document = Document()
    paragraph = document.add_paragraph("Phong trào ")
    paragraph.add_run("“Đoàn").bold = True
    paragraph.add_run(" kết”").bold = True
    paragraph.add_run(" và ")
    paragraph.add_run("chủ đề").italic = True
    paragraph.add_run(" (*) ghi chú")

    text = read_text(saved(document))

    assert text == "Phong trào **“Đoàn kết”** và *chủ đề* (\\*) ghi chú"
    assert plain(text) == "Phong trào “Đoàn kết” và chủ đề (*) ghi chú"


def test_paragraph_in_italics_keeps_them_unless_offices_always_set_it_so():
    document = Document()
    for text in (
        "Căn cứ Kế hoạch số 1/KH-A;",
        "(Kèm theo Kế hoạch số 2)",
        "Ghi chú: chọn cây khoẻ.",
        "- Tưới mỗi ngày.",
    ):
        document.add_paragraph().add_run(text).italic = True

    assert read_text(saved(document)).split("\n\n") == [
        "Căn cứ Kế hoạch số 1/KH-A;",
        "(Kèm theo Kế hoạch số 2)",
        "*Ghi chú: chọn cây khoẻ.*",
        "- *Tưới mỗi ngày.*",
    ]


def test_opening_in_italics_begins_the_text_below_the_summary():
    document = Document()
    for text, is_italic in (("KẾ HOẠCH", False), ("Trồng cây", False), ("Hội ban hành Kế hoạch như sau:", True)):
        document.add_paragraph().add_run(text).italic = is_italic

    plan = read_word(document)

    assert plan.summary == ("Trồng cây",)
    assert plan.preamble == ("*Hội ban hành Kế hoạch như sau:*",)


def with_box(document: Document, words: str) -> Document:
    box = f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    document.add_paragraph("Trồng cây")._p.append(parse_xml(box))
    return document


def test_draft_mark_in_a_box_is_one():
    document = Document()
    document.add_paragraph("KẾ HOẠCH")

    plan = read_word(with_box(document, "DỰ THẢO"))

    assert [piece.text for piece in plan.front if piece.role == LineRole.DRAFT_MARK] == ["DỰ THẢO"]
    assert plan.document_type == "KẾ HOẠCH"
    assert "text_box" not in warning_codes(plan)


def test_long_words_of_a_box_are_told_whole():
    words = "chăm sóc cây ăn quả " * 50

    plan = read_word(with_box(Document(), f"{words}hết"))

    assert next(w.message for w in plan.warnings if w.code == "text_box").endswith("hết”.")


def test_table_stays_a_table_and_the_words_of_a_box_are_told():
    document = Document()
    document.add_paragraph("I. CHỈ TIÊU")
    table = document.add_table(rows=2, cols=3)
    for row, cells in enumerate([("STT", "Chỉ tiêu", "Số lượng"), ("1", "HTX mới", "30")]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    box = "<w:r {ns}><w:pict><w:txbxContent><w:p><w:r><w:t>ẩn</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    document.add_paragraph("Cuối")._p.append(parse_xml(box.replace("{ns}", nsdecls("w"))))

    plan = read_word(document)

    assert plan.sections[0].paragraphs == ("| STT | Chỉ tiêu | Số lượng |\n| 1 | HTX mới | 30 |", "Cuối")
    assert [(w.words, "ẩn" in w.message) for w in plan.warnings if w.code == "text_box"] == [("ẩn", True)]


def test_decomposed_letters_and_invisible_characters_come_out_clean():
    text = read_text(word_file("Thi\u00ad đua\u200b:\u00a0“Hoa\u0300n tha\u0300nh”"))

    assert text == "Thi đua: “Hoàn thành”"


def test_cells_inside_of_content_controls_are_read():
    controlled = f"<w:sdt><w:sdtContent>{raw_cell(raw_paragraph('hai'))}</w:sdtContent></w:sdt>"
    row = f"<w:tr>{raw_cell(raw_paragraph('một'))}{controlled}{raw_cell(raw_paragraph('ba'))}</w:tr>"

    assert read_text(raw_word(f"<w:tbl>{row}</w:tbl>")) == "| một | hai | ba |"


def test_words_behind_an_element_inside_of_a_text_are_read():
    assert read_text(raw_word("<w:p><w:r><w:t>thi<w:x/> đua</w:t></w:r></w:p>")) == "thi đua"


def test_part_that_stands_in_another_file_is_flagged():
    plan = read_word(raw_word(raw_paragraph("thi đua") + '<w:altChunk w:id="x"/>'))

    assert "other_file" in warning_codes(plan)


def test_style_says_only_what_those_before_it_left_open():
    """The nearest style that speaks of bold decides; a ring of styles ends."""
    styles = (
        '<w:style w:styleId="a"><w:basedOn w:val="b"/><w:rPr><w:i/></w:rPr></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="c"/><w:rPr><w:b w:val="0"/></w:rPr></w:style>'
        '<w:style w:styleId="c"><w:basedOn w:val="a"/><w:rPr><w:b/><w:i w:val="0"/></w:rPr></w:style>'
    )
    mixed = "<w:r><w:rPr><w:b/></w:rPr><w:t>đậm</w:t></w:r>"
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr><w:r><w:t>như kiểu </w:t></w:r>{mixed}</w:p>' for name in "abc"
    )

    assert read_text(raw_word(body, styles=styles)).split("\n\n") == [
        "*như kiểu* ***đậm***",
        "như kiểu **đậm**",
        "**như kiểu đậm**",
    ]


def test_list_that_begins_anew_goes_on_from_there():
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="1"/>{anew}</w:num>'
    )
    body = "".join(raw_paragraph(list_number=number) for number in (1, 1, 2, 2, 1))

    assert read_text(raw_word(body, numbering=numbering)).split() == [
        "1.",
        "a",
        "2.",
        "a",
        "5.",
        "a",
        "6.",
        "a",
        "7.",
        "a",
    ]
