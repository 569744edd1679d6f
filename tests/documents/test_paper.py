"""The frozen payload: to JSON and back, clean text, limits said in words."""

import json
import unicodedata

import pytest

from emulation_portal.documents.paper import (
    Basis,
    Header,
    ItemList,
    Paper,
    PaperColumn,
    PaperTable,
    Paragraph,
    Signature,
)
from emulation_portal.documents.paper_limits import PaperTooLarge, check_limits

from . import sample_papers as papers


@pytest.mark.parametrize("paper", [papers.plan(), papers.decision(), papers.minutes(), papers.letter(), papers.draft()])
def test_paper_comes_back_from_json_as_it_was(paper: Paper) -> None:
    stored = json.loads(json.dumps(paper.to_json(), ensure_ascii=False))

    assert Paper.from_json(stored) == paper
    assert stored["schema"] == 2


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 3},
        {"colour": "red"},
        {"number": "644"},
        {"number": True},
        {"summary": "một dòng"},
        {"body": [{"kind": "script", "text": "x"}]},
        {"body": [{"kind": "basis", "text": "x", "level": 1}]},
        {"body": ["x"]},
        {"header": None},
        {"issued_on": "2021-02-31"},
    ],
)
def test_json_of_another_shape_is_refused(change: dict) -> None:
    with pytest.raises(ValueError):
        Paper.from_json(papers.plan().to_json() | change)


def test_json_without_a_needed_part_is_refused() -> None:
    data = papers.plan().to_json()
    del data["header"]

    with pytest.raises(ValueError, match="header"):
        Paper.from_json(data)


def test_texts_are_nfc_and_free_of_hidden_characters() -> None:
    decomposed = unicodedata.normalize("NFD", "Liên minh Hợp tác xã")

    header = Header(issuer=[decomposed])
    paragraph = Paragraph("Quy\u202eết\x00 đị\u200bnh\x1b[31m \ud800số\u00ad 1\r\n")
    table = PaperTable((PaperColumn(decomposed),), ((decomposed,),))

    assert header.issuer == ("Liên minh Hợp tác xã",)
    assert paragraph.text == "Quyết định[31m số 1\n"
    assert table == PaperTable((PaperColumn("Liên minh Hợp tác xã"),), (("Liên minh Hợp tác xã",),))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"body": (Paragraph("x"),) * 10_000}, "Văn bản có 10.000 đoạn, vượt quá 3.000."),
        ({"body": (Paragraph("a" * 300_000),)}, "Văn bản có 300.000 ký tự trong một đoạn, vượt quá 20.000."),
        ({"body": (Paragraph("a" * 151),)}, "Có một từ dài 151 ký tự không có dấu cách (tối đa 150 ở chỗ này): “aaa"),
        ({"place": "Q" * 25}, "Có một từ dài 25 ký tự"),
        ({"summary": ("s" * 41,)}, "Có một từ dài 41 ký tự"),
        ({"signatures": (Signature(("C",), "n" * 41),)}, "Có một từ dài 41 ký tự"),
        ({"body": (Paragraph("a " * 9_999),) * 30}, "ký tự, vượt quá 500.000"),
        (
            {"body": (PaperTable((PaperColumn("A"),), (("x",),) * 2_001),)},
            "Văn bản có 2.001 dòng trong bảng, vượt quá 2.000.",
        ),
        (
            {"body": (PaperTable((PaperColumn("A"),) * 10, (("x",) * 10,) * 1_201),)},
            "Văn bản có 12.010 ô trong bảng, vượt quá 12.000.",
        ),
        ({"body": (PaperTable((PaperColumn("A"),) * 21, ()),)}, "Văn bản có 21 cột trong một bảng, vượt quá 20."),
        ({"body": (ItemList(("x",) * 9_999),)}, "Văn bản có 10.000 đoạn, vượt quá 3.000."),
        ({"recipients": ("x",) * 41}, "Văn bản có 41 dòng ở nơi nhận"),
        ({"recipients": ("x y " * 300,)}, "ký tự ở một dòng"),
        ({"summary": ("a" * 300_000,)}, "ký tự ở một dòng"),
    ],
)
def test_paper_beyond_a_limit_is_refused_with_what_to_do(changes: dict, message: str) -> None:
    with pytest.raises(PaperTooLarge) as error:
        check_limits(papers.plan(**changes))

    assert message in str(error.value)
    assert "Hãy" in str(error.value)


def test_paper_at_the_limits_passes() -> None:
    check_limits(papers.plan(body=(Paragraph("a" * 150),) * 3_000, recipients=("x",) * 40))


def test_table_whose_rows_do_not_fit_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="one cell for each column"):
        check_limits(papers.plan(body=(PaperTable((PaperColumn("A"), PaperColumn("B")), (("x",),)),)))
    with pytest.raises(ValueError, match="alignment"):
        check_limits(papers.plan(body=(PaperTable((PaperColumn("A", align="x;color:red"),), (("x",),)),)))


def test_a_changed_paper_is_another_paper() -> None:
    assert papers.plan(body=(Basis("Căn cứ A"),)) != papers.plan(body=(Basis("Căn cứ B"),))
