"""How a Word copy stands on its pages, and with what an office goes on: NĐ 30/2020/NĐ-CP as in the PDF, real styles."""

import pytest

from emulation_portal.documents.paper import (
    Appendix,
    Article,
    Centred,
    Heading,
    Paper,
    PaperColumn,
    PaperTable,
    Paragraph,
    Signature,
)
from emulation_portal.documents.rendering import render
from emulation_portal.documents.word import word_copy

from . import sample_papers as papers
from .pdfreader import read
from .test_desk import APPENDICES, every_block
from .wordreader import W, WordFile, mm

COLUMNS = (PaperColumn("TT", 1, "center"), PaperColumn("Họ và tên", 5), PaperColumn("Tiền", 3, "right"))


def word(paper: Paper) -> WordFile:
    return WordFile(word_copy(paper))


def value(file: WordFile, path: str, root: object = None) -> str:
    return str(file.all(f"string({path})", root))  # type: ignore[arg-type]


# --- pages ------------------------------------------------------------------------------------------------------------


def shape(section: object) -> dict[str, float]:
    size, margin = (next(section.iter(f"{W}{name}")) for name in ("pgSz", "pgMar"))  # type: ignore[attr-defined]
    told = {name: mm(size.get(f"{W}{name}")) for name in ("w", "h")}
    return told | {side: mm(margin.get(f"{W}{side}")) for side in ("top", "right", "bottom", "left")}


def test_pages_have_the_shape_and_the_margins_of_the_pdf() -> None:
    upright, _, landscape = word(papers.plan(appendices=APPENDICES)).all(".//w:sectPr")

    assert shape(upright) == {"w": 210, "h": 297, "top": 20, "right": 15, "bottom": 20, "left": 30}
    assert shape(landscape) == {"w": 297, "h": 210, "top": 20, "right": 20, "bottom": 15, "left": 30}
    assert landscape.find(f"{W}pgSz").get(f"{W}orient") == "landscape"


def test_every_annex_begins_a_page_and_counts_from_one_without_showing_it() -> None:
    file = word(papers.plan(appendices=APPENDICES))

    for section in file.all(".//w:sectPr"):
        assert value(file, "w:type/@w:val", section) == "nextPage"
        assert value(file, "w:pgNumType/@w:start", section) == "1"
        assert section.find(f"{W}titlePg") is not None
    assert len(file.all(".//w:sectPr")) == 3


def headers(file: WordFile) -> list[tuple[str, str]]:
    """Return what each section shows above its first page and above the others."""
    targets = {r.get("Id"): r.get("Target") for r in file.parts["word/_rels/document.xml.rels"]}
    told = file.in_margins()

    def shown(section: object, on: str) -> str:
        name = value(file, f"w:headerReference[@w:type='{on}']/@r:id", section)
        return told[targets[name].removesuffix(".xml")]

    return [(shown(section, "first"), shown(section, "default")) for section in file.all(".//w:sectPr")]


def test_number_of_the_page_is_a_field_above_all_pages_but_the_first() -> None:
    assert headers(word(papers.plan(appendices=APPENDICES))) == [("", "[PAGE]")] * 3


def test_mark_of_a_draft_stands_above_all_pages_but_the_first() -> None:
    file = word(papers.draft(appendices=APPENDICES))

    assert headers(file) == [("", "DỰ THẢO [PAGE]"), *[("DỰ THẢO", "DỰ THẢO [PAGE]")] * 2]
    assert file.style("DỰ THẢO") == "DuThao"
    middles = {
        file.parts[f"word/header-{name}.xml"].find(f".//{W}tabs/{W}tab").get(f"{W}pos")
        for name in ("upright", "landscape")
    }
    assert {mm(middle) for middle in middles} == {82.5, 123.5}


def test_mark_of_a_transcription_stands_below_every_page() -> None:
    file = word(papers.plan(is_transcription=True, appendices=APPENDICES))

    feet = [file.all("w:footerReference/@w:type", section) for section in file.all(".//w:sectPr")]
    assert feet == [["default", "first"]] * 3
    assert file.in_margins()["footer"] == "Bản nhập từ tệp, không thay bản gốc"
    assert "footer" not in word(papers.plan()).in_margins()


