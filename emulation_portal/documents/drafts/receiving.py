"""A file that was read, taken as the paper of another body that was sent to ours: what is written down of it."""

from typing import Any

from emulation_portal.core.short_names import is_same_name
from emulation_portal.core.vietnamese import capitalised, fold
from emulation_portal.documents.reading import ParsedPaper, find_issuer

from .paper_kind import PaperKind

# Words of a name that stand in small letters behind its first: what kind of body it is, and of what place.
_SMALL = frozenset(
    fold(word)
    for word in [
        "ủy",
        "ban",
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
        "ban",
        "chấp",
        "hành",
        "thường",
        "trực",
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
        "liên",
        "hiệp",
        "công",
        "ty",
        "cổ",
        "phần",
        "trường",
        "và",
        "của",
    ]
)


def facts_of_file(parsed: ParsedPaper, kind: PaperKind) -> dict[str, Any]:
    """Return what the head of the file says, as the form of a received paper shows it at first."""
    number = "" if parsed.number is None else f"{parsed.number:02d}"
    return {
        "issued_by": _issuer(parsed),
        "document_type": capitalised(parsed.document_type.lower()),
        "number": f"{number}/{parsed.symbol}" if parsed.symbol else number,
        "issued_on": parsed.issued_on,
        "summary": " ".join(" ".join(parsed.summary).split()),
        "campaign_name": kind.named_in(parsed).get("campaign", ""),
    }


def _issuer(parsed: ParsedPaper) -> str:
    """Return the body as a sentence of the paper writes it, else its head in small letters."""
    head = " ".join(" ".join(parsed.issuer_lines).split())
    named = find_issuer(parsed.preamble, parsed.document_type)
    if named and (not head or is_same_name(fold(head), fold(named))):
        return named
    return capitalised(" ".join(_written(word) for word in head.split())) if head.isupper() else head


def _written(word: str) -> str:
    return word.lower() if fold(word) in _SMALL else word.title()
