from pathlib import Path

import pytest

from emulation_portal.core.legacy_fonts import LegacyEncoding, find_legacy_encoding
from emulation_portal.core.vietnamese import nfc

PLANS = Path(__file__).resolve().parents[2] / "campaigns" / "sample" / "plans"
SOURCE = (PLANS / "ke-hoach-644-covid-19.md").read_text("utf-8")
QUOC_HIEU = "Cộng hòa xã hội chủ nghĩa Việt Nam"

# Byte values from 0xA1 on, as TCVN 5712 assigns them.
TCVN3_LETTERS = dict(
    zip(
        range(0xA1, 0x100),
        "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò"
        "ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ",
        strict=True,
    )
)
TONES = {"huyền": "\u0300", "sắc": "\u0301", "hỏi": "\u0309", "ngã": "\u0303", "nặng": "\u0323"}


def _vni_letters() -> dict[str, str]:
    """VNI writes the vowel, then one character for its hat and tone together."""
    found = {"ô": "ơ", "ö": "ư", "ñ": "đ", "î": "ỵ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị"}
    found |= {"aâ": "â", "eâ": "ê", "oâ": "ô", "aê": "ă"}
    rows = [("aeouyôö", "øùûõï", ""), ("aeo", "àáåãä", "\u0302"), ("a", "èéúüë", "\u0306")]
    for vowels, marks, hat in rows:
        for vowel in vowels:
            for mark, tone in zip(marks, TONES.values(), strict=True):
                base = {"ô": "ơ", "ö": "ư"}.get(vowel, vowel)
                found[vowel + mark] = nfc(base + hat + tone)
    del found["yï"]  # ỵ is î
    return found | {key.upper(): value.upper() for key, value in found.items()} | _mixed_case(found)


def _mixed_case(lower: dict[str, str]) -> dict[str, str]:
    """A capital vowel may carry a small mark: `Aù` for Á."""
    return {key[0].upper() + key[1:]: value.upper() for key, value in lower.items() if len(key) == 2}


VNI_LETTERS = _vni_letters()


def typed_in_tcvn3(text: str) -> str:
    return text.translate({ord(letter): chr(byte) for byte, letter in TCVN3_LETTERS.items()})


def typed_in_vni(text: str) -> str:
    written = {letter: keys for keys, letter in VNI_LETTERS.items()}
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
