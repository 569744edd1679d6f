"""Rows of a table that are signed by hand have room for a hand and a seal, on paper and in Word."""

import pytest

from emulation_portal.documents.paper import Paper, PaperColumn, PaperTable
from emulation_portal.documents.rendering import render
from emulation_portal.documents.word import word_copy

from .pdfreader import read
from .sample_papers import minutes
from .wordreader import WordFile, mm

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def paper(*, is_signed: bool) -> Paper:
    rows = (("Đơn vị thứ nhất", ""), ("Đơn vị thứ hai", ""))
    table = PaperTable(columns=(PaperColumn("Đơn vị"), PaperColumn("Ký tên")), rows=rows, is_signed=is_signed)
    return minutes(body=(table,), signatures=(), recipients=())


@pytest.mark.parametrize(("is_signed", "lowest", "highest"), [(True, 19, 22), (False, 4, 9)])
def test_rows_that_are_signed_are_high(is_signed: bool, lowest: float, highest: float) -> None:
    pdf = read(render(paper(is_signed=is_signed)).pdf)

    first, second = pdf.find("Đơn vị thứ nhất"), pdf.find("Đơn vị thứ hai")

    assert lowest <= abs(second.baseline - first.baseline) <= highest


def test_word_keeps_the_room() -> None:
    signed, plain = (WordFile(word_copy(paper(is_signed=each))) for each in (True, False))

    heights = [mm(row.get(f"{W}val")) for row in signed.all("//w:trHeight")]

    assert heights == pytest.approx([19, 19], abs=0.1)
    assert plain.all("//w:trHeight") == []
