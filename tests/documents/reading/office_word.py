"""A plan as an office's Word file has it: heads and ends in tables, counted sections, tables, an annex, traces of work."""

import re

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from .word_files import add_list, number, rezipped, saved

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TARGETS = [["STT", "Chỉ tiêu", "Đơn vị"], ["1", "Hợp tác xã thành lập mới", "hợp tác xã"], ["2", "Vốn góp", "đồng"]]
DUTIES = [["Ban", "Việc"], ["Ban Kỹ thuật", "mở lớp"], ["↑", "chấm điểm"], ["Văn phòng", "tổng hợp"]]
ANNEX = [["STT", "Đơn vị", *(f"Quý {at}" for at in range(1, 9))], ["1", "Hợp tác xã Bắc", *map(str, range(10, 18))]]
FOOTNOTE = "Theo số liệu của Cục Thống kê."
HEADER = "Dự thảo lần ba, lưu hành nội bộ"
HIDDEN = "hỏi lại anh Tám"


def office_plan() -> bytes:
    """Return the file: three columns at head and end, two tables, a wide annex, tracked changes and a footnote."""
    document = Document()
    add_list(document)
    _side_by_side(
        document,
        "LIÊN MINH HỢP TÁC XÃ VIỆT NAM\nLIÊN MINH HTX TỈNH QUẢNG NINH\nSố: 21/KH-LMHTX",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nQuảng Ninh, ngày 05 tháng 02 năm 2026",
    )
    for text in (
        "KẾ HOẠCH",
        "Phát động phong trào thi đua “Mỗi xã một sản phẩm” năm 2026",
        "Thực hiện Kế hoạch số 45/KH-UBND ngày 12/01/2026 của UBND tỉnh về thi đua, Liên minh Hợp tác xã tỉnh Quảng Ninh"
        " xây dựng Kế hoạch như sau:",
    ):
        document.add_paragraph(text)
    _section(document, "MỤC ĐÍCH, YÊU CẦU", "Nâng chất lượng sản phẩm.")
    _section(document, "CHỈ TIÊU", "Các chỉ tiêu chính:")
    _table(document, TARGETS)
    noted = document.add_paragraph("Số liệu tính đến cuối năm")
    noted._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    noted.add_run(".")
    _section(document, "TỔ CHỨC THỰC HIỆN", "Phân công như sau:")
    _table(document, DUTIES)
    _tracked(document)
    _side_by_side(
        document,
        "Nơi nhận:\n- Các đơn vị thành viên;\n- Lưu: VT, KH.",
        "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH\n\n\nNguyễn Văn Mẫu",
    )
    _annex(document)
    return _with_footnote(saved(document))


def _side_by_side(document, left: str, right: str) -> None:
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, (left, "", right), strict=True):
        lines = text.split("\n")
        cell.text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)


def _section(document, title: str, text: str) -> None:
    heading = document.add_paragraph()
    heading.add_run(title).bold = True
    number(heading, 0)
    document.add_paragraph(text)


def _table(document, rows: list[list[str]]) -> None:
    """Add a table; `↑` becomes a cell that is merged with the one above."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = "" if text == "↑" else text
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if text == "↑":
                for place, state in ((at - 1, ' w:val="restart"'), (at, "")):
                    properties = table.cell(place, column)._tc.get_or_add_tcPr()
                    properties.append(parse_xml(f"<w:vMerge {nsdecls('w')}{state}/>"))


def _tracked(document) -> None:
    paragraph = document.add_paragraph("Báo cáo trước ngày ")
    paragraph._p.append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="a"><w:r><w:delText>15 tháng 10</w:delText></w:r></w:del>')
    )
    paragraph._p.append(
        parse_xml(f'<w:ins {nsdecls("w")} w:id="2" w:author="a"><w:r><w:t>20 tháng 11</w:t></w:r></w:ins>')
    )
    paragraph.add_run(" hằng năm./.")
    paragraph.add_run(HIDDEN).font.hidden = True


def _annex(document) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.sections[0].header.paragraphs[0].text = HEADER
    for text in ("PHỤ LỤC I", "CHỈ TIÊU GIAO ĐƠN VỊ", "(Kèm theo Kế hoạch số 21/KH-LMHTX)", "Đơn vị tính: sản phẩm"):
        document.add_paragraph(text)
    _table(document, ANNEX)


def _with_footnote(content: bytes) -> bytes:
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:t>{FOOTNOTE}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    link = f'<Relationship Id="rId900" Type="{REL}/footnotes" Target="footnotes.xml"/></Relationships>'.encode()

    def linked(name: str, data: bytes) -> bytes:
        is_main = name == "word/_rels/document.xml.rels"
        return data.replace(b"</Relationships>", link) if is_main else data

    return rezipped(content, linked, {"word/footnotes.xml": notes.encode()})


def visible_words(document_xml: bytes) -> list[str]:
    """Return the words that Word shows in the body, in order, read from the XML alone."""
    root = etree.fromstring(document_xml)
    texts = []
    for paragraph in root.iter(f"{W}p"):
        texts += [text.text or "" for text in paragraph.iter(f"{W}t") if not _is_hidden(text)]
        texts.append(" ")
    return re.findall(r"\w+", "".join(texts))


def _is_hidden(text: etree._Element) -> bool:
    return text.getparent().find(f"{W}rPr/{W}vanish") is not None
