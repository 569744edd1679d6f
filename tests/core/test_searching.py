"""What is made of the words that somebody types into the search."""

import datetime as dt
import unicodedata

import pytest
from django.contrib.auth import get_user_model
from django.db.models import TextField, Value

from emulation_portal.core.searching import MAX_NUMBERS, words_of
from tests.factories.people import UserFactory


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Hợp tác xã Đông Triều", ["htx", "dong", "trieu"]),
        ("Liên minh Hợp tác xã", ["lmhtx"]),
        ("LM HTX", ["lmhtx"]),
        ("quỹ TDND, LH HTX và tổ hợp tác", ["qtdnd", "lhhtx", "va", "tht"]),
        ("thi đua - khen thưởng", ["tdkt"]),
        ("xã hợp tác", ["xa", "hop", "tac"]),
        ("TM–DV Hải\u200bLạng", ["tm", "dv", "hailang"]),
        ("H’Rê & H'Rê", ["h", "re"]),
        ("phòng,chống covid-19", ["phong", "chong", "covid", "19"]),
        ("2021–2025", ["2021-2025"]),
        ("２／９", ["2/9"]),
        ("ngày 26 tháng 11 năm 2021", ["26/11/2021"]),
        ("tháng 11/2021", ["11/2021"]),
        ("tháng 11 năm 2021", ["11/2021"]),
        ("năm 2021", ["2021"]),
        ("năm học", ["nam", "hoc"]),
        ("644KH-LMHTX", ["644/kh-lmhtx"]),
        ("644-KH/LMHTX", ["644/kh-lmhtx"]),
        ("644-KH-LMHTX", ["644/kh-lmhtx"]),
        ("#644/KH−LMHTX;", ["644/kh-lmhtx"]),
        ("Ðông Trìêu ƣu", ["dong", "trieu", "uu"]),
        (unicodedata.normalize("NFD", "Đường sắt, Đường thủy"), ["duong", "sat", "thuy"]),
        ("“Xanh, sạch” – (an toàn).", ["xanh", "sach", "an", "toan"]),
        ("Số: 644 / KH–LMHTX", ["644/kh-lmhtx"]),
        ("số 04/KH-LMHTX ngày 26/11/2021", ["04/kh-lmhtx", "26/11/2021"]),
        ("số phận", ["so", "phan"]),
        ("HTX-001", ["htx", "001"]),
        ("100% _", ["100"]),
        (" – . “” / ", []),
    ],
)
def test_words_are_folded_and_freed_of_marks(typed: str, words: list[str]) -> None:
    assert [word.text for word in words_of(typed)] == words


@pytest.mark.parametrize(
    ("typed", "number", "year", "day"),
    [
        ("644", (644, ""), None, None),
        ("04/KH", (4, "kh"), None, None),
        ("2021", (2021, ""), 2021, None),
        ("0999", (999, ""), None, None),
        ("26/11/2021", (26, "11/2021"), None, dt.date(2021, 11, 26)),
        ("5/2/26", (5, "2/26"), None, dt.date(2026, 2, 5)),
        ("31/02/2021", (31, "02/2021"), None, None),
        ("x644", None, None, None),
        ("9" * 30, None, None, None),
    ],
)
def test_word_may_be_a_number_a_year_or_a_day(
    typed: str, number: tuple[int, str] | None, year: int | None, day: dt.date | None
) -> None:
    (word,) = words_of(typed)

    assert (word.number, word.year, word.day) == (number, year, day)


def test_no_more_than_some_words_are_taken_for_numbers_of_papers() -> None:
    words = words_of("mot 1 2 hai 3 4 5")

    assert [word.text for word in words if word.number] == ["1", "2", "3"]
    assert len([word for word in words if word.number]) == MAX_NUMBERS


@pytest.mark.django_db
@pytest.mark.parametrize("mark", ["", *" \n(-–/.:,\"“'’"])
def test_short_word_is_found_behind_whatever_stands_before_a_word(mark: str) -> None:
    UserFactory()
    before = f"thi dua{mark}" if mark else ""
    said = get_user_model().objects.annotate(said=Value(f"{before}an toan", output_field=TextField()))

    assert said.filter(said__has_word="an").exists()
    assert not said.filter(said__has_word="oa").exists()