@pytest.mark.parametrize("paper", [papers.plan(), papers.decision()], ids=["upright", "landscape"])
def test_qr_hangs_where_the_pdf_has_it_and_says_where_it_leads(paper: Paper) -> None:
    file = word(paper)
    width, height = (297, 210) if paper.appendices else (210, 297)
    right, bottom = (20, 15) if paper.appendices else (15, 20)

    (picture,) = file.all(".//wp:anchor")
    x, y = (int(offset.text) / 36_000 for offset in file.all(".//wp:posOffset", picture))

    assert (x + 13, y) == (width - right, height - bottom + 1.5)
    assert value(file, "wp:extent/@cx", picture) == value(file, "wp:extent/@cy", picture) == str(13 * 36_000)
    assert value(file, "wp:docPr/@descr", picture) == f"Mã QR dẫn tới trang kiểm tra văn bản: {papers.CHECK.url}"
    assert file.archive.read("word/media/rIdQr.png").startswith(b"\x89PNG")
    assert [mm(place) for place in file.all(".//w:framePr/@w:x")] == [width - right - 15 - 90] * 2


def test_paper_without_check_has_no_picture() -> None:
    file = word(papers.plan(check=None))

    assert file.all(".//w:drawing | .//w:framePr") == []
    assert not any("media" in name for name in file.archive.namelist())


# --- head and end -----------------------------------------------------------------------------------------------------


def rules(file: WordFile) -> list[float]:
    """Return the length of each rule, from the room that it has and its indents."""
    found = []
    for line in file.all(".//w:p[w:pPr/w:pStyle/@w:val='DuongKe']"):
        cells = file.all("ancestor::w:tc/w:tcPr", line)
        room = int(value(file, "w:tcW/@w:w", cells[0])) if cells else 9354
        room -= int(value(file, "w:tcMar/w:right/@w:w", cells[0]) or 0) if cells else 0
        found.append(mm(room - sum(map(int, file.all("w:pPr/w:ind/@*", line)))))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("paper", [papers.plan(), papers.minutes(), papers.letter()], ids=lambda paper: paper.type)
def test_rules_are_as_long_as_in_the_pdf(paper: Paper) -> None:
    drawn = [rule.width for rule in read(render(paper).pdf).rules if rule.page == 1 and rule.y < 90]  # above tables

    assert sorted(rules(word(paper))) == pytest.approx(sorted(drawn), abs=0.6)


def test_head_stands_in_columns_as_wide_as_those_of_the_pdf() -> None:
    file = word(papers.plan())
    (head, end) = file.all(".//w:tbl[w:tblPr/w:tblStyle/@w:val='Khung']")

    assert [mm(width) for width in file.all("w:tblGrid/w:gridCol/@w:w", head)] == [75, 90]
    assert [mm(width) for width in file.all("w:tblGrid/w:gridCol/@w:w", end)] == [82.5, 82.5]
    assert [mm(gap) for gap in file.all(".//w:tcMar/w:right/@w:w", head)] == [4, 4]  # beside quốc hiệu
    assert word(papers.letter()).all(".//w:tcMar") == []  # V/v takes the column
    assert file.all(".//w:tblBorders | .//w:tcBorders") == []


NAMED = {
    "LIÊN MINH HỢP TÁC XÃ VIỆT": "Cơ quan chủ quản",
    "TỈNH QUẢNG": "Cơ quan ban hành",
    "CỘNG HÒA": "Quốc hiệu",
    "Độc lập": "Tiêu ngữ",
    "Số: 05": "Số, ký hiệu",
    "Quảng Ninh, ngày": "Địa danh, ngày tháng",
    "Về việc tặng": "Trích yếu",
    "CHỦ TỊCH LIÊN MINH": "Thẩm quyền ban hành",
    "Căn cứ Luật": "Căn cứ",
    "QUYẾT ĐỊNH:": "Lời ban hành",
    "Điều 1.": "Điều",
    "Nơi nhận:": "Nơi nhận",
    "- Như Điều 3": "Nơi nhận, từng nơi",
    "Trần Văn Mẫu": "Họ tên người ký",
    "Phụ lục II": "Phụ lục",
    "TỔNG HỢP KẾT": "Tên phụ lục",
}


