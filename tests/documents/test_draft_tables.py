"""Tables pasted as text: what was read is read again the same, whatever stands in the cells."""

import csv
import io

import pytest
from django.db.models import ProtectedError
from django.urls import reverse
from hypothesis import assume, given
from hypothesis import strategies as st

from emulation_portal.core.cleaning import clean_line
from emulation_portal.documents.drafts.models import DraftAnnex, DraftTable
from emulation_portal.documents.drafts.tables import TableTextError, rows_of_text, text_of_rows
from tests.factories import campaigns
from tests.scenarios.desk import Desk


@pytest.mark.parametrize(
    "rows",
    [
        [["STT", "Tên", "Điểm"], ["1", "A", "5"], ["", "Cộng", "5"]],
        [["", "Quý I", "Quý II"], ["A", "1", "2"]],
        [["STT", "Tên"], ["1", "A | B"]],
        [["Tên", "Ghi chú"], ["A", ""], ["", ""], ["B", "|"]],
        [["---"]],
        [["Tên", "Điểm"], ["---", "---"], ["----", ":---:"]],
    ],
)
def test_what_is_shown_again_is_read_again(rows: list[list[str]]) -> None:
    kept = [row for row in rows if any(row)]  # an empty line is no row

    assert rows_of_text(text_of_rows(rows)) == kept


CELLS = st.text(st.sampled_from('ab1 "|\\\n\té-'), max_size=8)
TABLES = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=5))


def _cleaned(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows as they are stored: each cell on one line, and no row without a word."""
    lines = ([clean_line(cell) for cell in row] for row in rows)
    return [row for row in lines if any(row)]


@given(TABLES)
def test_any_stored_table_is_shown_so_that_it_is_read_again_the_same(rows: list[list[str]]) -> None:
    stored = _cleaned(rows)

    assert rows_of_text(text_of_rows(stored)) == stored


@given(TABLES.map(lambda rows: [[cell.replace("\t", " ") for cell in row] for row in rows]))
def test_any_table_with_breaks_in_its_cells_is_read_as_excel_wrote_it(rows: list[list[str]]) -> None:
    """Excel puts a cell in quotes when there is a break in it, and only then doubles its quotes."""
    rows = [["Tên", *(["Cột"] * (len(row) - 1))] for row in rows[:1]] + rows
    wide = [[*row, "x"] for row in rows]  # two columns at least, so that there is a tab
    written = "\n".join("\t".join(_as_excel(cell) for cell in row) for row in wide)
    # A typed quote at the start of one cell may find its partner at the end of another.
    assume(not any(cell[:1] == '"' and "\n" not in cell for row in wide for cell in row))

    assert rows_of_text(written) == _cleaned(wide)


def _as_excel(cell: str) -> str:
    if "\n" not in cell:
        return cell
    line = io.StringIO()
    csv.writer(line, dialect="excel-tab", quoting=csv.QUOTE_ALL, lineterminator="").writerow([cell])
    return line.getvalue()


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
        ('Tên\tViệc\nA\t"Một\nHai ""ba"""\nB\tBốn', [["Tên", "Việc"], ["A", 'Một Hai "ba"'], ["B", "Bốn"]]),
        ('Tên\tViệc\r\n"A\r\nB"\tMột', [["Tên", "Việc"], ["A B", "Một"]]),
        ('Tên\tViệc\n"A\tMột\nB\tHai', [["Tên", "Việc"], ['"A', "Một"], ["B", "Hai"]]),
        ('Tên\tViệc\n"Xanh" sạch\t"Đẹp"\nB"\tHai', [["Tên", "Việc"], ['"Xanh" sạch', '"Đẹp"'], ['B"', "Hai"]]),
        ('"Một\ncột"\nA', [["Một cột"], ["A"]]),
        ('Tên | "Việc\nA | B', [["Tên", '"Việc'], ["A", "B"]]),
    ],
)
def test_pasted_and_typed_tables_are_read_as_they_look(text: str, rows: list[list[str]]) -> None:
    assert rows_of_text(text) == rows


@pytest.mark.django_db
def test_pasted_table_keeps_its_empty_corner_and_its_broken_cells_through_the_page() -> None:
    plan, officer = campaigns.complete_draft(), Desk(campaigns.cast().officer)
    url = reverse("drafts:part", args=["ke-hoach", plan.pk, "tables"])
    text = '\tQuý I\tQuý II\t\r\nA\t"1\r\n2"\t3\t4'

    officer.press(officer.open(url), "Lưu", **{"tables-0-cells": text})

    assert plan.tables.get().rows == [["", "Quý I", "Quý II", ""], ["A", "1 2", "3", "4"]]
    shown = officer.open(url)
    assert officer.press(shown, "Lưu").status == 200
    assert plan.tables.get().rows == [["", "Quý I", "Quý II", ""], ["A", "1 2", "3", "4"]]


def test_line_with_too_many_cells_is_named() -> None:
    with pytest.raises(TableTextError, match="Dòng 2 có 3 ô"):
        rows_of_text("a\tb\n1\t2\t3")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "noun", "place"),
    [("annexes", "Phụ lục", "annex"), ("sections", "Mục", "section")],
    ids=["annex", "section"],
)
def test_what_tables_stand_in_is_not_deleted_before_them(part: str, noun: str, place: str) -> None:
    plan, officer = campaigns.complete_draft(), Desk(campaigns.cast().officer)
    DraftAnnex.objects.create(draft=plan, position=1, title="Danh sách")
    row = getattr(plan, part).first()
    for at in (1, 2):
        DraftTable.objects.create(draft=plan, position=at, rows=[["Tên"], ["A"]], **{place: row})
    url = reverse("drafts:part", args=["ke-hoach", plan.pk, part])

    shown = officer.open(url)
    refused = officer.press(shown, "Lưu", **{f"{part}-0-DELETE": "on"})

    assert shown.says("Còn 2 bảng ở đây: hãy chuyển hoặc xóa các bảng trước.")
    assert refused.status == 422
    assert refused.says(f"{noun} “{row}” còn 2 bảng: hãy chuyển hoặc xóa các bảng ở phần “Bảng” trước")
    assert list(plan.tables.values_list(f"{place}_id", flat=True)) == [row.pk, row.pk]

    plan.tables.all().delete()
    assert officer.press(officer.open(url), "Lưu", **{f"{part}-0-DELETE": "on"}).status == 200
    assert not type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.django_db
def test_nothing_deletes_an_annex_from_under_its_table() -> None:
    plan = campaigns.complete_draft()
    annex = DraftAnnex.objects.create(draft=plan, position=1, title="Danh sách")
    DraftTable.objects.create(draft=plan, position=1, annex=annex)

    with pytest.raises(ProtectedError):
        annex.delete()


def test_rows_pasted_under_the_shown_table_are_read_by_their_own_separator() -> None:
    assert rows_of_text("| STT | Tên |\n| 1 | A |\n2\tB\n3\tC | D") == [
        ["STT", "Tên"],
        ["1", "A"],
        ["2", "B"],
        ["3", "C | D"],
    ]


def test_rule_under_a_head_in_markdown_is_no_row() -> None:
    assert rows_of_text("| STT | Tên |\n|---|:---|\n| 1 | A |") == [["STT", "Tên"], ["1", "A"]]
