"""The table of NĐ 30/2020/NĐ-CP, Phụ lục I, mục V, read back from printed papers: one row per ô số."""

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import pytest

from emulation_portal.documents.rendering import render

from . import sample_papers as papers
from .pdfreader import READ, Line, Reading

LEFT, RIGHT, TOP, BOTTOM = 30.0, 195.0, 20.0, 277.0
MIDDLE = (LEFT + RIGHT) / 2
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

PRINTED = {
    "plan": papers.plan,
    "decision": papers.decision,
    "minutes": papers.minutes,
    "letter": papers.letter,
    "submission": papers.submission,
    "draft": papers.draft,
}


@cache
def _read_once(name: str) -> Reading:
    return Reading(render(PRINTED[name]()).pdf)


def printed(name: str) -> Reading:
    """Return the paper of that name; printed and read once for all tests of this file."""
    reading = _read_once(name)
    READ.append(reading.pdf)
    return reading


class Row(NamedTuple):
    """Ô số; paper and page; the line; sizes allowed; weight; capitals; where it stands, by relations that must hold."""

    item: str
    paper: str
    page: int
    line: str
    sizes: tuple[float, float]
    style: str
    is_capital: bool
    places: tuple[Callable[[Reading, Line], bool], ...]


def near(a: float, b: float, tolerance: float = 0.5) -> bool:
    return abs(a - b) <= tolerance


def centred_with(other: str) -> Callable[[Reading, Line], bool]:
    return lambda paper, line: near(line.centre, paper.find(other, line.page).centre)


def centred_at(x: float) -> Callable[[Reading, Line], bool]:
    return lambda paper, line: near(line.centre, x)


def below(other: str, least: float, most: float) -> Callable[[Reading, Line], bool]:
    """Baseline to baseline, in mm."""
    return lambda paper, line: least <= line.baseline - paper.find(other, line.page).baseline <= most


def level_with(other: str) -> Callable[[Reading, Line], bool]:
    return lambda paper, line: near(line.baseline, paper.find(other, line.page).baseline, 0.1)


def starts_at(x: float) -> Callable[[Reading, Line], bool]:
    return lambda paper, line: near(line.x0, x, 0.3)


def rule_as_long_as_text(paper: Reading, line: Line) -> bool:
    rule = paper.rule_below(line)
    return near(rule.width, line.width) and near(rule.centre, line.centre)


def rule_a_third_to_half(paper: Reading, line: Line) -> bool:
    rule = paper.rule_below(line)
    return line.width / 3 <= rule.width <= line.width / 2 and near(rule.centre, line.centre)


def clear_of_left_column(paper: Reading, line: Line) -> bool:
    others = [other for other in paper.on_page(1) if near(other.baseline, line.baseline, 2) and other is not line]
    return line.x1 <= RIGHT and all(other.x1 + 1.5 < line.x0 for other in others if other.x0 < line.x0)


