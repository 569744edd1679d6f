"""Tables among paragraphs: at the line that says so, in order; what has no such line stands last."""

import pytest

from emulation_portal.documents.drafts.regulations import PaperFacts, gaps_of_body
from emulation_portal.documents.drafts.table_places import (
    has_table_as_text,
    parted,
    places_in,
    tables_of_text,
    text_of_tables,
    with_tables,
)
from emulation_portal.documents.paper import Paragraph
from emulation_portal.documents.paper_limits import MAX_COLUMNS

A, B, PLACE = Paragraph("một"), Paragraph("hai"), Paragraph("[Bảng]")
FIRST, SECOND = [Paragraph("bảng 1")], [Paragraph("bảng 2")]


@pytest.mark.parametrize(
    ("blocks", "tables", "printed"),
    [
        ([A, B], [FIRST], [A, B, *FIRST]),
        ([A, PLACE, B], [FIRST, SECOND], [A, *FIRST, B, *SECOND]),
        ([A, Paragraph("[bảng]"), B], [FIRST], [A, *FIRST, B]),
        ([PLACE, A], [], [PLACE, A]),
        ([Paragraph("[Bảng]", label="1.")], [FIRST], [Paragraph("[Bảng]", label="1."), *FIRST]),
    ],
)
def test_tables_stand_in_their_places(blocks: list, tables: list, printed: list) -> None:
    assert with_tables(blocks, tables) == printed


def test_what_was_read_is_parted_into_text_and_tables() -> None:
    text, tables = parted(["Như sau:", "| A | **B** |\n| 1 | 2 |", "Hết."])

    assert text == "Như sau:\n\n[Bảng]\n\nHết."
    assert tables == [[["A", "B"], ["1", "2"]]]
    assert parted(["Như sau:", "| A | B |\n| 1 | 2 |"])[0] == "Như sau:"
    assert tables_of_text(text_of_tables(tables)) == tables


def test_table_larger_than_one_may_be_stays_text() -> None:
    wide = "| " + " | ".join("x" * (MAX_COLUMNS + 1)) + " |"

    assert parted([wide]) == (wide, [])


@pytest.mark.parametrize("text", ["| A | B |\n| 1 | 2 |", "A | B\n1 | 2", "A | B\n\n1 | 2", "A\tB\tC\n1\t2\t3"])
def test_rows_with_strokes_or_tabs_are_a_table_as_text(text: str) -> None:
    assert has_table_as_text(f"Như sau:\n\n{text}\n\nHết.")


@pytest.mark.parametrize("text", ["Hạng A | B đều được.", "", "a|b", "UBND TỈNH\tCỘNG HÒA\nSố: 1\tQuảng Ninh"])
def test_a_stroke_makes_no_table(text: str) -> None:
    assert not has_table_as_text(text)


def test_neither_strokes_nor_a_place_without_a_table_go_their_way() -> None:
    facts = {"noun": "kế hoạch", "summary": "a", "bases": 1, "sections": 1, "empty_sections": (), "has_signer": True}

    assert gaps_of_body(PaperFacts(**facts)) == []  # type: ignore[arg-type]
    found = gaps_of_body(PaperFacts(**facts, tables_as_text=("Mục I.",), places_without_table=("Mục II.",)))  # type: ignore[arg-type]
    assert [(gap.part, gap.message.split()[1]) for gap in found] == [("tables", "I."), ("tables", "II.")]
    assert places_in("[Bảng]\n\nvà [Bảng] ở giữa câu\n\n[bảng]") == 2
