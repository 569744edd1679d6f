"""Tables pasted as text: what was read is read again the same, whatever stands in the cells."""

import pytest

from emulation_portal.documents.drafts.tables import TableTextError, rows_of_text, text_of_rows


@pytest.mark.parametrize(
    "rows",
    [
        [["STT", "Tên", "Điểm"], ["1", "A", "5"], ["", "Cộng", "5"]],
        [["", "Quý I", "Quý II"], ["A", "1", "2"]],
        [["STT", "Tên"], ["1", "A | B"]],
        [["Tên", "Ghi chú"], ["A", ""], ["", ""], ["B", "|"]],
    ],
)
def test_what_is_shown_again_is_read_again(rows: list[list[str]]) -> None:
    kept = [row for row in rows if any(row)]  # an empty line is no row

    assert rows_of_text(text_of_rows(rows)) == kept


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("\tQuý I\tQuý II\nA\t1\t2", [["", "Quý I", "Quý II"], ["A", "1", "2"]]),
        ("STT\tTên\r\n1\tA | B", [["STT", "Tên"], ["1", "A | B"]]),
        ("STT | Tên\n | Cộng", [["STT", "Tên"], ["", "Cộng"]]),
        ("STT | Tên\n| Cộng", [["STT", "Tên"], ["", "Cộng"]]),
        ("| STT | Tên |\n| 1 | A |", [["STT", "Tên"], ["1", "A"]]),
        ("STT | Tên\n1", [["STT", "Tên"], ["1", ""]]),
        (" \n\n", []),
    ],
)
def test_pasted_and_typed_tables_are_read_as_they_look(text: str, rows: list[list[str]]) -> None:
    assert rows_of_text(text) == rows


def test_line_with_too_many_cells_is_named() -> None:
    with pytest.raises(TableTextError, match="Dòng 2 có 3 ô"):
        rows_of_text("a\tb\n1\t2\t3")
