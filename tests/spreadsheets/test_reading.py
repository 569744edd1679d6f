"""A sheet as its process reads it: plain values by their rows, whatever offices have done to the file."""

import datetime as dt
import json
from typing import Any

import pytest

from emulation_portal.core.vietnamese import nfd
from emulation_portal.files.actions import FileRefused
from emulation_portal.spreadsheets import intake
from emulation_portal.spreadsheets.columns import CLEAR, ImportColumn, SheetKind, day, email, one_of, text
from emulation_portal.spreadsheets.intake import Problem, take_in
from emulation_portal.spreadsheets.reading import read_sheet
from tests.factories.files import office
from tests.factories.sheets import edited, xlsx
from tests.files.hostile import HOSTILE

DAY = dt.date(2021, 11, 26)
KIND = SheetKind(
    "Bảng",
    [
        ImportColumn("code", "Mã", "", read=text(9), can_be_cleared=False),
        ImportColumn("name", "Tên gọi", "", read=text(60)),
        ImportColumn("on", "Ngày", "", read=day),
        ImportColumn("kind", "Loại", "", read=one_of({"a": "Phòng, ban", "b": "Hợp tác xã"})),
        ImportColumn("mail", "Thư", "", read=email),
    ],
    key="Mã",
)
HEAD = ("Mã", "Tên gọi", "Ngày", "Loại", "Thư")


def read(rows: Any, **more: Any) -> dict[str, Any]:
    asked = {"title": "Bảng", "headings": list(HEAD), "others": {}, "key": "Mã", "most_rows": 50, **more}
    return json.loads(json.dumps(read_sheet(xlsx(rows, "Bảng"), **asked)[0]))


def test_values_come_with_their_rows_and_kinds() -> None:
    found = read([HEAD, ["A1", " Tên ", DAY, 3, 2.5], [], [1234567, None, "26/11/2021", True, ""]])

    assert found["rows"] == [
        [2, ["A1", " Tên ", ["2021-11-26"], 3, 2.5]],
        [4, [1234567, None, "26/11/2021", "có", None]],
    ]
    assert found["columns"] == {"Mã": "A", "Tên gọi": "B", "Ngày": "C", "Loại": "D", "Thư": "E"}


def test_headings_stand_below_a_title_in_any_order_and_spelling() -> None:
    found = read([["DANH SÁCH", None], [], ["STT", nfd("TÊN  GỌI"), "mã", "Lạ"], [1, "Tên", "A1", "x"]])

    assert (found["head"], found["columns"]) == (3, {"Tên gọi": "B", "Mã": "C"})
    assert found["rows"] == [[4, ["Tên", "A1"]]]
    assert found["unknown"] == [["A3", "STT"], ["D3", "Lạ"]]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["Tên gọi"], ["x"]], "Không thấy cột “Mã” trong 10 dòng đầu"),
        ([], "Không thấy cột “Mã”"),
        ([["Mã", "Mã"], ["x", "y"]], "Có hai cột cùng tên “Mã”."),
        ([["Mã"], *([f"A{at}"] for at in range(51))], "Tệp có hơn 50 dòng."),
    ],
)
def test_sheet_that_is_none_is_refused(rows: Any, words: str) -> None:
    assert words in read(rows)["refused"]
    assert "Hãy" in read(rows)["refused"]


def test_cell_at_the_foot_of_the_sheet_is_told_and_not_left_out() -> None:
    content = xlsx([["Mã"], ["A1"]], "Bảng", lambda page: page.cell(1_048_576, 1, "xa"))

    with pytest.raises(FileRefused, match="Dòng 1048576 đứng dưới rất nhiều dòng trống"):
        take_in(content, KIND)


def test_cell_far_below_in_a_column_of_nothing_costs_nothing() -> None:
    content = xlsx([["Mã"], ["A1"]], "Bảng", lambda page: page.cell(1_048_576, 9, "xa"))

    assert take_in(content, KIND).rows[0].says == {"code": "A1"}


def test_sheet_with_wrong_dimensions_is_read_whole() -> None:
    content = edited(xlsx([HEAD, ["A1", "x"]], "Bảng"), "xl/worksheets/sheet1.xml", 'ref="A1:E2"', 'ref="A1"')

    assert take_in(content, KIND).rows[0].says == {"code": "A1", "name": "x"}


