"""How a sentence goes on: what is no name begins small after the name of its paper."""

import pytest

from emulation_portal.core.vietnamese import capitalised, uncapitalised


@pytest.mark.parametrize(
    ("text", "goes_on"),
    [
        ("Về việc lập hồ sơ", "về việc lập hồ sơ"),
        ("Triển khai phong trào", "triển khai phong trào"),
        ("Sửa đổi, bổ sung Kế hoạch số 03", "sửa đổi, bổ sung Kế hoạch số 03"),
        ("Liên minh Hợp tác xã tỉnh chung sức", "Liên minh Hợp tác xã tỉnh chung sức"),
        ("TỔNG kết", "TỔNG kết"),
        ("“Về đích” sớm", "“Về đích” sớm"),
        ("  ", "  "),
        ("", ""),
    ],
)
def test_summary_goes_on_after_the_name_of_its_paper(text: str, goes_on: str) -> None:
    assert uncapitalised(text) == goes_on


def test_sentence_begins_with_a_capital() -> None:
    assert [capitalised(text) for text in ("đơn vị A", "", "Á")] == ["Đơn vị A", "", "Á"]
