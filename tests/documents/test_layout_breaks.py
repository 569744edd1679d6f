"""Where pages and lines break: the signature is never alone, headings stay with their text, names break well."""

import random
from bisect import bisect_left
from functools import cache
from itertools import pairwise

import pytest

from emulation_portal.documents.paper import Block, Header, Heading, ItemList, Paper, PaperColumn, PaperTable, Paragraph
from emulation_portal.documents.rendering import render
from emulation_portal.documents.rendering.typography import (
    INDENT_MM,
    ISSUER_WIDTH_MM,
    TEXT_WIDTH_MM,
    break_lines,
    break_organisation_name,
    rule_mm,
    width_mm,
)

from . import sample_papers as papers
from .pdfreader import Line, Reading, read

pytestmark = [pytest.mark.slow, pytest.mark.repeats]

SHORT = "Các đơn vị thực hiện nghiêm túc."
TWO_LINES = "Các đơn vị thực hiện nghiêm túc Kế hoạch này và báo cáo kết quả về Liên minh HTX tỉnh trước ngày 15/12."


def signature_lines(paper: Reading) -> tuple[int, list[Line]]:
    """Return the page that is signed and its body lines: 14 pt, in tables 13 pt, above the signature."""
    sign = paper.find("TM. BAN THƯỜNG VỤ")
    body = [line for line in paper.on_page(sign.page) if line.size >= 13 and 20 < line.baseline < sign.baseline - 1]
    return sign.page, body


def of_length(lines: int, tail: tuple[Block, ...]) -> Paper:
    """Return a plan whose body has that many one-line paragraphs before the tail."""
    filling = tuple(Paragraph(f"Nội dung thứ {n} của phong trào.") for n in range(1, lines + 1))
    return papers.plan(summary=("Về phong trào",), body=(*filling, *tail), check=None)


TAILS: dict[str, tuple[Block, ...]] = {
    "one short line": (Paragraph(SHORT),),
    "two short lines": (Paragraph(SHORT), Paragraph(SHORT)),
    "two lines": (Paragraph(TWO_LINES),),
    "three lines": (Paragraph(papers.SENTENCE),),
    "six lines": (Paragraph(papers.SENTENCE + " " + papers.SENTENCE),),
    "heading and a short line": (Heading(1, "Tổ chức thực hiện", "II."), Paragraph(SHORT)),
    "list": (Paragraph(TWO_LINES), ItemList((SHORT, SHORT))),
    "after a long paragraph": (Paragraph(papers.SENTENCE + " " + papers.SENTENCE), Paragraph(SHORT)),
    "table": (
        PaperTable((PaperColumn("TT"), PaperColumn("Tên", 5)), tuple((str(n), "HTX Đông Triều") for n in range(1, 6))),
    ),
}


@pytest.mark.parametrize("name", TAILS)
def test_signature_never_stands_without_two_lines_of_the_body(name: str) -> None:
    @cache
    def printed(lines: int) -> Reading:
        return read(render(of_length(lines, TAILS[name])).pdf)

    # Where the signature first goes to the second page, and as many lines on as the longest tail has.
    first = bisect_left(range(28), 2, lo=14, key=lambda lines: signature_lines(printed(lines))[0])
    seen = set()
    for lines in range(first - 2, first + 6):
        page, body = signature_lines(printed(lines))

        assert len({round(line.baseline) for line in body}) >= 2, f"{lines} lines: {[line.text for line in body]}"
        assert page == len(printed(lines).pages)
        seen.add(page)
    assert seen == {1, 2}  # or the sweep has missed the boundary


