"""Numbers in words of the office."""

import pytest

from emulation_portal.core.numbering import names_number


@pytest.mark.parametrize(
    "text",
    ["01/KH-LMHTX", "Căn cứ Kế hoạch số 1/KH-LMHTX;", "(số 001 / kh – lmhtx)", "số 01/KH-LMHTX, ngày 02/3/2026"],
)
def test_number_is_named_with_its_symbol_however_it_is_written(text: str) -> None:
    assert names_number(text, 1, "KH-LMHTX")


@pytest.mark.parametrize(
    "text",
    ["101/KH-LMHTX", "10/KH-LMHTX", "01/KH-LMHTXVN", "01/KH-LMHTX-VP", "01/QĐ-LMHTX", "01 KH-LMHTX", "01/KH-LMHT", ""],
)
def test_number_is_not_named_by_a_part_of_another(text: str) -> None:
    assert not names_number(text, 1, "KH-LMHTX")


def test_symbol_stands_for_itself() -> None:
    assert names_number("số 7/K.H-ĐU", 7, "K.H-ĐU")
    assert not names_number("số 7/KxH-ĐU", 7, "K.H-ĐU")
