"""Where the cells of a table stand: ordinals and days in the middle, figures on the right, words on the left."""

import pytest

from emulation_portal.documents.drafts.table_blocks import table_block
from emulation_portal.documents.paper import PaperTable
from emulation_portal.documents.rendering.lines import lines_of


def aligns(*columns: list[str]) -> list[str]:
    (table,) = table_block([list(row) for row in zip(*columns, strict=True)])
    assert isinstance(table, PaperTable)
    return [column.align for column in table.columns]


@pytest.mark.parametrize(
    ("column", "align"),
    [
        (["STT", "I", "1"], "center"),
        (["TT", "1.1", ""], "center"),
        (["", "1", "2"], "center"),
        (["Điểm", "60", "25"], "center"),
        (["Số tiền", "60", "1.250.000"], "right"),
        (["Tỷ lệ", "7,8", "12,25"], "right"),
        (["Tỷ lệ", "90%", "8%"], "right"),
        (["Vốn", "-1.250", "+300"], "right"),
        (["Năm", "2026", "2027"], "center"),
        (["Giai đoạn", "2021 - 2025", "2026-2030"], "center"),
        (["Điện thoại", "0912345678", "02033123456"], "center"),
        (["Đạt", "x", "", "x"], "center"),
        (["Số tiền", "1,500,000", "-"], "right"),
        (["Số tiền", "1 500 000", "1.500.000 đ"], "right"),
        (["Hệ số", "0.5", "10"], "right"),
        (["Điểm trừ", "–10", "–"], "right"),
        (["Điểm", "10 điểm", "5 điểm"], "right"),
        (["STT.", "1.", "2."], "center"),
        (["", "1.", "2."], "center"),
        (["Hạn", "15/11/2027", "30/11"], "center"),
        (["Kỳ", "11/2027", "12/2027"], "center"),
        (["Tên", "1 A", "2"], "left"),
        (["Ghi chú", "", ""], "left"),
    ],
)
def test_one_column(column: list[str], align: str) -> None:
    assert aligns(column) == [align]


def test_short_figures_stand_as_the_long_ones_beside_them() -> None:
    assert aligns(["STT", "1", "2"], ["Thành viên", "312", "45"], ["Doanh thu", "1.250", "900"]) == [
        "center",
        "right",
        "right",
    ]


def test_sum_in_the_last_row_changes_no_column() -> None:
    assert aligns(["STT", "1", ""], ["Tiêu chí", "A", "Cộng"], ["Điểm", "60", "60"]) == ["center", "left", "center"]


def test_years_and_codes_pull_no_other_column() -> None:
    assert aligns(["Năm", "2026", "2027"], ["Số đơn vị", "12", "7"], ["Điện thoại", "0912345678", "0912345679"]) == [
        "center",
        "center",
        "center",
    ]


@pytest.mark.parametrize(
    ("rows", "css"),
    [
        ([["1", "A", "x"], ["↑", "B", "y"], ["2", "C", "z"]], ["", "joined", ""]),
        ([["I", "NHÓM A", ""], ["1", "A", "x"]], ["names-group", ""]),
        ([["I", "NHÓM A", "←"], ["1", "A", "x"]], ["names-group", ""]),
        ([["1", "A", ""], ["2", "B", ""]], ["", ""]),  # a table of such rows may break anywhere
        ([["1", "A", "x"], ["I", "NHÓM A", ""]], ["", ""]),
    ],
)
def test_rows_that_belong_together_stay_on_one_page(rows, css):
    (table,) = table_block([["STT", "Nội dung", "Ghi chú"], *rows])

    (line,) = lines_of([table])

    assert [row["css"] for row in line.table["rows"]] == css
