"""A file that was read, taken as the paper of another body that was sent to ours: what is written down of it."""

import re
from typing import Any

from emulation_portal.core.short_names import is_same_name
from emulation_portal.core.vietnamese import capitalised, fold
from emulation_portal.documents.reading import LineRole, ParsedPaper, find_issuer, plain

from .paper_kind import PaperKind

MAX_NUMBER = 60

# Words of a name that stand in small letters behind its first: what kind of body it is, and of what place.
_SMALL = frozenset(
    [
        "ủy",
        "ban",
        "uỷ",
        "nhân",
        "dân",
        "tỉnh",
        "thành",
        "phố",
        "huyện",
        "quận",
        "thị",
        "xã",
        "phường",
        "trấn",
        "liên",
        "minh",
        "hợp",
        "tác",
        "hội",
        "đồng",
        "chấp",
        "hành",
        "thường",
        "trực",
        "vụ",
        "sở",
        "phòng",
        "cục",
        "chi",
        "trung",
        "tâm",
        "văn",
        "thi",
        "đua",
        "khen",
        "thưởng",
        "đoàn",
        "thể",
        "mặt",
        "trận",
        "đảng",
        "bộ",
        "hiệp",
        "công",
        "ty",
        "cổ",
        "phần",
        "trường",
        "và",
        "của",
        "trưởng",
        "tướng",
        "chủ",
        "tịch",
        "giám",
        "đốc",
        "phủ",
        "ương",
        "cấp",
        "khối",
        "doanh",
        "nghiệp",
        "lao",
        "động",
        "quản",
        "lý",
        "dự",
        "án",
        "bệnh",
        "viện",
        "đại",
        "học",
        "cao",
        "đẳng",
    ]
)
_ABBREVIATIONS = frozenset(
    [
        "TNCS",
        "UBND",
        "HĐND",
        "HTX",
        "LMHTX",
        "TNHH",
        "TP",
        "BCH",
        "BCĐ",
        "MTTQ",
        "LHPN",
        "CCB",
        "TDTT",
        "VHTT",
        "GDĐT",
        "KHCN",
    ]
)
_NUMBER = re.compile(r"\ASố\s*:?\s*", re.IGNORECASE)


def facts_of_file(parsed: ParsedPaper, kind: PaperKind) -> dict[str, Any]:
    """Return what the head of the file says, as the form of a received paper shows it at first."""
    return {
        "issued_by": _issuer(parsed),
        "document_type": capitalised(parsed.document_type.lower()),
        "number": _number(parsed),
        "issued_on": parsed.issued_on,
        "summary": " ".join(" ".join(parsed.summary).split()),
        "campaign_name": kind.named_in(parsed).get("campaign", ""),
    }


def _number(parsed: ParsedPaper) -> str:
    """Return number and symbol as the file writes them: 0125/KH-UBND, 112-KH/TĐTN. It is no number of ours."""
    written = next((plain(piece.text) for piece in parsed.front if piece.role == LineRole.NUMBER), "")
    found = " ".join(_NUMBER.sub("", written).split())
    if any(letter.isdigit() for letter in found) and len(found) <= MAX_NUMBER:
        return found
    number = "" if parsed.number is None else f"{parsed.number:02d}"
    return f"{number}/{parsed.symbol}" if parsed.symbol else number


def _issuer(parsed: ParsedPaper) -> str:
    """Return the body as a sentence of the paper writes it in full, else its head in small letters."""
    head = " ".join(" ".join(parsed.issuer_lines).split())
    named = find_issuer(parsed.preamble, parsed.document_type)
    if named and len(named.split()) >= len(head.split()) and (not head or is_same_name(fold(head), fold(named))):
        return named
    return capitalised(" ".join(map(_written, head.split()))) if head.isupper() else head


def _written(word: str) -> str:
    bare = word.strip(",.-")
    if bare in _ABBREVIATIONS:
        return word
    return word.lower() if bare.lower() in _SMALL else word.title()
