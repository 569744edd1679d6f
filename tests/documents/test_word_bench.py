"""The measure of Word copies compares the same rows; how fast they are is for the machine to say."""

import io
import re

import pytest
from django.core.management import call_command
from docx import Document

from emulation_portal.documents.management.word_bench import cell_by_cell, paper_with, table_of
from emulation_portal.documents.paper_limits import check_limits
from emulation_portal.documents.word import word_copy


def test_both_write_the_same_cells() -> None:
    table = table_of(12)

    theirs = Document(io.BytesIO(cell_by_cell(table))).tables[0]
    ours = next(t for t in Document(io.BytesIO(word_copy(paper_with(table)))).tables if len(t.columns) == 5)

    said = [[[cell.text for cell in row.cells] for row in written.rows] for written in (ours, theirs)]
    assert said[0] == said[1]
    assert len(said[0]) == 13


def test_what_is_measured_is_a_paper_that_may_be_issued() -> None:
    check_limits(paper_with(table_of(1_800)))


def test_command_tells_the_ratio(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("bench_word", rows=8, rounds=1)

    assert re.match(r"A decision with 8 rows as a Word file: \d+ ms; .* [\d.]+ times as long", capsys.readouterr().out)