def test_no_heading_ends_a_page_and_no_single_line_is_left_alone() -> None:
    parts: list[Block] = []
    for number in range(1, 9):
        parts += [Heading(1, f"Nội dung {number}", f"{number}."), Heading(2, "Yêu cầu", "1.")]
        parts += [Paragraph(" ".join([papers.SENTENCE] * (number % 3 + 1)))] * 2

    for filling in range(0, 12, 2):
        paper = read(render(of_length(filling, tuple(parts))).pdf)

        for page in range(1, len(paper.pages)):
            last, first = _last_body_line(paper, page), _first_body_line(paper, page + 1)
            assert last.style != "bold", f"{last.text!r} ends page {page}"
            before, after = _run_lengths(paper, page)
            assert (before, after) == (0, 0) or (before >= 2 and after >= 2), (last.text, first.text)


def test_what_announces_a_list_does_not_end_a_page() -> None:
    announcing = (
        Heading(1, "Khen thưởng", "IV."),
        Paragraph("Khen thưởng khi **tổng kết:**"),
        ItemList(tuple(f"Tập thể thứ {n}: {TWO_LINES}" for n in range(1, 4))),
    )
    seen = set()

    for filling in range(16, 26):
        paper = read(render(of_length(filling, announcing)).pdf)
        announced = paper.find("Khen thưởng khi")
        assert announced.page == paper.find("- Tập thể thứ 1").page, f"{filling} lines"
        assert announced.page == paper.find("IV.").page
        seen.add(announced.page)

    assert seen == {1, 2}  # or the sweep has missed the boundary


def test_a_body_of_nothing_but_announcements_is_printed_whole() -> None:
    paper = read(render(papers.plan(body=(Paragraph("Nội dung như sau:"),) * 120, check=None)).pdf)

    assert sum(line.text.startswith("Nội dung như sau") for line in paper.lines) == 120
    assert len(paper.pages) >= 3


def _body(paper: Reading, page: int) -> list[Line]:
    return [line for line in paper.on_page(page) if line.size == 14 and 20 < line.baseline < 277 and line.x0 < 60]


def _last_body_line(paper: Reading, page: int) -> Line:
    return _body(paper, page)[-1]


def _first_body_line(paper: Reading, page: int) -> Line:
    return _body(paper, page)[0]


def _run_lengths(paper: Reading, page: int) -> tuple[int, int]:
    """Return how many lines of one paragraph stand at the end of a page and at the head of the next; 0, 0 if none."""
    if _first_body_line(paper, page + 1).x0 > 35:  # a new paragraph, by its indent
        return 0, 0
    ending = _body(paper, page)[::-1]
    before = next(n for n, line in enumerate(ending, start=1) if line.x0 > 35)
    head = _body(paper, page + 1)
    after = next((n for n, line in enumerate(head) if line.x0 > 35), len(head))
    return before, after


def test_a_paper_of_three_pages_is_numbered_and_signed_on_the_last() -> None:
    paper = read(render(papers.plan(body=(Paragraph(papers.SENTENCE),) * 30)).pdf)

    numbers = [line.text for line in paper.lines if line.text.isdigit()]

    assert len(paper.pages) == 3
    assert numbers == ["2", "3"]
    assert paper.find("TM. BAN THƯỜNG VỤ").page == 3


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Liên minh Hợp tác xã tỉnh Quảng Ninh", ["LIÊN MINH HỢP TÁC XÃ", "TỈNH QUẢNG NINH"]),
        ("Liên minh HTX tỉnh Quảng Ninh", ["LIÊN MINH HTX", "TỈNH QUẢNG NINH"]),
        ("Hội đồng Thi đua - Khen thưởng", ["HỘI ĐỒNG", "THI ĐUA - KHEN THƯỞNG"]),
        ("Quỹ tín dụng nhân dân phường Mạo Khê", ["QUỸ TÍN DỤNG NHÂN DÂN", "PHƯỜNG MẠO KHÊ"]),
        ("Ủy ban nhân dân thành phố Hạ Long", ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HẠ LONG"]),
        (
            "Hợp tác xã Dịch vụ nông nghiệp tổng hợp và Thương mại Đông Triều",
            ["HỢP TÁC XÃ DỊCH VỤ", "NÔNG NGHIỆP TỔNG HỢP", "VÀ THƯƠNG MẠI ĐÔNG TRIỀU"],
        ),
        (
            "Hội đồng Thi đua - Khen thưởng Liên minh Hợp tác xã tỉnh Quảng Ninh",
            ["HỘI ĐỒNG", "THI ĐUA - KHEN THƯỞNG", "LIÊN MINH HỢP TÁC XÃ", "TỈNH QUẢNG NINH"],
        ),
        ("Khối thi đua số 1 – Nông nghiệp", ["KHỐI THI ĐUA SỐ 1 –", "NÔNG NGHIỆP"]),
        ("HTX Đông Triều", ["HTX ĐÔNG TRIỀU"]),
        ("", []),
    ],
)
def test_organisation_names_break_where_an_office_breaks_them(name: str, lines: list[str]) -> None:
    assert break_organisation_name(name) == lines
    assert all(width_mm(line, 12, "bold") <= ISSUER_WIDTH_MM for line in lines)


