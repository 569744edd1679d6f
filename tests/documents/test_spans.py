"""Merged cells: what is one with the cell above or on the left is printed once, over as many rows and columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation_portal.documents.drafts.table_blocks import table_block
from emulation_portal.documents.drafts.tables import rows_of_text, text_of_rows
from emulation_portal.documents.paper import Heading, PaperTable
from emulation_portal.documents.reading.files import read_source
from emulation_portal.documents.rendering import render
from emulation_portal.documents.rendering.spans import Cell, merged
from tests.factories import documents

from .pdfreader import read


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ([["a", "b"]], [[Cell(0, "a"), Cell(1, "b")]]),
        ([["a", "←"], ["c", "d"]], [[Cell(0, "a", columns=2)], [Cell(0, "c"), Cell(1, "d")]]),
        ([["a", "b"], ["↑", "d"], ["↑", "f"]], [[Cell(0, "a", rows=3), Cell(1, "b")], [Cell(1, "d")], [Cell(1, "f")]]),
        ([["a", "←"], ["↑", "↑"]], [[Cell(0, "a", rows=2, columns=2)], []]),
        # Where they make no rectangle each stands alone: a cell never covers the words of another.
        ([["Gốc", "←"], ["Bê", "↑"]], [[Cell(0, "Gốc"), Cell(1, "")], [Cell(0, "Bê"), Cell(1, "")]]),
        ([["Gốc", "←"], ["↑", "Bê"]], [[Cell(0, "Gốc"), Cell(1, "")], [Cell(0, ""), Cell(1, "Bê")]]),
        ([["a", "\\↑"], ["\\←", "b"]], [[Cell(0, "a"), Cell(1, "↑")], [Cell(0, "←"), Cell(1, "b")]]),
        ([["←", "↑"]], [[Cell(0, ""), Cell(1, "")]]),  # there is nothing with which they could be one
    ],
)
def test_cells_go_over_rows_and_columns(rows: list[list[str]], cells: list[list[Cell]]) -> None:
    assert merged(rows) == cells


def test_head_of_two_rows_comes_again_on_every_page() -> None:
    head = [["STT", "Kế hoạch", "←"], ["↑", "Số lượng", "Kinh phí"]]
    rows = [[str(at), str(at * 2), str(at * 1000)] for at in range(1, 80)]
    (table,) = table_block([*head, *rows])
    assert isinstance(table, PaperTable)

    pdf = read(render(documents.paper(body=(Heading(level=1, label="I.", text="Chỉ tiêu"), table))).pdf)
    pages = [pdf.text(page) for page in range(1, len(pdf.pages) + 1)]

    with_rows = [page for page in pages if "STT" in page]
    assert len(with_rows) > 1
    assert all(page.count("Kinh phí") == 1 and page.count("Số lượng") == 1 for page in with_rows)
    assert "↑" not in " ".join(pages)
    assert "←" not in " ".join(pages)


def test_cell_merged_in_the_body_is_no_head() -> None:
    (table,) = table_block([["Ban", "Việc"], ["Kỹ thuật", "mở lớp"], ["↑", "chấm"]])

    assert isinstance(table, PaperTable)
    assert table.more_head_rows == 0


SIGNS = st.sampled_from(["↑", "←", "\\↑", "", "một", "hai", "ba"])


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(SIGNS, min_size=width, max_size=width), min_size=1, max_size=5)
    )
)
def test_every_word_is_printed_once_and_no_place_twice(rows: list[list[str]]) -> None:
    cells = merged(rows)

    said = sorted(cell.text for row in cells for cell in row if cell.text)
    assert said == sorted(text.removeprefix("\\") for row in rows for text in row if text not in {"", "↑", "←"})
    places = [
        (y + down, cell.column + right)
        for y, row in enumerate(cells)
        for cell in row
        for down in range(cell.rows)
        for right in range(cell.columns)
    ]
    assert sorted(places) == [(y, x) for y, row in enumerate(rows) for x in range(len(row))]


def test_an_arrow_of_a_file_stays_an_arrow() -> None:
    text, _ = read_source("a.md", "| Xu hướng | Số |\n| ↑ | 10 |\n| ↑ | 12 |\n".encode(), noun="kế hoạch")
    pasted = rows_of_text("Xu hướng\tSố\n↑\t10\n↑\t12")
    rows = rows_of_text(text)

    assert rows == pasted == [["Xu hướng", "Số"], ["\\↑", "10"], ["\\↑", "12"]]
    assert rows_of_text(text_of_rows(rows)) == rows
    (table,) = table_block(rows)
    pdf = read(render(documents.paper(body=(Heading(level=1, label="I.", text="Chỉ tiêu"), table))).pdf)
    assert pdf.text(1).count("↑") == 2