TABLE = [
    Row("1 quốc hiệu", "plan", 1, NATION, (12, 13), "bold", True, (clear_of_left_column,)),
    Row(
        "1 tiêu ngữ",
        "plan",
        1,
        MOTTO,
        (13, 14),
        "bold",
        False,
        (centred_with(NATION), below(NATION, 4.5, 6.5), rule_as_long_as_text),
    ),
    Row("2 chủ quản", "plan", 1, "LIÊN MINH HỢP TÁC XÃ VIỆT NAM", (12, 13), "regular", True, (level_with(NATION),)),
    Row(
        "2 cơ quan ban hành",
        "plan",
        1,
        "TỈNH QUẢNG NINH",
        (12, 13),
        "bold",
        True,
        (centred_with("LIÊN MINH HỢP TÁC XÃ VIỆT NAM"), rule_a_third_to_half),
    ),
    Row(
        "2 hội đồng",
        "minutes",
        1,
        "THI ĐUA - KHEN THƯỞNG",
        (12, 13),
        "bold",
        True,
        (centred_with("LIÊN MINH HTX TỈNH QUẢNG NINH"), rule_a_third_to_half),
    ),
    Row(
        "3 số, ký hiệu",
        "plan",
        1,
        "Số: 644/KH-LMHTX",
        (13, 13),
        "regular",
        False,
        (centred_with("TỈNH QUẢNG NINH"), below("TỈNH QUẢNG NINH", 6, 12)),
    ),
    Row(
        "3 số dưới 10", "decision", 1, "Số: 05/QĐ-LMHTX", (13, 13), "regular", False, (centred_with("TỈNH QUẢNG NINH"),)
    ),
    Row(
        "4 địa danh, ngày tháng",
        "plan",
        1,
        "Quảng Ninh, ngày 26 tháng 11 năm 2021",
        (13, 14),
        "italic",
        False,
        (centred_with(NATION), level_with("Số: 644/KH-LMHTX")),
    ),
    Row(
        "4 ngày và tháng dưới 10",
        "decision",
        1,
        "Quảng Ninh, ngày 05 tháng 02 năm 2022",
        (13, 14),
        "italic",
        False,
        (centred_with(NATION),),
    ),
    Row("5a tên loại", "plan", 1, "KẾ HOẠCH", (13, 14), "bold", True, (centred_at(MIDDLE),)),
    Row(
        "5a trích yếu",
        "plan",
        1,
        "Triển khai phong trào thi đua đặc biệt",
        (13, 14),
        "bold",
        False,
        (centred_at(MIDDLE), below("KẾ HOẠCH", 5, 7)),
    ),
    Row(
        "5a dòng cuối trích yếu",
        "plan",
        1,
        "phòng, chống và chiến thắng",
        (13, 14),
        "bold",
        False,
        (centred_at(MIDDLE), rule_a_third_to_half),
    ),
    Row(
        "5b trích yếu công văn",
        "letter",
        1,
        "V/v báo cáo kết quả",
        (12, 13),
        "regular",
        False,
        (centred_with("Số: 644/LMHTX-VP"), below("Số: 644/LMHTX-VP", 6, 8)),
    ),
    Row("6 căn cứ", "plan", 1, "Căn cứ Quyết định", (13, 14), "italic", False, (starts_at(LEFT + 12.7),)),
    Row("6 mục", "plan", 1, "I. MỤC ĐÍCH, YÊU CẦU", (13, 14), "bold", True, (starts_at(LEFT + 12.7),)),
    Row("6 khoản có tiêu đề", "plan", 1, "1. Mục đích", (13, 14), "bold", False, (starts_at(LEFT + 12.7),)),
    Row("6 nội dung", "plan", 1, "1.1. Các phòng", (13, 14), "regular", False, (starts_at(LEFT + 12.7),)),
    Row("6 điểm", "plan", 1, "a) Các phòng", (13, 14), "regular", False, (starts_at(LEFT + 12.7),)),
    Row(
        "6 thẩm quyền ban hành",
        "decision",
        1,
        "CHỦ TỊCH LIÊN MINH HỢP TÁC XÃ TỈNH",
        (13, 14),
        "bold",
        True,
        (centred_at(MIDDLE),),
    ),
    Row("6 quyết định", "decision", 1, "QUYẾT ĐỊNH:", (13, 14), "bold", True, (centred_at(MIDDLE),)),
    Row("6 điều", "decision", 1, "Điều 1.", (13, 14), "bold", False, (starts_at(LEFT + 12.7),)),
    Row("7a quyền hạn", "plan", 2, "TM. BAN THƯỜNG VỤ", (13, 14), "bold", True, (centred_at(MIDDLE + 41.25),)),
    Row(
        "7a chức vụ",
        "plan",
        2,
        "CHỦ TỊCH",
        (13, 14),
        "bold",
        True,
        (centred_with("TM. BAN THƯỜNG VỤ"), below("TM. BAN THƯỜNG VỤ", 5, 7)),
    ),
    Row(
        "7b họ tên",
        "plan",
        2,
        "Trần Văn Mẫu",
        (13, 14),
        "bold",
        False,
        (centred_with("TM. BAN THƯỜNG VỤ"), below("CHỦ TỊCH", 30, 36)),
    ),
    Row(
        "7b chức vụ ngoài hội đồng",
        "minutes",
        1,
        "CHỦ TỊCH LIÊN MINH HTX TỈNH",
        (13, 14),
        "bold",
        True,
        (centred_with("CHỦ TỌA"), below("CHỦ TỌA", 29, 36)),
    ),
    Row(
        "7 thư ký", "minutes", 1, "THƯ KÝ", (13, 14), "bold", True, (centred_at(MIDDLE - 41.25), level_with("CHỦ TỌA"))
    ),
    Row(
        "9a một nơi nhận",
        "submission",
        1,
        "Kính gửi: Chủ tịch Ủy ban",
        (13, 14),
        "regular",
        False,
        (centred_at(MIDDLE),),
    ),
    Row(
        "9a nhiều nơi nhận",
        "letter",
        1,
        "- Các đơn vị trực thuộc;",
        (13, 14),
        "regular",
        False,
        (lambda paper, line: near(line.x0, paper.find("Kính gửi:").x1, 1.2), below("Kính gửi:", 10, 13)),
    ),
    Row(
        "9b nơi nhận",
        "plan",
        2,
        "Nơi nhận:",
        (12, 12),
        "bold-italic",
        False,
        (starts_at(LEFT), level_with("TM. BAN THƯỜNG VỤ")),
    ),
    Row("9b các nơi nhận", "plan", 2, "- Ban Thi đua", (11, 11), "regular", False, (starts_at(LEFT),)),
    Row("9b lưu", "plan", 2, "- Lưu: VT, VP.", (11, 11), "regular", False, (starts_at(LEFT),)),
    Row(
        "9b của biên bản",
        "minutes",
        1,
        "Nơi nhận:",
        (12, 12),
        "bold-italic",
        False,
        (starts_at(LEFT), below("Lê Thị Mẫu", 5, 12)),
    ),
    Row(
        "số trang",
        "plan",
        2,
        "2",
        (13, 14),
        "regular",
        False,
        (centred_at(MIDDLE), lambda paper, line: 5 < line.baseline < TOP),
    ),
    Row("phụ lục", "decision", 2, "Phụ lục I", (14, 14), "bold", False, (centred_at(MIDDLE),)),
    Row("tên phụ lục", "decision", 2, "DANH SÁCH CÁ NHÂN", (13, 14), "bold", True, (centred_at(MIDDLE),)),
    Row("kèm theo", "decision", 2, "(Kèm theo Quyết định số", (13, 14), "italic", False, (centred_at(MIDDLE),)),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.item} ({row.paper})")
