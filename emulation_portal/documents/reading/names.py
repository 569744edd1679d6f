"""Who issues the paper, as its opening says."""

import re
from collections.abc import Sequence

from .bases import DOCUMENT_TYPES
from .text import plain

_VERBS = {"THÔNG BÁO", "HƯỚNG DẪN", "QUYẾT ĐỊNH", "QUY ĐỊNH", "BÁO CÁO"}


def find_issuer(preamble: Sequence[str], document_type: str) -> str:
    """Return who says in the opening to issue the paper; empty when nobody does.

    The organisation is the last phrase before the verb: “…, Liên minh HTX tỉnh Quảng Ninh xây dựng Kế hoạch …”. The
    names of some types are verbs themselves: “Liên minh HTX tỉnh Quảng Ninh thông báo …”.
    """
    named = document_type or "|".join(DOCUMENT_TYPES)
    says = rf"(?:ban hành|xây dựng|triển khai|đề ra)\s+(?:{named})"
    if document_type in _VERBS:
        says += rf"|(?-i:{document_type.lower()})"
    issues = re.compile(rf"\s(?:{says})\b", re.IGNORECASE)
    for text in preamble:
        found = issues.search(text)
        phrase = plain(re.split(r"[,;.:\n]", text[: found.start()])[-1]) if found else ""
        if phrase[:1].isupper() and len(phrase) <= 120:
            return phrase
    return ""
