from decimal import Decimal as D

import pytest

from campaigns.reports.expectations import Term, WrongExpectation, expected_value, parse_expectation
from campaigns.reports.quantities import NoNumber, parse_quantity, written


@pytest.mark.parametrize(
    ("text", "places", "number"),
    [
        ("0", 0, "0"),
        ("1.234.567,5", 1, "1234567.5"),
        ("2.839", 0, "2839"),
        (" 1 500 000 ", 0, "1500000"),
        ("12,50", 1, "12.5"),
        ("-3", 0, "-3"),
        ("–3", 0, "-3"),
        ("1 234\u2009567,5", 1, "1234567.5"),
        ("\u200b10\t", 0, "10"),
        ("007", 0, "7"),
    ],
)
def test_numbers_are_read_as_they_are_written_in_vietnamese(text, places, number):
    assert parse_quantity(text, places=places) == D(number)


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("1.200.000đ", "đồng", "1200000"),
        ("1.200.000 VNĐ.", "đồng", "1200000"),
        ("500 000 đồng", "đồng", "500000"),
        ("203 HTX", "HTX", "203"),
        ("20 Người", "người", "20"),
        ("77%", "%", "77"),
    ],
)
def test_the_unit_behind_a_number_says_nothing_new(text, unit, number):
    assert parse_quantity(text, unit=unit) == D(number)


@pytest.mark.parametrize(
    ("text", "places", "words"),
    [
        ("2.5", 1, "Hãy ghi 2,5"),
        ("0.125", 3, "Hãy ghi 0,125"),
        ("0.839", 0, "Hãy ghi 0,839"),
        ("12 34", 0, "hai số cách nhau"),
        ("5 10", 0, "hai số cách nhau"),
        ("38%", 0, "theo phần trăm"),
        ("203 HTX", 0, "không phải là số"),
        ("không", 0, "không có thì ghi 0"),
        ("1,234,567.5", 1, "kiểu nước ngoài"),
        ("mười", 0, "không phải là số"),
        ("1e9", 0, "không phải là số"),
        ("12,5", 0, "số nguyên"),
        ("12,55", 1, "tối đa 1 chữ số"),
        ("9" * 16, 0, "Số quá lớn"),
        ("1.23.456", 0, "không phải là số"),
        ("٣", 0, "không phải là số"),
    ],
)
def test_what_is_no_number_is_refused_in_words(text, places, words):
    with pytest.raises(NoNumber, match=words):
        parse_quantity(text, places=places)


@pytest.mark.parametrize(
    ("number", "text"), [("1234567.50", "1.234.567,5"), ("0", "0"), ("-0.0", "0"), ("1000", "1.000"), ("0.05", "0,05")]
)
def test_numbers_are_written_with_dots_and_a_comma(number, text):
    assert written(D(number)) == text


def test_what_is_written_is_read_back():
    for number in ("0", "5", "1234.5", "999999999999999", "0.0001"):
        assert parse_quantity(written(D(number)), places=4) == D(number)


def test_an_expectation_is_read_and_computed():
    terms = parse_expectation("HTX_TONG@ + HTX_MOI - HTX_GT")

    assert terms == (Term(1, "HTX_TONG", True), Term(1, "HTX_MOI", False), Term(-1, "HTX_GT", False))
    now, before = {"HTX_MOI": D(3), "HTX_GT": D(1)}, {"HTX_TONG": D(40)}
    assert expected_value(terms, now, before) == D(42)
    assert expected_value(terms, {"HTX_MOI": D(3)}, before) is None


@pytest.mark.parametrize("text", ["", "HTX HD", "htx_hd", "A ++ B", "A + ", "A*B", "1 + A"])
def test_an_expectation_that_cannot_be_read_is_refused(text):
    with pytest.raises(WrongExpectation):
        parse_expectation(text)
