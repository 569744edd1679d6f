"""Letters that look right and are not: of a neighbouring alphabet, or of a font that only one machine has."""

import re

# Symbol and Wingdings have their signs at places of their own; Word keeps them at U+F000 and above.
_SYMBOL = "2D- A3≤ A5∞ AE→ B0° B1± B3≥ B4× B7• B8÷ B9≠ BB≈ D7⋅ DE⇒ E5∑"
_WINGDINGS = "6C● 6E■ 6F□ 71❑ 75◆ 76❖ 9F• A7▪ A8□ D8➢ E0→ F0⇨ FB✗ FC✓ FD☒ FE☑"
SYMBOL_FONTS = {
    name: {int(each[:2], 16): each[2:] for each in signs.split()}
    for name, signs in (("symbol", _SYMBOL), ("wingdings", _WINGDINGS))
}
_ALIKE = {"ƣ": "ư", "Ƣ": "Ư", "Ð": "Đ", "ð": "đ", "Ö": "Ú"}
# Ö only among capitals: an old conversion left XÖC, GIÖP in otherwise good texts.
_WRONG = re.compile("[ƣƢÐð\ue000-\uf8ff]|(?<=[A-ZĐ])Ö(?=[A-ZĐ])")
_WORD = re.compile(r"[^\W\d_]*+")
MAX_TOLD = 5  # words that a note names


def mended(text: str) -> tuple[str, str]:
    """Return the text with the letters that are meant, and what was mended in words; empty when nothing was.

    At the head of a line a sign of a private font is a bullet, elsewhere what Symbol or Wingdings have at that place.
    """
    counts: dict[tuple[str, str], int] = {}
    words: dict[str, None] = {}

    def mend(found: re.Match[str]) -> str:
        letter = found.group()
        right = _ALIKE.get(letter) or _of_font(letter, is_bullet=not _before(text, found.start()).strip())
        shown = letter if letter in _ALIKE else f"U+{ord(letter):04X}"
        counts[shown, right] = counts.get((shown, right), 0) + 1
        if letter in _ALIKE and len(words) < MAX_TOLD:
            words[_word_around(text, found.start())] = None
        return right

    mended_text = _WRONG.sub(mend, text)
    told = ", ".join(f"{wrong} thành {right} ({count} chỗ)" for (wrong, right), count in counts.items())
    named = ", ".join(f"“{word}”" for word in words)
    return mended_text, f"{told}, như trong {named}" if named else told


def _word_around(text: str, at: int) -> str:
    begin = at
    while begin and at - begin < 20 and text[begin - 1].isalpha():
        begin -= 1
    found = _WORD.match(text, begin, at + 20)
    return found.group() if found else ""


def _before(text: str, at: int) -> str:
    """Return what stands before the place on its line, no more than a few letters of it."""
    return text[max(0, at - 4) : at].rpartition("\n")[2]


def _of_font(letter: str, *, is_bullet: bool) -> str:
    place = ord(letter) & 0xFF
    return "-" if is_bullet else SYMBOL_FONTS["symbol"].get(place) or SYMBOL_FONTS["wingdings"].get(place) or "□"
