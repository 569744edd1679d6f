from pathlib import Path

import pytest

from emulation_portal.core.legacy_fonts import (
    _TCVN3_LETTERS,
    _VNI_LETTERS,
    LegacyEncoding,
    find_legacy_encoding,
    to_unicode,
)

PLANS = Path(__file__).resolve().parents[2] / "campaigns" / "sample" / "plans"
SOURCE = (PLANS / "ke-hoach-644-covid-19.md").read_text("utf-8")
QUOC_HIEU = "Cộng hòa xã hội chủ nghĩa Việt Nam"


def typed_in_tcvn3(text: str) -> str:
    return text.translate({ord(letter): chr(byte) for byte, letter in _TCVN3_LETTERS.items()})


def typed_in_vni(text: str) -> str:
    written = {letter: keys for keys, letter in _VNI_LETTERS.items()}
    return "".join(written.get(char, char) for char in text)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Nguyªn", LegacyEncoding.TCVN3),
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", LegacyEncoding.TCVN3),
        ("§éc lËp - Tù do - H¹nh phóc", LegacyEncoding.TCVN3),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", LegacyEncoding.VNI),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", LegacyEncoding.VNI),
        (QUOC_HIEU.encode().decode("latin-1"), LegacyEncoding.MISREAD_UTF8),
        ("Nguyá»…n Vi\u1ec7t".encode().decode("cp1252", "replace"), LegacyEncoding.MISREAD_UTF8),
        (SOURCE.encode().decode("cp1252", "replace"), LegacyEncoding.MISREAD_UTF8),
        (typed_in_tcvn3(SOURCE), LegacyEncoding.TCVN3),
        (typed_in_vni(SOURCE), LegacyEncoding.VNI),
        (SOURCE + "\n" + typed_in_tcvn3(SOURCE[:300]), LegacyEncoding.TCVN3),
    ],
)
def test_old_font_is_recognised(text, encoding):
    assert find_legacy_encoding(text) == encoding


@pytest.mark.parametrize(
    "text",
    [
        "",
        SOURCE,
        SOURCE.upper(),
        QUOC_HIEU.upper(),
        "Ke hoach khong dau",
        "Diện tích 500 m², 37 °C, § 5, «Cả nước đoàn kết», Microsoft® Word, © 2021, ½ ngày",
        "Ông Müller và bà François thăm hợp tác xã Đông Triều, Quảng Ninh",
        "hoà thuý uỷ hòa thúy ủy toán hoặc tuân khuấy oà oá",
        "thi\u00adđua theo kế hoạch",
    ],
)
def test_unicode_text_is_let_through(text):
    assert find_legacy_encoding(text) is None


@pytest.mark.parametrize(
    ("typed", "encoding", "unicode"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", LegacyEncoding.TCVN3, QUOC_HIEU),
        ("Thi ®ua, khen th\u00adëng", LegacyEncoding.TCVN3, "Thi đua, khen thưởng"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", LegacyEncoding.VNI, QUOC_HIEU),
        ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", LegacyEncoding.VNI, QUOC_HIEU.upper()),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", LegacyEncoding.VNI, "Độc lập - Tự do - Hạnh phúc"),
    ],
)
def test_old_font_is_turned_into_unicode(typed, encoding, unicode):
    assert to_unicode(typed, encoding) == unicode


def test_whole_plan_comes_back_from_both_encodings():
    small = SOURCE.lower().replace("“", '"').replace("”", '"')

    assert to_unicode(typed_in_tcvn3(small), LegacyEncoding.TCVN3) == small
    assert to_unicode(typed_in_vni(SOURCE), LegacyEncoding.VNI) == SOURCE


def test_unknown_encoding_is_not_converted():
    with pytest.raises(ValueError, match="OTHER"):
        to_unicode("x", LegacyEncoding.OTHER)
