"""Plain text with light markup (`**bold**`, `*italic*`, heading marks): cleaned, compared, cut into lines."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from emulation_portal.core.vietnamese import nfc

# Soft hyphen, zero-width characters, marks of writing direction, byte order mark: Word and web pages leave them in.
_INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF])
_LINE_ENDS = dict.fromkeys([0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], "\n")  # Word's soft break is U+000B
_CONTROLS = dict.fromkeys([*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)])
_CLEANED = _CONTROLS | _LINE_ENDS | _INVISIBLE
_NOT_ASCII_SPACES = re.compile(r"[^\S\n\t ]")
_HEADING_MARKS = re.compile(r"[ \t]*(?:#{1,6}(?:[ \t]+|$))+")
_RULE = re.compile(r"[-=_*\\|–—.…\s]+$")  # Word's own star is written \\*
POINT = re.compile(r"\*{0,3}[a-zđ]\)")
# Emphasis on a number without the sign behind it: **1**. Ban Kỹ thuật
_BOLD_DIGIT = re.compile(
    r"^([ \t]*(?:#{1,6}[ \t]+)*)(\*{1,3})([IVX]{1,6}|\d{1,2}(?:\.\d{1,2}){0,2}|[a-zđ])\2([ ]?[.)/:])", re.MULTILINE
)
_GOES_ON = re.compile(
    r"\d{1,4}/\d"
)  # a number or a day that a line end tore off its word: “152/2025/NĐ-CP”, “20/11/2026”
MOTTO = re.compile(r"(?<!\S)\*{0,3}Độc\s+lập\s*[-–—]\s*Tự\s+do\s*[-–—]\s*Hạnh\s+phúc\*{0,3}(?!\S)", re.I)
NATION = re.compile(
    r"(?<!\S)\*{0,3}C[ỘÔ]NG\s+H[ÒO][ÀA]\s+X[ÃA]\s+H[ỘO]I\s+CH[ỦU]\s+NGH[ĨI]A\s+VI[ỆE]T\s+NAM\*{0,3}(?!\S)", re.I
)
_STARS = re.compile(r"(?<!\\)\*{1,3}")
_ENDS = (".", ";", ":", "!", "?", "…")


def clean(text: str) -> str:
    """Return NFC text with `\\n` line ends, without invisible and control characters, with ordinary spaces."""
    text = text.replace("\r\n", "\n").translate(_CLEANED)
    return _BOLD_DIGIT.sub(r"\1\2\3\4\2", nfc(_NOT_ASCII_SPACES.sub(" ", text)))


def strip_heading_marks(line: str) -> tuple[str, int]:
    """Return the line without Markdown's heading marks, and how many stood before it."""
    found = _HEADING_MARKS.match(line)
    if not found:
        return line.strip(), 0
    words = line[found.end() :].split(" ")
    while words and not words[-1].strip("#"):  # a closing row of marks
        words.pop()
    return " ".join(words).strip(), found.group().count("#")


def canonical(text: str) -> str:
    """Return what must survive an import: the text but for white space and heading marks."""
    return " ".join(" ".join(strip_heading_marks(line)[0] for line in clean(text).split("\n")).split())


def is_table(text: str) -> bool:
    """Whether the line is a row of a table, or a paragraph consists of such rows: `| 1 | Tên |`."""
    return text.startswith("| ") and text.endswith("|") and len(text) > 3


def row_of(cells: Iterable[str]) -> str:
    """Return the cells as a row of a table, as `is_table` knows it; strokes within them are escaped already."""
    return f"| {' | '.join(cells)} |"


def is_finished(text: str) -> bool:
    """Whether the line ends as a sentence, an item or a heading with a colon does."""
    return text.rstrip('*”") ').endswith(_ENDS)


def starts_anew(text: str) -> bool:
    """Whether the line begins as a sentence or an item does."""
    if POINT.match(text):
        return True
    if _GOES_ON.match(text):
        return False
    first = text.lstrip('*“"( ')[:1]
    return first.isupper() or first.isdigit() or first in {"-", "–", "+", "•"}


def is_bullet(text: str) -> bool:
    """Whether the line is an item under a dash, plus, dot or star."""
    return text[:1] in {"-", "–", "—", "+", "•", "*"} and text[1:2] == " "


def is_rule(text: str) -> bool:
    """Whether the line only draws a line, as under the header of a paper."""
    return len(text) <= 300 and bool(_RULE.match(text))


def unwrap(text: str) -> tuple[str, str]:
    """Return the stars around a wholly emphasised line, and its words: `**A**` gives `("**", "A")`."""
    stars = text[: len(text) - len(text.lstrip("*"))]
    inner = text.strip("*")
    if 1 <= len(stars) <= 3 and text == stars + inner + stars and inner == inner.strip() != "" and "*" not in inner:
        return stars, inner
    return "", text


def plain(text: str) -> str:
    """Return the text on one line without emphasis marks. A star that stands alone stays."""
    pieces = [piece for piece, _, _ in spans(text)]
    return " ".join("".join(pieces).split())


def spans(text: str) -> list[tuple[str, bool, bool]]:
    """Return the text as (words, is bold, is italic). A mark that finds no partner is an ordinary star."""
    marks = [m for m in _STARS.finditer(text) if not _stands_alone(text, m)]
    waiting: dict[str, int] = {}
    paired: set[int] = set()
    for index, mark in enumerate(marks):
        partner = waiting.pop(mark.group(), None)
        if partner is None:
            waiting[mark.group()] = index
        else:
            paired |= {partner, index}
    found: list[tuple[str, bool, bool]] = []
    bold = italic = False
    start = 0
    for index in sorted(paired):
        mark = marks[index]
        found.append((text[start : mark.start()], bold, italic))
        bold ^= len(mark.group()) >= 2
        italic ^= len(mark.group()) != 2
        start = mark.end()
    found.append((text[start:], bold, italic))
    return [(words.replace("\\*", "*"), b, i) for words, b, i in found if words]


def _stands_alone(text: str, mark: re.Match[str]) -> bool:
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    return not before.strip() and not after.strip()


class Quotation(NamedTuple):
    start: int
    inner: str


_CLOSERS = {"“": "”", "«": "»", '"': '"', "‘": "’", "„": "”"}
_ODD_QUOTES = re.compile(r"''|´´|``")


def quotations(text: str) -> list[Quotation]:
    """Return the outermost quotations in “ ”, « », " ", ‘ ’ or '' '', in order. One pass; one never closed gives nothing.

    Quotes that both look as if they opened, or as if they closed, are a pair too.
    """
    found: list[Quotation] = []
    text = _ODD_QUOTES.sub('" ', text) if "''" in text or "´´" in text or "``" in text else text
    depth, start, closer = 0, 0, ""
    for at, char in enumerate(text):
        if not depth and (char in _CLOSERS or (char == "”" and text[at + 1 : at + 2].strip())):
            depth, start, closer = 1, at, _CLOSERS.get(char, "”")
        elif depth and (char == closer or (char == "“" and closer == "”" and _closes(text, at))):
            depth -= 1
            if not depth:
                found.append(Quotation(start, text[start + 1 : at]))
        elif depth and closer == "”" and char == "“":
            depth += 1
    return found


def _closes(text: str, at: int) -> bool:
    """Whether a quote that looks as if it opened stands at the end of words: Vườn xanh“ năm 2026."""
    return text[at - 1 : at].isalnum() and not text[at + 1 : at + 2].isalnum()
