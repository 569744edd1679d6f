"""The code under the QR, as people type and paste it."""

import pytest

from emulation_portal.documents.codes import new_code, printed_code, read_code

CODE = "Z92AZ3H27P60"


def test_code_is_read_as_it_is_printed() -> None:
    code = new_code()

    assert read_code(printed_code(code)) == read_code(code.lower()) == code


@pytest.mark.parametrize(
    "typed",
    [
        "z92a-z3h2-7p6o",
        " Z92A Z3H2 7P60 ",
        "Z92A–Z3H2–7P60",
        "Z92A‑Z3H2‑7P60",
        "Z92A—Z3H2—7P60.",
        "Z92A\u00a0Z3H2\u00a07P60",
        "Z92A\u00adZ3H2\u200b7P60",
        "Z92A_Z3H2.7P60",
        "Mã kiểm tra: Z92A-Z3H2-7P60",
        "https://thidua.example.vn/kiem-tra/Z92A-Z3H2-7P60/",
    ],
)
def test_code_is_read_as_it_is_pasted(typed: str) -> None:
    assert read_code(typed) == CODE


@pytest.mark.parametrize(
    "typed", ["", "Z92A-Z3H2-7P6", "Z92A-Z3H2-7P600", "Z92A-Z3H2-7P6Ư", "644/KH-LMHTX", "0" * 5_000]
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) == ""
