"""Who issues the paper, as its opening says."""

import re
from collections.abc import Sequence

from .bases import ISSUES
from .text import plain

_VERBS = {"THÔNG BÁO", "HƯỚNG DẪN", "QUYẾT ĐỊNH", "QUY ĐỊNH", "BÁO CÁO"}
MAX_NAME = 120


def find_issuer(preamble: Sequence[str], document_type: str) -> str:
    """Return who says in the opening to issue the paper; empty when nobody does.

    The organisation is the last phrase before the verb: “…, Liên minh HTX tỉnh Quảng Ninh xây dựng Kế hoạch …”. The
    names of some types are verbs themselves: “Liên minh HTX tỉnh Quảng Ninh thông báo …”.
    """
    for text in preamble:
        found = _issues(text) or _says_itself(text, document_type)
        phrase = plain(re.split(r"[,;.:\n]", text[: found.start()])[-1]) if found else ""
        phrase = re.sub(r"^Nay\s+", "", phrase)
        if phrase[:1].isupper() and len(phrase) <= MAX_NAME:
            return phrase
    return ""


def _issues(text: str) -> re.Match[str] | None:
    """Return where the text says that a body issues: “phát động phong trào” says so only right before the sections."""
    announces = text.rstrip("* ").endswith(":")
    found = [each for each in ISSUES.finditer(text) if announces or "phát động" not in each.group().casefold()]
    return (found[-1] if announces else found[0]) if found else None


def _says_itself(text: str, document_type: str) -> re.Match[str] | None:
    verb = re.escape(document_type.lower())
    return re.search(rf"\s{verb}\b", text) if document_type in _VERBS else None
