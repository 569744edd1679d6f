"""The two marks of body texts, `*…*` and `**…**`; everything else is escaped."""

import html
import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_TOKENS = re.compile(r"\\[*\\]|\*{1,3}|[^*\\]+|\\")
_TAGS = {"*": "i", "**": "b"}
# What no line breaks inside: 746/KH-LMHTX, 26/11/2021, 2021 - 2025; and no line begins with a dash that stands between
# two words, “Thi đua - Khen thưởng”. By spans, for a no-break space would be read back as another letter.
_WHOLE = re.compile(
    r"\b\d{4} [-–] \d{4}\b(?: [-–](?= ))?|(?<!\S)\S{1,40} [-–](?= )|^ [-–](?= )|(?<![\w/-])\w{1,20}(?:[/-]\w{1,20}){1,6}(?: [-–](?= ))?"
)


def inline(text: str) -> SafeString:
    """Return the text escaped, with `*…*` as italic and `**…**` as bold. A star without its partner stays a star."""
    parts: list[str] = []
    opened: list[tuple[str, int]] = []  # the mark, and where its tag goes once the partner is found
    tokens = _TOKENS.findall(squeeze_breaks(text))
    for at, token in enumerate(tokens):
        if token.strip("*"):
            parts.append(hold_together(token[1:] if len(token) == 2 and token[0] == "\\" else token))
            continue
        follows_text = bool(parts) and not parts[-1][-1:].isspace()
        precedes_text = at + 1 < len(tokens) and not tokens[at + 1][:1].isspace()
        for mark in _marks(token, opened):
            if opened and opened[-1][0] == mark and follows_text:
                parts[opened.pop()[1]] = f"<{_TAGS[mark]}>"
                parts.append(f"</{_TAGS[mark]}>")
            elif precedes_text and all(other != mark for other, _ in opened):
                opened.append((mark, len(parts)))
                parts.append(mark)
            else:
                parts.append(mark)
    return mark_safe("".join(parts))  # every piece is escaped above or is one of our two tags


def hold_together(text: str) -> SafeString:
    """Return the text escaped, its numbers, dates and dashes kept from being torn apart at the end of a line."""
    return mark_safe(_WHOLE.sub(r'<span class="nowrap">\g<0></span>', escape(text)))  # escaped before the tags


def _marks(token: str, opened: list[tuple[str, int]]) -> list[str]:
    """Return `***` as its two marks, the one that was opened last first."""
    if len(token) < 3:
        return [token]
    return ["*", "**"] if opened and opened[-1][0] == "*" else ["**", "*"]


def squeeze_breaks(text: str) -> str:
    """Return the text on one line; its inner spaces stay as the author wrote them."""
    return re.sub(r"\s*[\r\n]+\s*", " ", text).strip()


def plain(text: str) -> str:
    """Return the text without its marks, for bookmarks and for measuring."""
    return html.unescape(re.sub(r"<[^>]+>", "", inline(text)))
