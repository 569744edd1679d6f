"""Sổ đăng ký văn bản đi on paper: ten columns, landscape, header on every page, void numbers with their note."""

import datetime as dt

import pytest

from emulation_portal.documents.paper_limits import PaperTooLarge
from emulation_portal.documents.rendering import RegisterBook, RegisterRow, render_register
from emulation_portal.documents.rendering.press import style_sheet
from emulation_portal.documents.rendering.register_book import TITLES, WIDTHS_MM, book_html

from . import sample_papers as papers
from .pdfreader import read

DAY = dt.date(2021, 11, 26)


def book(rows: int) -> RegisterBook:
    lines = tuple(
        RegisterRow(
            f"{n:02d}/KH-LMHTX",
            DAY,
            "Kế hoạch triển khai phong trào thi đua đặc biệt <b>“Đoàn kết”</b>",
            "Trần Văn Mẫu",
            "Như nơi nhận",
            "VT, VP",
            "12",
            DAY,
            "",
            "Hủy số, lập lại" if n == 6 else "",
        )
        for n in range(1, rows + 1)
    )
    return RegisterBook(papers.HEADER.issuer, 2021, lines, papers.HEADER.superior, "Sổ chung", dt.date(2021, 12, 31))


def test_book_has_ten_columns_in_landscape_with_its_header_on_every_page() -> None:
    paper = read(render_register(book(40)).pdf)

    table = paper.pages[0].find_tables()[0].extract()

    assert {(round(page.width / 72 * 25.4), round(page.height / 72 * 25.4)) for page in paper.pages} == {(297, 210)}
    assert [" ".join(cell.replace("\xa0", " ").split()) for cell in table[0]] == [
        t.replace("\xa0", " ") for t in TITLES
    ]
    assert table[1] == [f"({n})" for n in range(1, 11)]
    assert table[2][0:2] == ["01/KH-LMHTX", "26/11/2021"]
    assert table[7][9].split() == ["Hủy", "số,", "lập", "lại"]
    assert [page.find_tables()[0].extract()[1][0] for page in paper.pages] == ["(1)"] * len(paper.pages)
    assert [line.text for line in paper.lines if line.text.isdigit() and line.baseline < 19] == [
        str(n) for n in range(2, len(paper.pages) + 1)
    ]


def test_a_void_line_is_struck_out_but_for_its_note() -> None:
    html = book_html(RegisterBook((), 2021, (RegisterRow("01/KH-X"), RegisterRow("02/KH-X", note="Hủy", is_void=True))))

    assert html.count('<tr class="void">') == 1
    assert "02/KH-X" in html.partition('<tr class="void">')[2]
    assert ".void td:not(.c10)" in style_sheet("register")


def test_every_row_is_printed_once_and_none_is_split() -> None:
    paper = read(render_register(book(40)).pdf)

    numbers = [row[0] for page in paper.pages for row in page.find_tables()[0].extract()[2:]]

    assert numbers == [f"{n:02d}/KH-LMHTX" for n in range(1, 41)]
    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐI" in paper.text(1)
    assert "Năm 2021 – Sổ chung" in paper.text(1)
    assert "<b>“Đoàn" in paper.text(1)


def test_widths_fill_the_page() -> None:
    assert sum(WIDTHS_MM) == 265
    assert len(WIDTHS_MM) == len(TITLES) == 10


def test_empty_year_is_a_book_without_lines() -> None:
    assert render_register(book(0)).pages == 1


def test_book_too_long_is_refused_with_what_to_do() -> None:
    with pytest.raises(PaperTooLarge, match="in theo từng khoảng số"):
        book_html(book(3_001))


def test_long_recipients_do_not_leave_half_a_page_empty() -> None:
    recipients = "Liên minh HTX Việt Nam (b/c); Thường trực Liên minh HTX tỉnh; Các phòng, đơn vị trực thuộc; Các HTX"
    title = "Kế hoạch Tổ chức phong trào thi đua yêu nước trong hệ thống Liên minh Hợp tác xã tỉnh năm 2026"
    row = RegisterRow("01/KH-LMHTX", DAY, title, "Trần Văn Mẫu", recipients, "VT, VP", "12", DAY)
    paper = read(render_register(RegisterBook(("Liên minh HTX",), 2026, (row,) * 12)).pdf)

    tables = [page.find_tables()[0] for page in paper.pages]

    assert [len(table.rows) - 2 for table in tables] == [6, 6]
    for page, table, following in zip(paper.pages, tables, tables[1:], strict=False):
        left = (page.height - 15 / 25.4 * 72) - table.bbox[3]
        assert left < following.rows[2].bbox[3] - following.rows[2].bbox[1]  # the next row would not have fitted