def test_parts_bear_styles_that_an_office_knows() -> None:
    file = word(papers.decision())
    styles = file.all("//w:style", file.parts["word/styles.xml"])
    names = {style.get(f"{W}styleId"): value(file, "w:name/@w:val", style) for style in styles}

    assert {start: names[file.style(start)] for start in NAMED} == NAMED
    assert names[file.all(".//w:p[.='QUYẾT ĐỊNH']/w:pPr/w:pStyle/@w:val")[0]] == "Title"


def test_every_style_that_is_used_is_there() -> None:
    for type in ("QĐ", "TTr", "CV"):
        file = word(every_block(type, is_draft=True, is_transcription=True))
        known = set(file.all("//w:style/@w:styleId", file.parts["word/styles.xml"]))
        used = {
            name for root in file.parts.values() for name in file.all(".//w:pStyle/@w:val | .//w:tblStyle/@w:val", root)
        }
        based = set(file.all("//w:basedOn/@w:val | //w:next/@w:val", file.parts["word/styles.xml"]))
        assert used | based <= known


def test_signature_has_its_room_as_spacing_even_where_nobody_is_named() -> None:
    file = word(papers.draft())

    named = word(papers.plan()).paragraph("Trần Văn Mẫu")
    nameless = file.all(".//w:p[w:pPr/w:pStyle/@w:val='HoTen']")[0]

    for line in (named, nameless):
        assert mm(value(file, "w:pPr/w:spacing/@w:before", line)) == 27
    empty = [p for p in file.all(".//w:p") if not file.all(".//w:t", p)]
    assert {value(file, "w:pPr/w:pStyle/@w:val", p) for p in empty} == {"DuongKe", "HoTen", "Normal", "CuoiPhan"}


def test_end_stays_with_the_last_words_in_one_piece() -> None:
    file = word(papers.plan())

    last = file.paragraph("- Các đơn vị báo cáo")
    before = file.paragraph("- Văn phòng theo dõi")

    assert all(file.all("w:pPr/w:keepNext", line) for line in (last, before))
    assert last.getnext().tag == f"{W}tbl"
    assert file.all("w:tr/w:trPr/w:cantSplit", last.getnext())


@pytest.mark.slow
def test_addressees_stand_where_the_pdf_has_them() -> None:
    paper = papers.letter()
    file, pdf = word(paper), read(render(paper).pdf)

    for start in ("Kính gửi:", "- Các đơn vị trực thuộc"):
        left = mm(value(file, "w:pPr/w:ind/@w:left", file.paragraph(start)))
        assert left + 30 == pytest.approx(pdf.find(start).x0, abs=0.6)


# --- the body ---------------------------------------------------------------------------------------------------------


def test_headings_are_headings_of_word_with_their_labels_as_text() -> None:
    levels = [Heading(level, f"Đề mục {level}", f"{level}.") for level in (1, 2, 3, 4)]
    file = word(papers.plan(body=(*levels, Paragraph("Hết."))))
    styles = file.parts["word/styles.xml"]

    assert [file.style(start) for start in ("1. ĐỀ MỤC", "2. Đề", "3. Đề", "4. Đề")] == [
        f"Heading{n}" for n in (1, 2, 3, 4)
    ]
    for level in (1, 2, 3, 4):
        (style,) = file.all(f"//w:style[@w:styleId='Heading{level}']", styles)
        assert value(file, "w:name/@w:val", style) == f"heading {level}"
        assert value(file, "w:pPr/w:outlineLvl/@w:val", style) == str(level - 1)
        assert style.find(f"{W}pPr/{W}keepNext") is not None
    assert file.all(".//w:numPr") == []


