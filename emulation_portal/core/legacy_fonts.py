"""Vietnamese typed for fonts from before Unicode (.VnTime, VNI-Times), as it looks when read without them."""

import re
from enum import StrEnum


class LegacyEncoding(StrEnum):
    """Ways of writing Vietnamese that are not Unicode, named as Unikey names them."""

    TCVN3 = "TCVN3 (ABC)"
    VNI = "VNI Windows"
    MISREAD_UTF8 = "UTF-8 bị đọc sai"
    OTHER = "bảng mã cũ (VPS, VISCII…)"


_PROPER = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
# No Vietnamese word in Unicode holds these: signs inside words, a capital after a small letter.
_TCVN3_HINT = re.compile(
    "[A-Za-z][ªµ¸¶·¨]|[A-Za-z][©¹«»¼½¾¬×÷][A-Za-z]|(?<![A-Za-z])[®§](?=[a-z\xa1-\xff])|[a-z][À-ÖØ-Þ](?![A-ZÀ-Þ])"
)
_VNI_HINT = re.compile(
    "[aeouyAEOUY][øûïØÛÏ]|[aeoAEO][åäÅÄ]|a[ëü]|[öÖ][øùûõïØÙÛÕÏ]|[aeoAEO][âÂ]|[aA][êÊ]|[aeuyAEUY][ùÙ]|[ñÑ](?=[aeiouöô])"
)
_MISREAD_HINT = re.compile("á[º»][\x80-\xbf\u0152-\u2122]|Ã[\xa0-\xbf]|Ä[\u0090\u0091\u2018\u0192©¨\x83]|Æ[°¡¯\xa0]")
_OTHER_HINT = re.compile("[A-Za-z][\x80-\x9f¡-¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ]{1,2}[A-Za-z]")


def find_legacy_encoding(text: str) -> LegacyEncoding | None:
    """Return how the text was typed when it is not Unicode: “Nguyªn”, “Vieät”, “Nguyá»…n”; None when it is.

    A foreign name or a sign in good Vietnamese text is no reason; a pasted paragraph among good ones is.
    """
    proper = len(_PROPER.findall(text))

    def is_many(hits: int) -> bool:
        return hits >= 8 or (hits > 0 and not proper) or (hits > 1 and hits * 10 > proper)

    misread, tcvn3, vni = (len(p.findall(text)) for p in (_MISREAD_HINT, _TCVN3_HINT, _VNI_HINT))
    if is_many(misread):
        return LegacyEncoding.MISREAD_UTF8
    if is_many(tcvn3) and tcvn3 * 3 >= vni:
        return LegacyEncoding.TCVN3
    if vni > 1 and is_many(vni):
        return LegacyEncoding.VNI
    others = len(_OTHER_HINT.findall(text))
    return LegacyEncoding.OTHER if others > 2 and is_many(others) else None


def legacy_advice(encoding: LegacyEncoding) -> str:
    """Return what the user should do with such a text."""
    if encoding == LegacyEncoding.MISREAD_UTF8:
        return "Chữ tiếng Việt bị đọc sai bảng mã. Hãy mở lại tệp gốc, chọn mã UTF-8 khi lưu, rồi nhập lại."
    return (
        f"Văn bản gõ bằng {encoding}, không phải Unicode. Hãy chuyển mã sang Unicode "
        "(Unikey: Ctrl+Shift+F6, mã đích Unicode), đổi phông sang Times New Roman, rồi nhập lại."
    )
