"""The two marks of body texts, `*…*` and `**…**`; everything else is escaped."""

import html
import re

from django.utils.safestring import SafeString, mark_safe

from emulation_portal.core.whole import hold_together

_TOKENS = re.compile(r"\\[*\\]|\*{1,3}|[^*\\]+|\\")
_TAGS = {"*": "i", "**": "b"}
_WRITTEN = re.compile(r"[*\\\r\n]")  # what `inline` reads as more than a letter
_BEFORE_AN_END = re.compile(r"(?<![ \t\r\n])[ \t\r\n]+(?=</(?:p|h[1-6]|td|th|li|div)>)")


def inline(text: str) -> SafeString:
    """Return the text escaped, with `*…*` as italic and `**…**` as bold. A star without its partner stays a star."""
    if not _WRITTEN.search(text):  # most cells of a table
        return hold_together(text.strip())
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


def _marks(token: str, opened: list[tuple[str, int]]) -> list[str]:
    """Return `***` as its two marks, the one that was opened last first."""
    if len(token) < 3:
        return [token]
    return ["*", "**"] if opened and opened[-1][0] == "*" else ["**", "*"]


def squeeze_breaks(text: str) -> str:
    """Return the text on one line; its inner spaces stay as the author wrote them."""
    return re.sub(r"\s*[\r\n]+\s*", " ", text).strip()


def close_up(markup: str) -> SafeString:
    """Return the markup without white space at the ends of blocks, which templates have for their readers.

    Pango counts it: where a last line is just full, it puts the space, and one word with it, on a line of its own.
    """
    return mark_safe(_BEFORE_AN_END.sub("", markup))  # nothing is added to what the templates made


def plain(text: str) -> str:
    """Return the text without its marks, for bookmarks and for measuring."""
    if not _WRITTEN.search(text):
        return text.strip()
    return html.unescape(re.sub(r"<[^>]+>", "", inline(text)))
