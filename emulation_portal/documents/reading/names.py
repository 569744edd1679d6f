"""The campaign's quoted name and its theme."""

import re
from collections.abc import Sequence

from .text import plain, quotations

_THEME_LEADS = ("chủ đề", "chủ đề là", "chủ đề:")
_NAME_LEADS = ("phong trào", "phong trào thi đua", "thi đua đặc biệt", "đợt thi đua", "cuộc vận động", "chuyên đề")
# The organisation is the last phrase before the verb: “…, Liên minh HTX tỉnh Quảng Ninh xây dựng Kế hoạch …”.
_ISSUES = re.compile(r"\s(?:ban hành|xây dựng|triển khai|đề ra)\s+Kế hoạch\b", re.IGNORECASE)


def find_issuer(preamble: Sequence[str]) -> str:
    """Return who says to issue the paper in the opening; empty when nobody does."""
    for text in preamble:
        found = _ISSUES.search(text)
        phrase = plain(re.split(r"[,;.:\n]", text[: found.start()])[-1]) if found else ""
        if phrase[:1].isupper() and len(phrase) <= 120:
            return phrase
    return ""


def find_campaign_name(titles: Sequence[str], preamble: Sequence[str]) -> str:
    """Return the name quoted in the trích yếu, or else in the opening; empty when none is quoted."""
    for title in titles:
        found = quotations(title)
        if found:
            return plain(found[0].inner)
    return next(iter(quoted_names(preamble)), "")


def quoted_names(paragraphs: Sequence[str]) -> list[str]:
    """Return the names quoted after “phong trào …”, as each paragraph writes them."""
    return [inner for text in paragraphs for inner in _quoted_after(text, _NAME_LEADS)]


def find_theme(paragraphs: Sequence[str]) -> str:
    """Return what is quoted after “với chủ đề”; empty when nothing is."""
    return next((inner for text in paragraphs for inner in _quoted_after(text, _THEME_LEADS)), "")


def _quoted_after(text: str, leads: tuple[str, ...]) -> list[str]:
    found = []
    for quotation in quotations(text):
        before = " ".join(text[max(0, quotation.start - 40) : quotation.start].replace("*", " ").casefold().split())
        if before.endswith(leads):
            found.append(plain(quotation.inner))
    return found