def test_element_stands_where_the_decree_puts_it(row: Row) -> None:
    paper = printed(row.paper)

    found = [line for line in paper.on_page(row.page) if line.text.startswith(row.line)]
    line = min(found, key=lambda line: len(line.text), default=None)

    assert line, f"{row.line!r} is not on page {row.page}:\n{paper.text(row.page)}"
    assert row.sizes[0] <= line.size <= row.sizes[1]
    assert line.style == row.style
    assert (line.text == line.text.upper()) == row.is_capital or line.text.isnumeric()
    assert [check(paper, line) for check in row.places] == [True] * len(row.places), line


@pytest.mark.parametrize("name", PRINTED)
def test_nothing_but_page_numbers_and_marks_leaves_the_text_block(name: str) -> None:
    paper = printed(name)

    outside = [
        line.text
        for line in paper.lines
        if not _is_landscape(paper, line.page)
        and not (line.x0 >= LEFT - 0.2 and line.x1 <= RIGHT + 0.4 and TOP <= line.baseline <= BOTTOM)
    ]

    marks = ("Mã kiểm tra:", "thidua.example.vn", "DỰ THẢO")
    assert [text for text in outside if not text.isdigit() and not text.startswith(marks)] == []


def _is_landscape(paper: Reading, page: int) -> bool:
    return paper.pages[page - 1].width > paper.pages[page - 1].height


@pytest.mark.parametrize("name", PRINTED)
def test_paper_is_a4_and_its_national_name_stays_on_one_line(name: str) -> None:
    paper = printed(name)

    sizes = {tuple(sorted((round(page.width / 72 * 25.4), round(page.height / 72 * 25.4)))) for page in paper.pages}

    assert sizes == {(210, 297)}
    assert paper.find(NATION).text == NATION
    assert paper.find(MOTTO).text == MOTTO


def test_page_numbers_begin_again_in_each_appendix_and_the_first_is_not_shown() -> None:
    paper = printed("decision")

    numbers = [
        [line.text for line in paper.on_page(n) if line.text.isdigit() and line.baseline < 19] for n in range(1, 6)
    ]

    assert numbers == [[], [], ["2"], [], ["2"]]
    assert [_is_landscape(paper, page) for page in range(1, 6)] == [False, False, False, True, True]


def test_header_row_of_a_table_is_repeated() -> None:
    paper = printed("decision")

    assert [line.page for line in paper.lines if line.text.startswith("Họ và tên")] == [2, 3, 4, 5]


