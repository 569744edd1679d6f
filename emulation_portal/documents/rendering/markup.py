"""The two marks of body texts, `*…*` and `**…**`; everything else is escaped."""

import html
import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_TOKENS = re.compile(r"\\[*\\]|\*\*|\*|[^*\\]+|\\")


def inline(text: str) -> SafeString:
    """Return the text escaped, with `*…*` as italic and `**…**` as bold. A star without its partner stays a star."""
    parts: list[str] = []
    opened: list[tuple[str, int]] = []
    tokens = _TOKENS.findall(squeeze_breaks(text))
    for at, token in enumerate(tokens):
        if token not in {"*", "**"}:
            parts.append(escape(token[1:] if len(token) == 2 and token[0] == "\\" else token))
            continue
        follows_text = bool(parts) and not parts[-1][-1:].isspace()
        precedes_text = at + 1 < len(tokens) and not tokens[at + 1][:1].isspace()
        if opened and opened[-1][0] == token and follows_text:
            _, start = opened.pop()
            tag = "b" if token == "**" else "i"
            parts[start] = f"<{tag}>"
            parts.append(f"</{tag}>")
        elif precedes_text and all(mark != token for mark, _ in opened):
            opened.append((token, len(parts)))
            parts.append(token)
        else:
            parts.append(token)
    return mark_safe("".join(parts))  # every piece is escaped above or is one of our two tags


def squeeze_breaks(text: str) -> str:
    """Return the text on one line; its inner spaces stay as the author wrote them."""
    return re.sub(r"\s*[\r\n]+\s*", " ", text).strip()


def plain(text: str) -> str:
    """Return the text without its marks, for bookmarks and for measuring."""
    return html.unescape(re.sub(r"<[^>]+>", "", inline(text)))
