"""What was added and struck between two states of a paper, as a reviewer sees it on the sheet."""

import re

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from emulation_portal.documents.paper import Appendix, Basis, Heading, PaperColumn, PaperTable, Paragraph, Signature
from emulation_portal.documents.rendering.comparing import changed_words, changes_html
from emulation_portal.documents.rendering.markup import inline
from tests.documents.sample_papers import plan

HEAD = (PaperColumn("Đơn vị"), PaperColumn("Số lượng"))


def a_paper(*body, **more):
    return replace(plan(), body=body, appendices=(), recipients=(), **more)


def marks(was, now):
    """Return the words of the sheet that were struck and those that were added, in their order."""
    tree = lxml.html.fromstring(changes_html(was, now))
    return [(tag.tag, " ".join(tag.text_content().split())) for tag in tree.iter("ins", "del")]


def test_a_changed_word_is_struck_and_the_new_one_added_beside_it():
    was = a_paper(Paragraph("Tặng giấy khen cho 10 tập thể, 30 cá nhân."))
    now = a_paper(Paragraph("Tặng giấy khen cho 5 tập thể, 30 cá nhân."))

    assert marks(was, now) == [("del", "10"), ("ins", "5")]


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ([], [Paragraph("Đoạn hai.")], [("ins", "Đoạn hai.")]),
        ([Paragraph("Đoạn hai.")], [], [("del", "Đoạn hai.")]),
        ([Paragraph("Chuyện này.", "1.")], [], [("del", "1. Chuyện này.")]),
        ([Heading(1, "Khen thưởng", "III.")], [Heading(1, "Khen thưởng", "IV.")], []),  # moved by what stands above
        ([Basis("Căn cứ Luật A")], [Basis("Căn cứ Luật B")], [("del", "A"), ("ins", "B")]),
        ([Paragraph("**Đậm** thường")], [Paragraph("**Đậm hơn** thường")], [("ins", "hơn")]),
        ([Paragraph("a < b & c")], [Paragraph("a < b & d")], [("del", "c"), ("ins", "d")]),
    ],
)
def test_paragraphs(was, now, expected):
    first, last = Paragraph("Đoạn đầu."), Paragraph("Đoạn cuối.")
    basis = [each for each in (was, now) if each and isinstance(each[0], Basis)]

    found = marks(*(a_paper(*each, first, last) if basis else a_paper(first, *each, last) for each in (was, now)))

    assert found == expected


def test_only_the_row_that_changed_is_marked():
    was = a_paper(
        PaperTable(HEAD, (("Hợp tác xã A", "1"), ("Hợp tác xã B", "2"), ("Hợp tác xã C", "3"))), Paragraph("Hết.")
    )
    now = a_paper(
        PaperTable(HEAD, (("Hợp tác xã A", "1"), ("Hợp tác xã B", "7"), ("Hợp tác xã D", "3"))), Paragraph("Hết.")
    )

    assert marks(was, now) == [("del", "2"), ("ins", "7"), ("del", "C"), ("ins", "D")]


def test_a_table_with_other_columns_is_struck_whole():
    was = a_paper(PaperTable(HEAD, (("Một", "1"),)), Paragraph("Hết."))
    now = a_paper(PaperTable(HEAD[:1], (("Một",),)), Paragraph("Hết."))

    assert sorted(marks(was, now)) == [("del", "1"), ("del", "Một"), ("ins", "Một")]


def test_a_table_with_merged_cells_that_is_the_same_bears_no_marks():
    table = PaperTable(HEAD, (("Một", "1"), ("↑", "2")))

    assert marks(a_paper(table, Paragraph("Hết.")), a_paper(table, Paragraph("Hết."))) == []
    assert marks(a_paper(table, Paragraph("Hết.")), a_paper(table, Paragraph("Xong."))) == [
        ("del", "Hết./."),
        ("ins", "Xong./."),
    ]


def test_head_end_and_annexes_are_compared():
    text = Paragraph("Hết.")
    signature = Signature(("CHỦ TỊCH",), "Lê Văn Một")
    annex = Appendix("Danh sách", None, (Paragraph("Một đơn vị"),))
    was = replace(a_paper(text), summary=("Về việc A",), signatures=(signature,), appendices=(annex,))
    other = replace(annex, body=(Paragraph("Hai đơn vị"),))
    now = replace(
        was,
        summary=("Về việc B",),
        recipients=("Lưu: VT",),
        signatures=(Signature(("CHỦ TỊCH",), "Lê Văn Hai"),),
        appendices=(other,),
    )

    found = marks(was, now)

    assert {("del", "A"), ("ins", "B"), ("del", "Một"), ("ins", "Hai"), ("ins", "Lưu: VT.")} <= set(found)
    assert found.count(("del", "Một")) == 2  # of the name and of the annex


def test_a_struck_annex_stands_below_with_its_words_struck():
    annex = Appendix("Danh sách", None, (Paragraph("Một đơn vị"),))
    was = replace(a_paper(Paragraph("Hết.")), appendices=(annex,))

    assert marks(was, replace(was, appendices=())) == [("del", "Một đơn vị")]


def test_the_same_paper_bears_no_marks():
    assert marks(plan(), plan()) == []


@given(st.text("ab *<&.", max_size=30), st.text("ab *<&.", max_size=30))
def test_taking_the_struck_words_away_leaves_the_new_text(was, now):
    """And without the added ones the old text is left: nothing is lost, nothing said twice."""
    found = lxml.html.fromstring(f"<div>{changed_words(inline(was), inline(now))}</div>")

    assert words(found, without="del") == plain(inline(now))
    assert words(found, without="ins") == plain(inline(was))


def words(tree, *, without):
    copy = lxml.html.fromstring(lxml.html.tostring(tree))
    for tag in list(copy.iter(without)):
        tag.drop_tree()
    return re.sub(r"\s", "", copy.text_content())


def plain(markup):
    return re.sub(r"\s", "", lxml.html.fromstring(f"<div>{markup}</div>").text_content())
