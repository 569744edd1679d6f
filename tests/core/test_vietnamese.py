"""One spelling of each letter, whatever is piled up on it; how a sentence goes on after the name of its paper."""

import time
import unicodedata

import pytest

from emulation_portal.core.vietnamese import (
    MAX_MARKS,
    ascii_slug,
    capitalised,
    first_words,
    fold,
    has_piled_marks,
    nfc,
    nfd,
    split_name,
    squeeze,
    uncapitalised,
    upper,
    within,
)

# What Python sorts in the square of their number: two classes by turns, marks that fall apart into such, and rare ones.
PILES = {
    "by turns": "\u0301\u0323",
    "without a class": "\u0f73",
    "in one letter": "\u0344\u0323",
    "rare": "\U0001d165\u0323",
}


@pytest.mark.parametrize("pile", PILES.values(), ids=PILES.keys())
@pytest.mark.parametrize("make", [nfc, nfd, squeeze, fold, upper, ascii_slug, split_name])
def test_text_of_marks_alone_costs_no_time(make, pile: str) -> None:
    text = "a" + pile * 128_000  # without the bound a minute and more

    start = time.thread_time()
    make(text)

    assert time.thread_time() - start < 1


@pytest.mark.parametrize("pile", PILES.values(), ids=PILES.keys())
def test_marks_beyond_those_of_any_writing_are_thrown_away(pile: str) -> None:
    most = (pile * MAX_MARKS)[:MAX_MARKS]

    assert nfc(f"xa{most}") == unicodedata.normalize("NFC", f"xa{most}")
    assert nfd(f"xa{most}\u0301 y") == unicodedata.normalize("NFD", f"xa{most} y")
    assert [has_piled_marks(f"xa{most}"), has_piled_marks(f"xa{most}\u0301")] == [False, True]


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch thi đua của hợp tác xã ở Đông Triều",
        "שָׁלוֹם עֲלֵיכֶם",
        "ภาษาไทยที่นี้",
        "བོད་སྐད་ཀཱི",
        "👩🏽‍🌾 Z̷͎̐a̶̧l̵̢̛g̸o",
        "\U00010f00\U00010f46" * 40,
    ],
)
def test_text_of_any_writing_is_left_whole(text: str) -> None:
    assert not has_piled_marks(text)
    assert [nfc(text), nfd(text)] == [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]


@pytest.mark.parametrize(
    ("text", "goes_on"),
    [
        ("Về việc lập hồ sơ", "về việc lập hồ sơ"),
        ("Triển khai phong trào", "triển khai phong trào"),
        ("Sửa đổi, bổ sung Kế hoạch số 03", "sửa đổi, bổ sung Kế hoạch số 03"),
        ("Liên minh Hợp tác xã tỉnh chung sức", "Liên minh Hợp tác xã tỉnh chung sức"),
        ("TỔNG kết", "TỔNG kết"),
        ("Bình xét danh hiệu", "bình xét danh hiệu"),
        ("Bình Liêu chung sức", "Bình Liêu chung sức"),
        ("“Về đích” sớm", "“Về đích” sớm"),
        ("  ", "  "),
        ("", ""),
    ],
)
def test_summary_goes_on_after_the_name_of_its_paper(text: str, goes_on: str) -> None:
    assert uncapitalised(text) == goes_on


def test_sentence_begins_with_a_capital() -> None:
    assert [capitalised(text) for text in ("đơn vị A", "", "Á")] == ["Đơn vị A", "", "Á"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mục đích,\n yêu cầu", "Mục đích, yêu cầu"),
        ("a" * 20, "a" * 20),
        ("Khơi dậy tinh thần thi đua", "Khơi dậy tinh thần…"),
        ("a" * 30, "a" * 19 + "…"),
    ],
)
def test_first_words_end_with_a_word_and_say_that_there_is_more(text: str, shown: str) -> None:
    assert first_words(text, 20) == shown


def test_a_label_within_a_sentence_keeps_the_capitals_of_titles() -> None:
    assert within("Chờ Chánh Văn phòng rà soát") == "chờ Chánh Văn phòng rà soát"