def test_broken_lines_lose_no_word_and_keep_the_limit() -> None:
    text = papers.SENTENCE * 3

    lines = break_lines(text, 14, "bold", 140)

    assert " ".join(lines) == " ".join(text.split())
    assert max(width_mm(line, 14, "bold") for line in lines) <= 140


def test_one_endless_word_is_a_line_of_its_own() -> None:
    assert break_lines("a " + "X" * 300 + " b", 14, "bold", 100) == ["a", "X" * 300, "b"]


@pytest.mark.parametrize("widths", [[80.0], [60.0, 80.0], [80.0, 60.0], [140.0, 95.0], [140.0, 20.0]])
def test_rule_is_a_third_to_half_of_the_line_above_it(widths: list[float]) -> None:
    assert widths[-1] / 3 <= rule_mm(widths) <= widths[-1] / 2


@pytest.mark.parametrize(
    ("issuer", "superior", "place"),
    [
        (("Hợp tác xã Dịch vụ nông nghiệp tổng hợp và Thương mại Đông Triều",), (), "Quảng Ninh"),
        (("Liên minh Hợp tác xã tỉnh Quảng Ninh",), ("Liên minh Hợp tác xã Việt Nam",), "Thành phố Hồ Chí Minh"),
        (("Liên minh Hợp tác xã tỉnh Quảng Ninh",), ("Ủy ban nhân dân tỉnh Quảng Ninh",), "Bà Rịa - Vũng Tàu"),
        (("Hội đồng Thi đua - Khen thưởng",), ("Liên minh HTX tỉnh Quảng Ninh",), "Đặc khu Vân Đồn, Quảng Ninh"),
    ],
)
def test_header_never_overlaps_whatever_the_names(issuer: tuple, superior: tuple, place: str) -> None:
    paper = read(render(papers.plan(header=Header(issuer=issuer, superior=superior), place=place)).pdf)

    head = [line for line in paper.on_page(1) if line.baseline < paper.find("KẾ HOẠCH").baseline - 5]
    left = [line for line in head if line.centre < 105]
    right = [line for line in head if line.centre >= 105]

    assert all(line.x0 >= 30 for line in left)
    assert all(line.x1 <= 195.1 for line in right)
    for a in left:
        assert all(a.x1 + 1.5 < b.x0 for b in right if abs(a.baseline - b.baseline) < 4), a.text
    assert all(b.baseline - a.baseline > 4 for a, b in pairwise(left))
    assert paper.find("Số:").baseline == pytest.approx(paper.find(place).baseline, abs=0.1)


TORN = (
    "Căn cứ Chỉ thị số 19/CT-TTg ngày 26/11/2021, Kế hoạch số 746/KH-LMHTXVN giai đoạn 2021 - 2025 của Ban "
    "Thi đua - Khen thưởng và Hội đồng **Thi đua** - *Khen thưởng* (Nghị định số 30/2020/NĐ-CP)"
)
WHOLE = ("19/CT-TTg", "26/11/2021", "746/KH-LMHTXVN", "2021 - 2025", "đua -", "30/2020/NĐ-CP")


