"""What is pasted from Word line by line is printed item by item, and other broken lines as one paragraph."""

import pytest

from emulation_portal.documents.drafts.papers import split_paragraphs


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Dòng một\ndòng hai", ["Dòng một\ndòng hai"]),
        ("Một\n\nhai", ["Một", "hai"]),
        ("Một\r\n \r\nhai", ["Một", "hai"]),
        ("Gồm:\n- một;\n- hai.", ["Gồm:", "- một;", "- hai."]),
        ("1. Một\n2) Hai\n1.2. Ba\na) Bốn\nđ) Năm", ["1. Một", "2) Hai", "1.2. Ba", "a) Bốn", "đ) Năm"]),
        ("Đạt\n26.000 đồng năm\n2021 và\n-7 độ", ["Đạt\n26.000 đồng năm\n2021 và\n-7 độ"]),
        ("Chữ *nghiêng\n*và **đậm**", ["Chữ *nghiêng\n*và **đậm**"]),
        ("", []),
    ],
)
def test_paragraphs_of_a_box(text: str, parts: list[str]) -> None:
    assert split_paragraphs(text) == parts
