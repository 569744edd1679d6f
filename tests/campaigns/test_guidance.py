"""Hướng dẫn: its criteria are printed as a table, it is signed TL., and the Chief of Office approves it."""

import pytest

from campaigns.kinds.guidance import guidance_gaps
from emulation_portal.documents.drafts.papers import draft_paper
from emulation_portal.documents.paper import Table
from emulation_portal.documents.rendering import render
from tests.documents.pdfreader import read
from tests.factories import campaigns, papers
from tests.scenarios.desk import Desk
from units.enums import SigningForm

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("criteria", "signed_as", "parts"),
    [
        (3, SigningForm.TL, []),
        (3, SigningForm.TL_KT, []),
        (0, SigningForm.TL, ["criteria"]),
        (3, SigningForm.KT, ["recipients"]),
        (3, SigningForm.HEAD, ["recipients"]),
        (0, None, ["criteria"]),
    ],
)
def test_what_the_law_asks_of_a_guidance(criteria: int, signed_as: str | None, parts: list[str]) -> None:
    gaps = list(guidance_gaps(criteria, signed_as))

    assert [gap.part for gap in gaps] == parts
    assert all(gap.source for gap in gaps)


def test_criteria_are_printed_as_a_table_with_their_sum() -> None:
    paper = draft_paper(papers.complete("guidance"))

    (table,) = [block for block in paper.body if isinstance(block, Table)]
    assert [column.title for column in table.columns] == ["STT", "Tiêu chí", "Điểm tối đa", "Tài liệu chứng minh"]
    assert table.rows[-1] == ("", "Cộng", "100", "")
    assert (paper.type, paper.kind, paper.signatures[0].lines) == (
        "HD",
        "guidance",
        ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
    )


def test_guidance_is_numbered_in_its_own_symbol_and_printed() -> None:
    guidance = papers.in_state("guidance", "issued")

    text = read(render(draft_paper(guidance)).pdf).text()
    assert guidance.document.symbol == "HD-LMHTX"
    assert "STT" in text  # its column is wide enough for the word
    assert "HƯỚNG DẪN" in text
    assert "TL. CHỦ TỊCH" in text


def test_who_owns_a_guidance_that_waits_and_what_is_written_by_hand() -> None:
    officer, chief = Desk(campaigns.cast().officer), Desk(campaigns.cast().chief)
    guidance = papers.complete("guidance")
    guidance.criteria.all().delete()
    page = officer.open(guidance.get_absolute_url())
    assert page.says("Chưa có tiêu chí bình xét nào")

    page = officer.open(f"/huong-dan/{guidance.pk}/sua/criteria/")
    landed = officer.press(
        page, "Lưu và xem hướng dẫn", **{"criteria-0-text": "Đạt chỉ tiêu", "criteria-0-max_points": "100"}
    )
    assert landed.says("Đạt chỉ tiêu")
    officer.press(landed, "Trình rà soát")

    assert chief.open("/").says("Duyệt hướng dẫn")
    assert not Desk(campaigns.cast().leader).open("/").says("hướng dẫn")
