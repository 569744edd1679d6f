"""Charts in papers: data in the payload, bars on paper and screen, a table of the same figures in Word."""

import json

import pytest
from msgspec.structs import replace

from emulation_portal.core.charts import bar_on_paper
from emulation_portal.documents.drafts.papers import with_numbered_captions
from emulation_portal.documents.paper import Chart, ChartBar, Paper, PaperColumn, PaperTable, Paragraph
from emulation_portal.documents.paper_limits import MAX_BARS, MAX_CHART_TITLE, PaperTooLarge, check_limits
from emulation_portal.documents.rendering import render
from emulation_portal.documents.rendering.comparing import changes_html
from emulation_portal.documents.word import word_copy

from . import sample_papers as papers
from .pdfreader import MM, Reading, read
from .wordreader import WordFile, text_of

BARS = (
    ChartBar("Hợp tác xã thành lập mới", "112.5", "27/24 HTX, bằng 112,5%"),
    ChartBar("Kết nạp thành viên Liên minh Hợp tác xã tỉnh trong năm", "62.5", "25/40 đơn vị, bằng 62,5%"),
    ChartBar("Thu nhập bình quân lao động", "", "chưa có số liệu"),
)
CHART = Chart("Tiến độ so với kế hoạch năm", BARS, mark="100", mark_words="Vạch đứng: 100% kế hoạch năm.")
SENTENCE = Paragraph(papers.SENTENCE)


def a_paper(*blocks) -> Paper:
    return papers.plan(body=(SENTENCE, *blocks, SENTENCE))


def boxes(reading: Reading) -> list[tuple[int, float, float, float, float]]:
    """Return what is drawn of the charts: page, left, right, top, bottom in mm."""
    return [
        (page.page_number, each["x0"] / MM, each["x1"] / MM, each["top"] / MM, each["bottom"] / MM)
        for page in reading.pages
        for each in page.rects
        if each["height"] > 2 * MM and each["top"] / MM < 277  # neither a rule nor of the QR
    ]


def test_chart_says_its_labels_and_figures_in_words_and_lies_within_the_margins() -> None:
    printed = read(render(a_paper(CHART)).pdf)

    said = " ".join(printed.words())
    assert "Tiến độ so với kế hoạch năm Hợp tác xã thành lập mới 27/24 HTX, bằng 112,5% Kết nạp thành viên" in said
    assert "Thu nhập bình quân lao động chưa có số liệu Vạch đứng: 100% kế hoạch năm." in said
    drawn = boxes(printed)
    assert len(drawn) == 2 + 3 * 3  # two bars; of each row its axis and the mark with its edge
    assert all(page == 1 and x0 >= 29.9 and x1 <= 195.1 and top > 20 for page, x0, x1, top, _ in drawn)


def test_bars_are_as_long_as_their_values() -> None:
    drawn = boxes(read(render(a_paper(CHART)).pdf))

    long = sorted((x1 - x0 for _, x0, x1, _, _ in drawn), reverse=True)[:2]
    assert long[1] / long[0] == pytest.approx(62.5 / 112.5, abs=0.01)


def test_bar_that_reaches_the_mark_is_darker_and_nothing_is_drawn_of_nothing() -> None:
    reached, short, none = bar_on_paper(1, 0.8), bar_on_paper(0.5, 0.8), bar_on_paper(0, 0.8)

    assert ("#4d4d4d" in reached, "#a6a6a6" in short) == (True, True)
    assert reached.count("<rect") == short.count("<rect") == 4
    assert none.count("<rect") == 3


@pytest.mark.parametrize("lines", range(14, 34, 4))
def test_chart_is_never_parted_by_the_end_of_a_page(lines: int) -> None:
    chart = replace(CHART, bars=tuple(ChartBar(f"Chỉ tiêu số {n:02}", str(n), f"{n}%") for n in range(1, MAX_BARS + 1)))
    filling = [Paragraph("Một dòng.")] * lines

    printed = read(render(papers.plan(body=(*filling, chart, SENTENCE))).pdf)

    pages = {page for page, *_ in boxes(printed)}
    names = ["Tiến độ so với", "Chỉ tiêu số 01", f"Chỉ tiêu số {MAX_BARS}", "Vạch đứng"]
    assert len(pages) == 1
    assert {printed.find(name).page for name in names} == pages


def test_the_same_chart_gives_the_same_bytes() -> None:
    paper = a_paper(CHART)

    again = Paper.from_json(json.loads(json.dumps(paper.to_json())))

    assert again == paper
    assert render(again).pdf == render(paper).pdf
    assert word_copy(again) == word_copy(paper)


def test_word_copy_has_a_table_of_the_same_figures_which_no_page_parts() -> None:
    word = WordFile(word_copy(a_paper(CHART)))

    (table,) = word.all(".//w:tbl[.//w:t[contains(., '112,5%')]]")
    rows = [[text_of(cell) for cell in word.all("w:tc", row)] for row in word.all("w:tr", table)]
    assert [[cell.replace("\u00a0", " ") for cell in row] for row in rows] == [[bar.label, bar.words] for bar in BARS]
    held = [bool(word.all(".//w:keepNext", row)) for row in word.all("w:tr", table)]
    assert held == [True, True, False]


def test_reviewer_sees_which_figure_of_a_chart_changed() -> None:
    now = replace(CHART, bars=(replace(BARS[0], value="120", words="29/24 HTX, bằng 120%"), *BARS[1:]))

    html = changes_html(a_paper(CHART), a_paper(now))

    assert "<del>27</del><ins>29</ins>" in html
    assert html.count("<svg") == len(BARS) + 1  # of the QR
    assert "Kết nạp" in html


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"bars": BARS[:1] * (MAX_BARS + 1)}, "21 thanh ở biểu đồ “Tiến độ so với kế hoạch năm”, vượt quá 20"),
        ({"bars": (replace(BARS[0], label="thi đua " * 200),)}, "dòng chữ ở biểu đồ"),
        ({"title": "a " * MAX_CHART_TITLE}, "ký tự ở tên của biểu đồ"),
        ({"bars": (replace(BARS[0], label="a" * 200),)}, "từ dài 200 ký tự"),
    ],
)
def test_chart_higher_than_a_page_is_refused_in_words(change: dict, words: str) -> None:
    with pytest.raises(PaperTooLarge, match=words):
        check_limits(a_paper(replace(CHART, **change)))


@pytest.mark.parametrize("value", ["-1", "1e9", "12,5", "NaN", "∞", "1" * 30])
def test_value_that_is_no_length_is_a_mistake_of_the_programme(value: str) -> None:
    with pytest.raises(ValueError, match="decimal of 0 or more"):
        check_limits(a_paper(replace(CHART, bars=(replace(BARS[0], value=value),))))


def test_chart_of_nothing_but_zeros_is_printed() -> None:
    chart = Chart("Tiến độ", (ChartBar("Chỉ tiêu", "0", "0%"),))

    assert "Chỉ tiêu 0%" in " ".join(read(render(a_paper(chart)).pdf).words())


def test_charts_and_tables_are_numbered_apart() -> None:
    table = PaperTable((PaperColumn("TT"),), (("1",),), title="Tổng hợp")

    body = with_numbered_captions([CHART, table, replace(CHART, title="Theo khối"), table])

    assert [block.title for block in body] == [
        "Biểu đồ 1. Tiến độ so với kế hoạch năm",
        "Bảng 1. Tổng hợp",
        "Biểu đồ 2. Theo khối",
        "Bảng 2. Tổng hợp",
    ]
