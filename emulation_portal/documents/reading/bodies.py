"""By what words the name of a body begins."""

import re

from emulation_portal.core.vietnamese import upper

_HEADS = (
    "LIÊN MINH|LIÊN HIỆP|LIÊN ĐOÀN|ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|HĐND|HỘI|BAN|BCH|BCĐ|SỞ|VĂN PHÒNG|HỢP TÁC XÃ|HTX|QUỸ|BỘ"
    "|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY|THỊ ỦY|ĐẢNG ỦY|ĐẢNG BỘ|CHI BỘ|TỈNH ĐOÀN|THÀNH ĐOÀN|HUYỆN ĐOÀN|ĐOÀN|CÔNG ĐOÀN|TRUNG TÂM"
    "|PHÒNG|CHI CỤC|CHI NHÁNH|CỤC|TỔNG CỤC|TỔNG CÔNG TY|CÔNG TY|TẬP ĐOÀN|NGÂN HÀNG|TRƯỜNG|HỌC VIỆN|VIỆN|BỆNH VIỆN|TRẠM"
    "|CÔNG AN|HẠT|ĐỘI|ĐỒN|TÒA ÁN|TOÀ ÁN|VIỆN KIỂM SÁT|THANH TRA|BẢO HIỂM|KHO BẠC|TỔ HỢP TÁC|THT|MẶT TRẬN|MTTQ|NHÀ MÁY"
)
_KIND = re.compile(rf"(?:{_HEADS}|BAN (?:CHỈ ĐẠO|TỔ CHỨC|CHẤP HÀNH|THƯỜNG VỤ))")
_ORGANISATION = re.compile(rf"(?:{_HEADS})\b")


def begins_organisation(words: str) -> bool:
    """Whether the words begin as the name of a body does."""
    return bool(_ORGANISATION.match(upper(words)))


def is_kind_of_body(words: str) -> bool:
    """Whether the words say what kind of body it is and not which: HỘI ĐỒNG."""
    return bool(_KIND.fullmatch(upper(words)))


def goes_on(words: str) -> bool:
    """Whether the words behind a comma go on with the name before it: “Sở Văn hóa, Thể thao và Du lịch”."""
    return words[:1].isupper() and (" và " in words or words.startswith("Khen thưởng"))
