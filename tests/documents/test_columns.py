"""Columns of tables: no word is torn apart while there is room, letters get smaller before that, and all is filled."""

import pytest

from emulation_portal.documents.paper import Appendix, PaperColumn, PaperTable
from emulation_portal.documents.rendering import render
from emulation_portal.documents.rendering.columns import SIZES_PT, WIDE_TEXT_WIDTH_MM, columns_of
from emulation_portal.documents.rendering.typography import TEXT_WIDTH_MM, width_mm
from tests.documents.pdfreader import read
from tests.factories import documents

HEADS = ("STT", "Tên đơn vị", "Vốn điều lệ", "Doanh thu", "Lợi nhuận", "Thành viên", "Danh hiệu đăng ký", "Ghi chú")
ROW = (
    "1",
    "Hợp tác xã Dịch vụ nông nghiệp tổng hợp " * 3,
    "1.250",
    "12.400",
    "845",
    "312",
    "Lao động tiên tiến " * 2,
    "",
)


def table_of(*heads: str, rows: tuple[tuple[str, ...], ...] = (), widths: tuple[int, ...] = ()) -> PaperTable:
    shares = widths or (1,) * len(heads)
    return PaperTable(tuple(PaperColumn(head, width) for head, width in zip(heads, shares, strict=True)), rows)


def test_shares_stand_where_every_word_has_room() -> None:
    laid = columns_of(table_of("A", "B", "C", widths=(1, 2, 1)), TEXT_WIDTH_MM)

    assert (laid.percents, laid.size_pt) == ((25.0, 50.0, 25.0), 13)


def test_column_too_narrow_for_a_word_takes_from_the_others() -> None:
    laid = columns_of(table_of("STT", "Nội dung", "Ghi chú", widths=(1, 80, 20)), TEXT_WIDTH_MM)

    assert laid.percents[0] * TEXT_WIDTH_MM / 100 > width_mm("STT", 13, "bold") + 3
    assert laid.percents[1] / laid.percents[2] == pytest.approx(4, abs=0.01)
    assert sum(laid.percents) == pytest.approx(100, abs=0.01)


def test_letters_get_smaller_before_words_are_torn() -> None:
    word = "Chỉtiêunày"
    sizes = [columns_of(table_of(*(word,) * count), TEXT_WIDTH_MM).size_pt for count in range(4, 12)]

    fitting = [
        next((size for size in SIZES_PT if count * (width_mm(word, size, "bold") + 3.5) <= TEXT_WIDTH_MM), 10)
        for count in range(4, 12)
    ]
    assert sizes == fitting
    assert set(sizes) >= {13, 12, 10}


def test_word_without_end_is_broken_and_leaves_room_for_the_rest() -> None:
    laid = columns_of(table_of("Địa chỉ", "Tên", rows=(("x" * 400, "Nguyễn"),)), TEXT_WIDTH_MM)

    assert 50 <= laid.percents[0] <= 75
    assert laid.size_pt == SIZES_PT[0]


def test_table_without_text_is_laid_out() -> None:
    assert columns_of(table_of("", ""), TEXT_WIDTH_MM).percents == (50.0, 50.0)


def test_wide_annex_keeps_every_head_whole_on_the_paper() -> None:
    widths = tuple(max(3, min(len(cell), 40)) for cell in ROW)
    annex = Appendix("Biểu", "", (table_of(*HEADS, rows=(ROW,) * 3, widths=widths),), is_landscape=True)

    text = read(render(documents.paper(appendices=(annex,))).pdf).text()

    words = set(text.split())
    assert {word for head in HEADS for word in head.split()} <= words
    assert columns_of(annex.body[0], WIDE_TEXT_WIDTH_MM).size_pt == 13