def test_body_text_is_set_as_the_decree_asks() -> None:
    file = word(papers.plan())
    styles = file.parts["word/styles.xml"]
    (body,) = file.all("//w:style[@w:styleId='BodyText']", styles)

    assert value(file, "//w:rPrDefault//w:rFonts/@w:ascii", styles) == "Times New Roman"
    assert value(file, "//w:rPrDefault//w:sz/@w:val", styles) == "28"
    assert value(file, "//w:rPrDefault//w:lang/@w:val", styles) == "vi-VN"
    assert value(file, "w:pPr/w:jc/@w:val", body) == "both"
    assert mm(value(file, "w:pPr/w:ind/@w:firstLine", body)) == 12.7
    assert value(file, "w:pPr/w:spacing/@w:after", body) == "120"  # 6 pt


def test_emphasis_is_that_of_runs_and_a_list_has_its_style() -> None:
    body = (Paragraph("Thường  **đậm *cả hai***  *nghiêng*  "), Article(1, "Tên", "nội dung"), Centred("Chương I"))
    file = word(papers.plan(body=(*body, papers.plan().body[-1])))

    runs = [
        ("".join(file.all("w:t/text()", run)), len(file.all("w:rPr/w:b", run)), len(file.all("w:rPr/w:i", run)))
        for run in file.all("w:r", file.paragraph("Thường"))
    ]

    assert runs == [("Thường ", 0, 0), ("đậm ", 1, 0), ("cả hai", 1, 1), (" ", 0, 0), ("nghiêng", 0, 1)]
    assert [bool(file.all("w:rPr/w:b", run)) for run in file.all("w:r", file.paragraph("Điều 1."))][:1] == [True]
    assert file.style("Chương I") == "PhanChuong"
    assert file.style("- Văn phòng") == "ListParagraph"


def test_one_space_stands_where_the_page_shows_one() -> None:
    file = word(papers.plan(body=(Article(1, text="Khen  thưởng"), Paragraph("Hết."))))

    assert "".join(file.all(".//w:t/text()", file.paragraph("Điều 1."))) == "Điều 1. Khen thưởng"


# --- tables -----------------------------------------------------------------------------------------------------------


def grid(*rows: tuple[str, ...], **changes: object) -> WordFile:
    table = PaperTable(COLUMNS, rows, **changes)  # type: ignore[arg-type]
    return word(papers.plan(appendices=(Appendix("Biểu", None, (table,)),)))


def rows_of(file: WordFile) -> list:
    return file.all(".//w:tbl[w:tblPr/w:tblStyle/@w:val='TableGrid']/w:tr")


def spans(file: WordFile) -> list[list[tuple[str, str, str]]]:
    """Return of each cell: its words, over how many columns it goes, whether it begins or goes on below."""
    return [
        [
            (
                "".join(file.all(".//w:t/text()", cell)),
                value(file, "w:tcPr/w:gridSpan/@w:val", cell),
                value(file, "w:tcPr/w:vMerge/@w:val", cell),
            )
            for cell in file.all("w:tc", row)
        ]
        for row in rows_of(file)
    ]


def test_head_comes_again_and_rows_stay_whole_but_tall_ones() -> None:
    file = grid(("1", "một", "2"), ("2", "dài " * 400, "3"), ("3", "ba", "4"), more_head_rows=1)

    heads = [bool(file.all("w:trPr/w:tblHeader", row)) for row in rows_of(file)]
    whole = [bool(file.all("w:trPr/w:cantSplit", row)) for row in rows_of(file)]

    assert heads == [True, True, False, False]
    assert whole == [True, True, False, True]
    assert [bool(file.all(".//w:keepNext", row)) for row in rows_of(file)] == [True, True, True, False]


def test_merged_cells_go_over_columns_and_rows() -> None:
    file = grid(
        ("1", "Gộp", "←"),
        ("2", "Trên", "x"),
        ("↑", "↑", "y"),
        ("a", "←", "←"),
        ("Khối", "←", "z"),
        ("↑", "↑", "w"),
        ("↑", "↑", "v"),
    )

    assert spans(file)[1:] == [
        [("1", "", ""), ("Gộp", "2", "")],
        [("2", "", "restart"), ("Trên", "", "restart"), ("x", "", "")],
        [("", "", "continue"), ("", "", "continue"), ("y", "", "")],
        [("a", "3", "")],
        [("Khối", "2", "restart"), ("z", "", "")],
        [("", "2", "continue"), ("w", "", "")],
        [("", "2", "continue"), ("v", "", "")],
    ]
    for row in rows_of(file):
        assert sum(int(width) for width in file.all("w:tc/w:tcPr/w:tcW/@w:w", row)) == 9354


