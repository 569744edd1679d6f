"""Merged cells: what is one with the cell above or on the left is printed once, over as many rows and columns."""

import pytest

from emulation_portal.documents.drafts.table_blocks import table_block
from emulation_portal.documents.paper import Heading, PaperTable
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
