"""Plain text with light markup (`**bold**`, `*italic*`, heading marks): cleaned, compared, cut into lines."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from emulation_portal.core.vietnamese import nfc

# Soft hyphen, zero-width characters, marks of writing direction, byte order mark: Word and web pages leave them in.
_INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF])
_LINE_ENDS = dict.fromkeys([0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], "\n")  # Word's soft break is U+000B
_CONTROLS = dict.fromkeys([*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)])
_CLEANED = _CONTROLS | _LINE_ENDS | _INVISIBLE
_NOT_ASCII_SPACES = re.compile(r"[^\S\n\t ]")
_HEADING_MARKS = re.compile(r"[ \t]*(?:#{1,6}(?:[ \t]+|$))+")
_WIDE_GAP = re.compile(r"[ \t]{2,}")
_RULE = re.compile(r"[-=_*\\|–—.…\s]+$")  # Word's own star is written \\*
_POINT = re.compile(r"\*{0,3}[a-zđ]\)")
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
_HEADING_NUMBER = re.compile(
    r"\*{0,3}(?:(?:[IVX]{1,6}|\d{1,2}(?:\.\d{1,2}){0,2}|[a-zđ])[.)/]|\d{1,2}(?:\.\d{1,2}){1,2}(?=\s))\s*\*{0,3}[^\W\d_]"
)
_CLOSES_PAPER = re.compile(r"\*{0,3}Trên đây là\b")
_LABELLED = re.compile(r"[A-ZĐÀ-Ỹ][^\W\d_]*(?: [^\W_]+){0,6}: [^\W\d_]")
FULL_LINE = 0.7  # of the widest line: a line that is shorter ends there on purpose
MAX_SHORT_HEADING = 60
MIN_INDENT = 3
MIN_ROOM = 4  # letters beyond the next word: lines of a page are not of one width
_ENDS = (".", ";", ":", "!", "?", "…")


def clean(text: str) -> str:
    """Return NFC text with `\\n` line ends, without invisible and control characters, with ordinary spaces."""
    text = text.replace("\r\n", "\n").translate(_CLEANED)
    return _BOLD_DIGIT.sub(r"\1\2\3\4\2", nfc(_NOT_ASCII_SPACES.sub(" ", text)))


def _narrow(run: re.Match[str]) -> str:
    return "\t" if "\t" in run.group() or len(run.group()) > 2 else " "


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


class TextLine(NamedTuple):
    text: str
    number: int  # from 1, in the cleaned text
    is_fresh: bool  # begins a paragraph
    heading: int  # how many heading marks it carried

    @property
    def is_table(self) -> bool:
        """Whether these are the rows of a table, one below the other."""
        return is_table(self.text)


def cut_lines(text: str) -> list[TextLine]:
    """Return the written lines of a cleaned text, knowing which begin a paragraph.

    White space inside a line becomes one space, or one tab where columns seem to stand side by side.
    A blank line parts paragraphs. Text copied from Word has a paragraph on each line instead. Otherwise, inside a block
    a line break parts them too when the line before is finished and the next begins like one, unless the block looks
    wrapped at a fixed width; where first lines are indented, an indented one does. The rows of a table are one line.
    """
    lines: list[TextLine] = []
    block: list[TextLine] = []
    rows: list[TextLine] = []

    def end_block() -> None:
        lines.extend(_part_block(block))
        block.clear()

    def end_table() -> None:
        if rows:
            lines.append(rows[0]._replace(text="\n".join(row.text for row in rows)))
            rows.clear()

    sources = text.split("\n")
    is_indented = _indents_paragraphs(sources)
    for number, source in enumerate(sources, start=1):
        words, heading = strip_heading_marks(source)
        if is_table(words):
            end_block()
            rows.append(TextLine(words, number, True, 0))
            continue
        end_table()
        if words:
            is_fresh = bool(heading) or (is_indented and _indent(source) >= MIN_INDENT and starts_anew(words))
            block.append(TextLine(_WIDE_GAP.sub(_narrow, words), number, is_fresh, heading))
        else:
            end_block()
    end_block()
    end_table()
    return lines


def _indent(line: str) -> int:
    """Return how many blanks stand before the words."""
    return len(line) - len(line.lstrip(" "))


def _indents_paragraphs(lines: Sequence[str]) -> bool:
    """Whether the first line of each paragraph is indented, as in a text that keeps the layout of a PDF.

    The lines that surely go on with a sentence, since they begin small, stand at the margin then.
    """
    going_on = [line for line in lines if line.strip()[:1].islower() and not _POINT.match(line.strip())]
    at_margin = sum(_indent(line) < MIN_INDENT for line in going_on)
    indented = sum(_indent(line) >= MIN_INDENT for line in lines if line.strip())
    return len(going_on) >= MIN_INDENT and at_margin >= 0.8 * len(going_on) and indented >= MIN_INDENT


def is_table(text: str) -> bool:
    """Whether the line is a row of a table, or a paragraph consists of such rows: `| 1 | Tên |`."""
    return text.startswith("| ") and text.endswith("|") and len(text) > 3


def _part_block(block: list[TextLine]) -> list[TextLine]:
    if _is_paragraph_a_line(block):
        pairs = zip([None, *block], block, strict=False)
        return [line._replace(is_fresh=not _is_heading_going_on(before, line)) for before, line in pairs]
    width = max((len(line.text) for line in block), default=0)
    is_wrapped = 40 < width <= 120
    parted: list[TextLine] = []
    quotes = 0  # opened in the paragraph and not closed
    opened = ""  # the line with which the paragraph begins
    for line in block:
        before = parted[-1] if parted else None
        is_fresh = before is None or line.is_fresh or before.heading > 0 or (is_bullet(line.text) and quotes <= 0)
        is_fresh = is_fresh or bool(_CLOSES_PAPER.match(line.text)) or _goes_on_with_labels(opened, line.text)
        if before is not None and not is_fresh and starts_anew(line.text) and not _is_heading_going_on(before, line):
            is_short = not is_wrapped or len(before.text) < FULL_LINE * width
            is_fresh = is_short and (is_finished(before.text) or (is_wrapped and _is_short_heading(before.text)))
            is_fresh = is_fresh or (is_wrapped and before.is_fresh and _ends_early(before.text, line.text, width))
        opened = line.text if is_fresh else opened
        quotes = (0 if is_fresh else quotes) + line.text.count("“") - line.text.count("”")
        parted.append(line._replace(is_fresh=is_fresh))
    return parted


def _goes_on_with_labels(opened: str, text: str) -> bool:
    """Whether one labelled line follows another: “Báo cáo học kỳ I: …”, “Báo cáo cuối năm: …”."""
    return bool(_LABELLED.match(opened) and _LABELLED.match(text))


def _is_short_heading(text: str) -> bool:
    """Whether a line that does not reach the margin, in a text of full lines, is a heading by its number."""
    return bool(_HEADING_NUMBER.match(text)) and len(text) <= MAX_SHORT_HEADING


def _ends_early(heading: str, text: str, width: int) -> bool:
    """Whether a numbered line ended on purpose: the next word would have stood on it."""
    room = width - len(heading) - 1
    return bool(_HEADING_NUMBER.match(heading)) and room >= len(text.split(maxsplit=1)[0]) + MIN_ROOM


def _is_paragraph_a_line(block: list[TextLine]) -> bool:
    """Whether each line is a paragraph: then hardly any begins small after an unfinished one, as wrapped lines do."""
    if len(block) < 4:
        return False
    pairs = pairwise(block)
    wrapped = sum(not is_finished(before.text) and not starts_anew(line.text) for before, line in pairs)
    return wrapped * 7 < len(block) - 1


def _is_heading_going_on(before: TextLine | None, line: TextLine) -> bool:
    """Whether a heading in capitals goes on over the line: the one before it has a number, or breaks off."""
    if before is None or not (before.text.isupper() and line.text.isupper()) or _HEADING_NUMBER.match(line.text):
        return False
    if before.text.endswith((",", " VÀ")):
        return True
    is_more = line.text[:1].isalpha() and (" " in line.text or line.text.endswith(":"))  # and not “STT” of a table
    return is_more and bool(_HEADING_NUMBER.match(before.text)) and not is_finished(before.text)


def row_of(cells: Iterable[str]) -> str:
    """Return the cells as a row of a table, as `is_table` knows it; strokes within them are escaped already."""
    return f"| {' | '.join(cells)} |"


def is_finished(text: str) -> bool:
    """Whether the line ends as a sentence, an item or a heading with a colon does."""
    return text.rstrip('*”") ').endswith(_ENDS)


def starts_anew(text: str) -> bool:
    """Whether the line begins as a sentence or an item does."""
    if _POINT.match(text):
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