def test_bases_end_with_semicolons_and_the_last_with_a_full_stop() -> None:
    text = printed("decision").text(1)

    assert "năm 2003;\n" in text
    assert "phủ;\n" in text
    assert "Thi đua - Khen thưởng.\nQUYẾT ĐỊNH:" in text


@pytest.mark.parametrize(
    ("name", "words"),
    [("plan", "trước ngày 15/12./."), ("decision", "độ./."), ("minutes", "năm 2021./."), ("letter", "tiến độ./.")],
)
def test_body_ends_with_the_mark_right_after_its_last_word(name: str, words: str) -> None:
    text = printed(name).text()

    assert text.count("./.") == 1
    assert f"{words}\n" in text


def test_recipients_are_closed_by_semicolons_and_a_full_stop() -> None:
    lines = [line.text for line in printed("plan").on_page(2) if line.size == 11]

    assert lines == [
        "- Liên minh HTX Việt Nam (b/c);",
        "- Ban Thi đua - Khen thưởng tỉnh (b/c);",
        "- Thường trực Liên minh HTX tỉnh;",
        "- Các phòng, ban, đơn vị trực thuộc;",
        "- Các HTX thành viên;",
        "- Lưu: VT, VP.",
    ]


def test_minutes_have_no_place_and_no_date() -> None:
    head = [line.text for line in printed("minutes").lines if line.baseline < 62]

    assert head == [
        "LIÊN MINH HTX TỈNH QUẢNG NINH",
        "HỘI ĐỒNG",
        "THI ĐUA - KHEN THƯỞNG",
        NATION,
        MOTTO,
        "Số: 05/BB-HĐTĐKT",
        "BIÊN BẢN",
        "Họp Hội đồng Thi đua - Khen thưởng",
    ]


def test_decision_has_no_addressee_and_letter_has_no_type() -> None:
    assert "Kính gửi" not in printed("decision").text()
    letter = printed("letter")
    first = letter.find("V/v báo cáo")
    assert [line.text for line in letter.on_page(1) if first.baseline < line.baseline < first.baseline + 18] == [
        "biệt phòng, chống dịch Covid-19 năm 2021",
        "Kính gửi:",
    ]


def test_draft_leaves_number_and_date_blank_and_says_so_on_every_page() -> None:
    paper = printed("draft")

    number, place = paper.find("Số:"), paper.find("Quảng Ninh, ngày")

    assert number.text.split() == ["Số:", "/KH-LMHTX"]
    assert number.width > 35
    assert place.text.split() == ["Quảng", "Ninh,", "ngày", "tháng", "năm", "20"]
    assert near(number.baseline, place.baseline, 0.1)
    marks = [(line.page, line.style) for line in paper.lines if line.text == "DỰ THẢO"]
    assert marks == [(1, "bold"), (2, "bold")]


def test_text_is_read_in_the_order_of_the_paper() -> None:
    text = printed("plan").text()

    order = [
        "LIÊN MINH HỢP TÁC XÃ VIỆT NAM",
        "TỈNH QUẢNG NINH",
        NATION,
        MOTTO,
        "Số: 644",
        "Quảng Ninh, ngày",
        "KẾ HOẠCH",
        "Triển khai",
        "Căn cứ Quyết định",
        "Căn cứ Kế hoạch",
        "I. MỤC",
        "1. Mục đích",
        "1.1.",
        "1.2.",
        "2. Yêu cầu",
        "a) ",
        "II. TỔ",
        "- Văn phòng",
        "Nơi nhận:",
        "- Lưu: VT",
        "TM. BAN",
        "CHỦ TỊCH\n",
        "Trần Văn Mẫu",
        "Mã kiểm tra",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_lines_of_a_paragraph_reach_both_margins_and_are_spaced_as_allowed() -> None:
    lines = [line for line in printed("plan").on_page(1) if 138 < line.baseline < 180]

    full = [line for line in lines if line.x1 > 190]
    steps = [after.baseline - before.baseline for before, after in pairwise(lines)]

    assert len(full) == 4
    assert all(near(line.x1, RIGHT, 0.4) for line in full)
    single = 14 * 0.3528 * 1.149  # one line of the font, in mm
    assert all(single - 0.1 <= step <= single * 1.5 + 6 * 0.3528 for step in steps)
    assert max(steps) - min(steps) >= 6 * 0.3528 - 0.05  # at least 6 pt between paragraphs
