"""What the end of a line must not tear apart, on screen and on paper."""

import re
from html import escape

from django.utils.safestring import SafeString, mark_safe

# What no line breaks inside: 746/KH-LMHTX, 26/11/2021, 2021 - 2025; and no line begins with a dash that stands between
# two words, “Thi đua - Khen thưởng”. By spans, for a no-break space would be read back as another letter.
_WHOLE = re.compile(
    r"\b\d{4} [-–] \d{4}\b(?: [-–](?= ))?|(?<!\S)\S{1,40} [-–](?= )|^ [-–](?= )|(?<![\w/-])\w{1,20}(?:[/-]\w{1,20}){1,6}(?: [-–](?= ))?"
)

# On screens a year stays with its word too, and the name of the portal breaks only behind its dash. What is printed keeps
# its lines.
_ON_SCREEN = re.compile(rf"\b[Nn]ăm \d{{4}}\b(?: [-–] \d{{4}}\b)?|(?:\bCổng )?\bThi đua [-–](?= )|{_WHOLE.pattern}")


def pieces(text: str) -> list[str]:
    """Return what a line breaks between: words, and what `hold_together` keeps whole, without spaces around."""
    rest, found = _WHOLE.sub(" ", text).split(), [whole.strip() for whole in _WHOLE.findall(text)]
    return [*rest, *found]


def hold_together(text: str) -> SafeString:
    """Return the text escaped, its numbers, dates and dashes kept from being torn apart at the end of a line."""
    return _held(_WHOLE, text)


def hold_on_screen(text: str) -> SafeString:
    """Return the text escaped, held together as `hold_together` does, and “năm 2026” and “Cổng Thi đua -” besides."""
    return _held(_ON_SCREEN, text)


def _held(whole: re.Pattern[str], text: str) -> SafeString:
    return mark_safe(whole.sub(r'<span class="nowrap">\g<0></span>', escape(str(text))))  # escaped before the tags
