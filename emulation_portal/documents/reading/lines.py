"""The lines of a text: which of them begin a paragraph, and which only go on."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from .text import POINT, is_bullet, is_finished, is_table, starts_anew, strip_heading_marks

_WIDE_GAP = re.compile(r"[ \t]{2,}")
_CLOSES_PAPER = re.compile(r"\*{0,3}Trên đây là\b")
_LABELLED = re.compile(r"[A-ZĐÀ-Ỹ][^\W\d_]*(?: [^\W_]+){0,6}: [^\W\d_]")
_HEADING_NUMBER = re.compile(
    r"\*{0,3}(?:(?:[IVX]{1,6}|\d{1,2}(?:\.\d{1,2}){0,2}|[a-zđ])[.)/]|\d{1,2}(?:\.\d{1,2}){1,2}(?=\s))\s*\*{0,3}[^\W\d_]"
)
FULL_LINE = 0.7  # of the widest line: a line that is shorter ends there on purpose
MAX_SHORT_HEADING = 60
MIN_INDENT = 3
MIN_ROOM = 4  # letters beyond the next word: lines of a page are not of one width


def _narrow(run: re.Match[str]) -> str:
    return "\t" if "\t" in run.group() or len(run.group()) > 2 else " "


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
    going_on = [line for line in lines if line.strip()[:1].islower() and not POINT.match(line.strip())]
    at_margin = sum(_indent(line) < MIN_INDENT for line in going_on)
    indented = sum(_indent(line) >= MIN_INDENT for line in lines if line.strip())
    return len(going_on) >= MIN_INDENT and at_margin >= 0.8 * len(going_on) and indented >= MIN_INDENT


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