def test_cells_are_cleaned_and_read_by_their_columns() -> None:
    content = xlsx(
        [HEAD, ["A1", nfd("Hợp  tác"), "ngày 5 tháng 2 năm 2021", "hop tac xa", "a@b.vn"], ["A2", CLEAR]], "Bảng"
    )

    rows = take_in(content, KIND).rows

    assert [row.says for row in rows] == [
        {"code": "A1", "name": "Hợp tác", "on": "2021-02-05", "kind": "b", "mail": "a@b.vn"},
        {"code": "A2", "name": CLEAR},
    ]


WRONG = [
    (0, CLEAR, "“Mã” không xóa trống được."),
    (1, "x" * 61, "Nhiều nhất 60 ký tự; đang có 61."),
    (1, DAY, "Ô này đang là ngày."),
    (1, "Hîp t¸c x· §«ng TriÒu", "TCVN3 (ABC)"),
    (1, "Hôïp taùc xaõ Noâng nghieäp Ñoâng Trieàu", "VNI Windows"),
    (1, "a\u202eb", "ký tự điều khiển"),
    (1, "＝1+1", "Ô bắt đầu bằng dấu của công thức."),
    (1, "@a", "Ô bắt đầu bằng dấu của công thức."),
    (2, 44526, "“44526” là số, không phải ngày."),
    (2, "31/02/2021", "Không có ngày 31/02/2021 trong lịch."),
    (2, "11/26/2021", "Không có ngày 11/26/2021"),
    (2, "hôm qua", "không phải là ngày"),
    (3, "Công ty", "Không có mục “Công ty”. Hãy chọn một trong: Phòng, ban; Hợp tác xã."),
    (4, "a b@c", "không phải là thư điện tử"),
]


def test_wrong_cells_are_told_by_their_addresses_with_what_to_do() -> None:
    rows = [
        ["A1" if at else value, *(value if at == place else None for place in range(1, 5))] for at, value, _ in WRONG
    ]

    found = take_in(xlsx([HEAD, *rows], "Bảng"), KIND).problems

    assert [each.address for each in found] == [f"{'ABCDE'[at]}{row}" for row, (at, *_) in enumerate(WRONG, start=2)]
    assert [words for (*_, words), each in zip(WRONG, found, strict=True) if words not in each.message] == []
    assert [each.message for each in found if "Hãy" not in each.message] == []


def test_formulas_and_merged_cells_are_told() -> None:
    def change(page: Any) -> None:
        page["B2"] = '=CONCATENATE("a","b")'
        page.merge_cells("C2:C4")

    sent = take_in(xlsx([HEAD, ["A1"], ["A2"], ["A3"]], "Bảng", change), KIND)

    assert [problem.address for problem in sent.problems] == ["C2:C4", "B2"]
    assert ["Hãy bỏ gộp" in sent.problems[0].message, "dán lại thành giá trị" in sent.problems[1].message] == [
        True,
        True,
    ]
    assert sent.rows[0].bad == {"name"}


def test_title_may_be_merged_above_the_headings() -> None:
    content = xlsx([["DANH SÁCH"], HEAD, ["A1"]], "Bảng", lambda page: page.merge_cells("A1:E1"))

    assert take_in(content, KIND).problems == []


def test_unknown_column_is_told_and_stt_is_not() -> None:
    sent = take_in(xlsx([["STT", "Mã", "Ghi chú"], [1, "A1", "x"]], "Bảng"), KIND)

    assert [(each.address, "“Ghi chú”" in each.message) for each in sent.problems] == [("C1", True)]


def test_kept_rows_come_back_as_they_were() -> None:
    sent = take_in(xlsx([HEAD, ["A1", "x"], ["A2"]], "Bảng"), KIND)

    again = intake.Sent.from_json(sent.as_json())

    assert (again.letters, again.rows) == (sent.letters, sent.rows)
    assert Problem("B3", "") == Problem(again.address(again.rows[1], "name"), "")


def test_hostile_file_stays_outside() -> None:
    """Every one of them is tried at the door itself, in tests/files; here, that the door is asked."""
    made, words = next(HOSTILE[what] for what in HOSTILE if "macro" in what)

    with pytest.raises(FileRefused) as refusal:
        take_in(made() if callable(made) else made, KIND)

    assert words in str(refusal.value)


def test_word_file_is_none() -> None:
    with pytest.raises(FileRefused, match="Ở đây nhận Excel"):
        take_in(office(), KIND)


@pytest.mark.parametrize("rows", [[["A1", DAY]], [["A1", "2021-11-26"], ["A2", DAY]]])
def test_what_a_cell_means_does_not_depend_on_those_above_it(rows: Any) -> None:
    problems = take_in(xlsx([HEAD, *rows], "Bảng"), KIND).problems

    assert [problem.address for problem in problems] == [f"B{len(rows) + 1}"]  # a day where a name belongs
