"""Hướng dẫn: its criteria are printed as a table, it is signed TL., and the Chief of Office approves it."""

import datetime as dt

import pytest

from campaigns.regulations import guidance_gaps
from emulation_portal.documents.drafts.papers import draft_paper
from emulation_portal.documents.paper import PaperTable
from emulation_portal.documents.rendering import render
from tests.documents.pdfreader import read
from tests.factories import campaigns, papers
from tests.factories.people import SigningAuthorityFactory
from tests.scenarios.desk import Desk
from units.enums import SigningForm

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("on", "source"),
    [
        (dt.date(2023, 12, 31), "Nghị định 91/2017/NĐ-CP, Điều 4 khoản 2"),
        (dt.date(2024, 1, 1), "Luật Thi đua, khen thưởng 06/2022/QH15, Điều 17"),
    ],
)
def test_the_law_of_the_day_asks_a_guidance_for_criteria(on: dt.date, source: str) -> None:
    assert [(gap.part, gap.source) for gap in guidance_gaps(0, on=on)] == [("criteria", source)]
    assert guidance_gaps(1, on=on) == []


@pytest.mark.parametrize("criteria", [0, 1])
def test_no_criteria_are_asked_by_a_law_that_was_not_there_yet(criteria: int) -> None:
    words = "không có quy định về tiêu chí bình xét của phong trào cho ngày 30/09/2017, trước 01/10/2017"

    with pytest.raises(match=words):
        guidance_gaps(criteria, on=dt.date(2017, 9, 30))


@pytest.mark.parametrize(
    ("form", "is_right"),
    [(SigningForm.TL, True), (SigningForm.TL_KT, True), (SigningForm.KT, False), (SigningForm.HEAD, False)],
)
def test_a_guidance_is_signed_by_order_and_a_notice_as_its_leader_signs(form: SigningForm, is_right: bool) -> None:
    for kind, wants_order in (("guidance", True), ("campaign_notice", False)):
        paper = papers.complete(kind)
        paper.signing.form = form

        asked = [gap.source for gap in paper.kind_of.gaps(paper, papers.DAY)]

        order = ["Nghị định 30/2020/NĐ-CP, Điều 13 khoản 4"]
        assert asked == (order if wants_order and not is_right else [])


@pytest.mark.parametrize("form", [SigningForm.KT, SigningForm.TL])
def test_who_signs_a_guidance_beside_another_signs_by_order_too(form: SigningForm) -> None:
    guidance = papers.complete("guidance")
    guidance.co_signing = SigningAuthorityFactory(unit=guidance.place, form=form)

    asked = [gap.message for gap in guidance.kind_of.gaps(guidance, papers.DAY)]

    wanted = "Hướng dẫn do Chánh Văn phòng ký thừa lệnh. Hãy chọn người ký TL., cả người cùng ký nếu có."
    assert asked == ([] if form == SigningForm.TL else [wanted])


def test_criteria_without_a_section_to_be_printed_in_are_a_gap() -> None:
    guidance = papers.complete("guidance")
    guidance.sections.update(topic="other")

    gaps = guidance.kind_of.gaps(guidance, papers.DAY)

    assert [gap.message for gap in gaps] == [
        "Chưa có mục lớn “Tiêu chí bình xét” để in các dòng đã ghi ở phần riêng. Hãy thêm mục này."
    ]


def test_criteria_are_printed_as_a_table_with_their_sum() -> None:
    paper = draft_paper(papers.complete("guidance"))

    (table,) = [block for block in paper.body if isinstance(block, PaperTable)]
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
    landed = officer.press(page, "Lưu", **{"criteria-0-text": "Đạt chỉ tiêu", "criteria-0-max_points": "100"})
    assert landed.says("Đạt chỉ tiêu")
    officer.press(landed, "Trình rà soát")

    assert chief.open("/").says("Duyệt hướng dẫn")
    assert not Desk(campaigns.cast().leader).open("/").says("hướng dẫn")


def test_half_points_are_written_and_summed_as_in_vietnamese() -> None:
    guidance = papers.complete("guidance")
    guidance.criteria.update(max_points="2.50")

    (table,) = [block for block in draft_paper(guidance).body if isinstance(block, PaperTable)]

    assert {row[2] for row in table.rows[:-1]} == {"2,5"}
    assert table.rows[-1][2] == "7,5"
    desk = Desk(campaigns.cast().officer)
    page = desk.open(f"/huong-dan/{guidance.pk}/sua/criteria/")
    assert desk.press(page, "Lưu", **{"criteria-0-max_points": "mười"}).says("không phải là số điểm")


def test_criteria_written_as_text_or_a_table_are_criteria() -> None:
    guidance = papers.complete("guidance")
    guidance.criteria.all().delete()
    section = guidance.sections.get(topic="criteria")

    def asked() -> list[str]:
        paper = type(guidance).objects.get(pk=guidance.pk)
        return [gap.part for gap in paper.kind_of.gaps(paper, papers.DAY)]

    assert asked() == ["criteria"]
    table = guidance.tables.create(section=section, position=1, rows=[["STT", "Tiêu chí"], ["1", "Đạt"]])
    assert asked() == []
    table.delete()
    type(section).objects.filter(pk=section.pk).update(body="Tập thể đạt đủ các chỉ tiêu đã đăng ký.")
    assert asked() == []


def test_notice_may_be_a_sentence_and_a_guidance_may_not() -> None:
    for kind, asked in (("campaign_notice", []), ("guidance", ["bases", "sections"])):
        paper = papers.complete(kind)
        if kind == "guidance":
            paper.criteria.all().delete()
        paper.tables.all().delete()
        paper.sections.all().delete()
        paper.bases.all().delete()
        paper = type(paper).objects.get(pk=paper.pk)

        gaps = [gap.part for gap in paper.kind_of.gaps(paper, papers.DAY) if gap.part != "criteria"]

        assert gaps == asked