def test_rows_under_one_cell_and_a_group_with_its_first_row_stay_together() -> None:
    file = grid(("I", "NHÓM A", ""), ("1", "Ban", "a"), ("↑", "Hội", "b"), ("2", "khác", "c"), ("3", "cuối", "d"))

    kept = [bool(file.all(".//w:keepNext", row)) for row in rows_of(file)]

    assert kept == [True, True, True, False, True, False]


def test_columns_fill_the_page_and_letters_are_of_the_size_that_fits() -> None:
    file = word(
        papers.plan(
            appendices=(Appendix("Biểu", None, (PaperTable(tuple(PaperColumn(f"Cột {n}") for n in range(11)), ()),)),)
        )
    )
    (table,) = file.all(".//w:tbl[w:tblPr/w:tblStyle/@w:val='TableGrid']")

    assert mm(sum(map(int, file.all("w:tblGrid/w:gridCol/@w:w", table)))) == 247
    assert value(file, "w:tblPr/w:tblLayout/@w:type", table) == "fixed"
    assert file.style("Cột 3") == "DauBang13"
    aligns = grid(("1", "a", "2"))
    assert [value(aligns, ".//w:jc/@w:val", cell) for cell in aligns.all("w:tc", rows_of(aligns)[1])] == [
        "center",
        "",
        "right",
    ]


def test_two_tables_do_not_grow_together_and_the_end_does_not_touch_one() -> None:
    table = PaperTable(COLUMNS, (("1", "a", "2"),))
    file = word(papers.plan(body=(table, table), appendices=(Appendix("Biểu", None, (table, table)),)))

    for found in file.all(".//w:tbl"):
        assert found.getnext().tag == f"{W}p"


# --- the file itself --------------------------------------------------------------------------------------------------


def test_file_says_what_it_is() -> None:
    told = {each.tag.split("}")[1]: each.text for each in word(papers.plan()).parts["docProps/core.xml"]}

    assert told.pop("title").startswith("Kế hoạch Triển khai phong trào thi đua đặc biệt “Liên minh")
    assert told == {
        "subject": "Kế hoạch số 644/KH-LMHTX ngày 26/11/2021",
        "creator": "Liên minh Hợp tác xã tỉnh Quảng Ninh",
        "language": "vi-VN",
        "created": "2021-11-26T00:00:00Z",
        "modified": "2021-11-26T00:00:00Z",
    }
    assert "created" not in {each.tag.split("}")[1] for each in word(papers.draft()).parts["docProps/core.xml"]}


def test_parts_are_all_told_of_and_bear_no_time() -> None:
    file = word(papers.decision(is_transcription=True, is_draft=True))
    told = {f"word/{r.get('Target')}" for r in file.parts["word/_rels/document.xml.rels"]}
    referred = {i for path in ("//@r:id", "//@r:embed") for i in file.all(path, file.parts["word/document.xml"])}

    beside = {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
    }
    assert set(file.archive.namelist()) == told | beside
    assert referred <= {r.get("Id") for r in file.parts["word/_rels/document.xml.rels"]}
    assert {entry.date_time for entry in file.archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_two_signatures_stand_side_by_side_with_recipients_under_the_left_one() -> None:
    file = word(papers.plan(signatures=(Signature(("Thư ký",), "Lê Thị Mẫu"), papers.CHAIR)))
    (row,) = file.all(".//w:tr[.//w:pStyle/@w:val='HoTen']")

    left, right = (
        ["".join(file.all(".//w:t/text()", p)) for p in file.all("w:p", cell)] for cell in file.all("w:tc", row)
    )

    assert left[:3] == ["THƯ KÝ", "Lê Thị Mẫu", "Nơi nhận:"]
    assert right == ["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Trần Văn Mẫu"]