def test_numbers_days_and_dashes_are_not_torn_by_the_end_of_a_line() -> None:
    texts = [f"{'a ' * shift}{TORN}; {TORN}." for shift in range(30)]
    paper = read(render(papers.plan(body=tuple(Paragraph(text) for text in texts), recipients=(TORN, TORN))).pdf)

    lines = [line.text for line in paper.lines]
    body = "\n".join(lines)

    assert [line for line in lines if line.startswith(("- K", "- 2", "– "))] == []
    for words in WHOLE:
        assert body.count(words) == "".join(body.split()).count(words.replace(" ", "")) > 60, words


WORDS = [
    "Hợp",
    "tác",
    "xã",
    "áp",
    "dụng",
    "phần",
    "mềm",
    "kế",
    "toán",
    "hoàn",
    "thành",
    "đơn",
    "vị",
    "thành",
    "viên",
    "báo",
    "cáo",
    "kết",
    "quả",
    "thi",
    "đua",
    "khen",
    "thưởng",
]
LINE_MM = TEXT_WIDTH_MM - INDENT_MM


def just_fitting(label: str, count: int) -> list[str]:
    """Return texts that fill a line, but for less than a space."""
    dice, texts = random.Random(1), []
    while len(texts) < count:
        text = label
        while width_mm(text, 14) < LINE_MM - width_mm(" ", 14):
            text += f" {dice.choice(WORDS)}"
        if width_mm(text, 14) < LINE_MM:
            texts.append(text)
    return texts


@pytest.mark.parametrize("following", ["15/12/2026.", "**đậm** hết.", "*nghiêng* hết."])
def test_no_line_is_left_with_its_first_word_alone(following: str) -> None:
    texts = just_fitting("1.", 40)

    paper = read(render(papers.plan(body=tuple(Paragraph(f"{text} {following}") for text in texts))).pdf)

    begun = [line for line in paper.lines if line.text.startswith("1. ") or line.text == "1."]
    assert len(begun) == len(texts)
    assert [line.text for line in begun if line.x1 < 180] == []


def test_title_keeps_its_years_together() -> None:
    title = "Phong trào thi đua của các hợp tác xã thành viên và đơn vị trực thuộc trong giai đoạn 2021 - 2025 và định hướng"

    for words in range(8):
        lines = break_lines(f"{'thêm ' * words}{title}", 14, "bold", 140)
        assert any("2021 - 2025" in line for line in lines), lines


# Their last lines are just full: with white space at the end of the block, one word stood alone on the line before.
JUST_FULL = (
    "tiến nhiệm tổ phòng, hợp chức quả, hoạch Các cứ thể thực, hiệu độ. cụ căn độ. độ. hiệu căn xã độ. và tổ thể được "
    "chức tiến thuộc cụ cứ hoạch tiến tác chức thể",
    "hiệu thi chức thi được chức trào hiệu thành thành viên thành trực xã nhiệm dựng thực, thực, xây hoạch thi hợp cứ "
    "ban, phong dựng thuộc dựng tiến tổ trực hợp",
    "thuộc quả, thiết tác giao, dựng căn quả, tiến cứ cứ để hoạch trào phong thể đua độ. hợp viên căn xây giao, vị vị "
    "vụ và chức xã tổ tiến tổ Các hoạch vị hiệu ban,",
)


def test_no_word_stands_alone_in_the_middle_of_a_paragraph() -> None:
    body = tuple(Paragraph(text) for text in JUST_FULL)
    lines = [line for line in read(render(papers.plan(body=body, check=None)).pdf).on_page(1) if line.size == 14]

    right = max(line.x1 for line in lines)
    left = min(line.x0 for line in lines)
    torn = [line.text for line, following in pairwise(lines) if following.x0 < left + 1 and line.x1 < right - 5]
    assert torn == []
