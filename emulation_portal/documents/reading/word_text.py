"""Walking a Word document in reading order: paragraphs, emphasis, tables, tracked changes."""

import re
from collections.abc import Iterator
from typing import Protocol

from lxml import etree

from .bases import find_lead
from .errors import ImportRefused
from .head_lines import is_draft_mark, looks_like_place_date
from .parsed import ParseWarning
from .text import is_bullet
from .word_runs import Run, marked, read_run
from .word_styles import Look, Styles, heading_level
from .word_tables import GridCell, is_layout, lines_of
from .word_xml import attribute, child, descend, local, number, switch, value

_OUT = {"del", "moveFrom", "instrText", "delText", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr"}
_ELSEWHERE = {"altChunk", "subDoc"}
_SHOWN_BESIDE_WORDS = {"drawing", "pict", "object", "AlternateContent"}
# The words of an inner table are looked at once for each table around it.
MAX_TABLE_DEPTH = 10
MAX_CELLS = 50_000  # of all tables; a paper prints a quarter of them
MAX_SPAN = 60  # columns that one cell goes over: more than any page shows
# Letters of what was left out, in the sentence about it: notes and boxes are words of the paper.
MAX_TOLD, MAX_TOLD_OF_PAPER = 200, 2_000

MESSAGES = {
    "text_box": "Tệp có hộp văn bản (text box); chữ trong hộp không được nhập. Hãy kiểm tra và chép vào nếu cần.",
    "picture": "Tệp có hình ảnh; hình không được nhập.",
    "embedded_object": "Tệp có đối tượng nhúng (bảng Excel, biểu đồ); đối tượng ấy không được nhập.",
    "footnote": "Tệp có chú thích cuối trang; chú thích không được nhập.",
    "header_footer": "Tệp có chữ ở đầu trang hoặc cuối trang; chữ ấy không được nhập.",
    "hidden_text": "Tệp có chữ ẩn (Hidden); chữ ẩn không được nhập.",
    "tracked_changes": "Tệp còn sửa đổi chưa duyệt (Track Changes); cổng lấy chữ đã thêm, bỏ chữ đã xóa.",
    "other_file": "Tệp có phần chèn từ tệp khác; phần ấy không được nhập. Hãy kiểm tra và chép vào nếu cần.",
}
_TITLE_LINE = re.compile(r"(?P<marker>(?:[IVX]{1,6}|\d{1,2})[.)]? )?\*{2,3}(?P<words>[^*\n]+)\*{2,3}")
_NUMBERED = re.compile(r"(?:[IVX]{1,6}|\d{1,2})[.)]? ")


class Numbers(Protocol):
    """Counts list paragraphs."""

    def marker(self, paragraph: etree._Element) -> str:
        """Return the paragraph's own number."""
        ...


class LeftOut:
    """What of a file is not taken over, by its kind, with the words that stand there."""

    def __init__(self) -> None:
        self._words: dict[str, list[str]] = {}

    def add(self, code: str, words: str = "") -> None:
        found = self._words.setdefault(code, [])
        if words := " ".join(words.split()):
            found.append(words)

    def notes(self) -> list[ParseWarning]:
        """Return one note for each kind, with all its words, in order."""
        return [_note(code, "; ".join(dict.fromkeys(words))) for code, words in self._words.items()]


def _note(code: str, words: str) -> ParseWarning:
    most = MAX_TOLD_OF_PAPER if code in {"footnote", "text_box"} else MAX_TOLD
    told = words if len(words) <= most else f"{words[:most].rstrip()}…"
    return ParseWarning(code, f"{MESSAGES[code]} Chữ ấy là: “{told}”." if words else MESSAGES[code], words=words)


class WordReader:
    """Reads one body; gathers what could not be taken over."""

    def __init__(self, numbers: Numbers, styles: Styles, left_out: LeftOut) -> None:
        self._numbers = numbers
        self._styles = styles
        self._left_out = left_out
        self._draft_mark = ""  # “DỰ THẢO”, which stands in a box beside the head
        self._cells = 0
        self._table_depth = 0

    def read(self, body: etree._Element) -> str:
        """Return the text, a blank line between paragraphs. Raises ImportRefused for tables beyond what anybody reads."""
        blocks = [block for block in self._blocks(body) if block.strip()]
        if self._draft_mark:
            blocks.insert(0, self._draft_mark)
        return "\n\n".join(_with_whole_titles(blocks))

    def _blocks(self, parent: etree._Element) -> list[str]:
        found: list[str] = []
        self._gather(parent, found)
        return found

    def _gather(self, parent: etree._Element, found: list[str]) -> None:
        """Add the blocks inside an element. Not generators one in the other: each block would pass through them all."""
        goes_on = False  # whether the mark between the last paragraph and the next one was deleted
        for element in parent:
            name = local(element)
            if name == "p":
                text = self._paragraph(element)
                if goes_on and found:
                    found[-1] = f"{found[-1]}{text}" if found[-1].endswith(" ") else f"{found[-1]} {text}"
                else:
                    found.append(text)
                goes_on = descend(element, "pPr", "rPr", "del") is not None
                if goes_on:
                    self._left_out.add("tracked_changes")
            elif name == "tbl":
                found += self._table(element)
            elif name in {"del", "moveFrom"}:
                self._left_out.add("tracked_changes")
            elif name in _ELSEWHERE:
                self._left_out.add("other_file")
            elif name not in _OUT:  # sdt, customXml, ins …
                self._gather(element, found)

    # --- tables ---

    def _table(self, table: etree._Element) -> list[str]:
        rows = self._rows(table)
        if is_layout(rows):
            return [text for row in rows for cell in row for text in cell.blocks]
        return [lines_of(rows)]

    def _rows(self, table: etree._Element) -> list[list[GridCell]]:
        self._table_depth += 1
        if self._table_depth > MAX_TABLE_DEPTH:
            raise ImportRefused(
                f"Tệp có bảng lồng trong bảng quá {MAX_TABLE_DEPTH} lớp. Hãy bỏ bớt lớp bảng bên ngoài rồi nhập lại."
            )
        rows = [self._row(row) for row in self._parts(table, "tr")]
        self._table_depth -= 1
        return rows

    def _row(self, row: etree._Element) -> list[GridCell]:
        before = min(number(value(row, "trPr", "gridBefore")), MAX_SPAN)
        return [*[GridCell([])] * before, *(self._cell(cell) for cell in self._parts(row, "tc"))]

    def _cell(self, cell: etree._Element) -> GridCell:
        properties = child(cell, "tcPr")
        merged = child(properties, "vMerge")
        goes_on = merged is not None and attribute(merged, "val") in {"", "continue"}
        blocks = [text for text in self._blocks(cell) if text.strip()]
        span = max(1, min(number(value(properties, "gridSpan")), MAX_SPAN))
        return GridCell(blocks, span, goes_on and not blocks)

    def _parts(self, parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
        """Yield the rows of a table or the cells of a row, those inside of content controls too."""
        for element in parent:
            name = local(element)
            if name == wanted:
                if wanted == "tc":
                    self._count_cell()
                elif descend(element, "trPr", "del") is not None:
                    self._left_out.add("tracked_changes")
                    continue
                yield element
            elif name not in _OUT and name != "tbl":
                yield from self._parts(element, wanted)

    def _count_cell(self) -> None:
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise ImportRefused("Các bảng trong tệp có quá nhiều ô. Hãy tách bảng lớn ra tệp riêng rồi nhập lại.")

    # --- paragraphs ---

    def _paragraph(self, paragraph: etree._Element) -> str:
        """Return the words, with the number Word would print, the marks of emphasis, and those of a heading."""
        style = value(paragraph, "pPr", "pStyle")
        runs: list[Run] = []
        self._gather_runs(paragraph, self._styles.look(style), runs)
        if len({(run.bold, run.italic) for run in runs if run.words.strip()}) == 1 and runs[-1].italic:
            is_layout = self._table_depth > 0 or _is_set_in_italics("".join(run.words for run in runs).strip())
            runs = [run._replace(italic=False) for run in runs] if is_layout else _with_dash_apart(runs)
        text = marked(runs)
        if not text.strip():
            return ""
        marker = self._numbers.marker(paragraph)
        if marker:
            return f"{marker} {text.lstrip()}"
        level = heading_level(child(paragraph, "pPr"))
        level = self._styles.heading(style) if level is None else level
        return f"{'#' * min(level, 4)} {text.lstrip()}" if level and not self._table_depth else text

    def _gather_runs(self, parent: etree._Element, base: Look, found: list[Run]) -> None:
        for element in parent:
            name = local(element)
            if name == "r":
                self._add_run(element, base, found)
            elif name in {"del", "moveFrom"}:
                self._left_out.add("tracked_changes")
            elif name in _ELSEWHERE:
                self._left_out.add("other_file")
            elif name not in _OUT and name != "p":
                if name in {"ins", "moveTo"}:
                    self._left_out.add("tracked_changes")
                self._gather_runs(element, base, found)

    def _add_run(self, run: etree._Element, base: Look, found: list[Run]) -> None:
        words, look = read_run(run, base, self._styles)
        if look.hidden:
            if words.strip():
                self._left_out.add("hidden_text", words)
            return
        found.append(Run(words, bool(look.bold), bool(look.italic)))
        for element in run:
            name = local(element)
            if name in _SHOWN_BESIDE_WORDS:
                self._leave_out(element)
            elif name in {"footnoteReference", "endnoteReference"}:
                self._left_out.add("footnote")

    def _leave_out(self, shown: etree._Element) -> None:
        """Note what stands there beside the words: a box with words, an object of another program, a picture; no line."""
        if local(shown) == "AlternateContent":  # one thing, said once more for older programs
            shown = next((each for each in shown if local(each) == "Choice"), shown)
        boxes = [" ".join(words_of(box).split()) for box in shown.iter("{*}txbxContent")]
        if boxes and is_draft_mark(boxes[0]):
            self._draft_mark, *boxes = boxes
            if not boxes:
                return
        if boxes:
            self._left_out.add("text_box", " ".join(boxes))
        elif next(shown.iter("{*}OLEObject", "{*}chart", "{*}relIds"), None) is not None:
            self._left_out.add("embedded_object")
        elif next(shown.iter("{*}blip", "{*}imagedata"), None) is not None:
            self._left_out.add("picture")


def words_of(part: etree._Element) -> str:
    """Return the words of a part that is not taken over, what was deleted in it left out; hidden words too."""
    pieces: list[str] = []
    for paragraph in part.iter("{*}p"):
        pieces += [each.text or "" for each in paragraph.iter("{*}t") if not _is_hidden(each)]
        pieces.append(" ")
    return "".join(pieces)


def _is_hidden(text: etree._Element) -> bool:
    run = text.getparent()
    return run is not None and bool(switch(child(run, "rPr"), "vanish"))


def _is_set_in_italics(words: str) -> bool:
    """Whether offices set such a paragraph wholly in italics: a căn cứ, place and day, “(Kèm theo …)”, “Nơi nhận:”."""
    is_in_brackets = words.startswith("(") and words.endswith(")")
    return bool(find_lead(words)) or looks_like_place_date(words) or is_in_brackets or words.startswith("Nơi nhận")


def _with_dash_apart(runs: list[Run]) -> list[Run]:
    """Return the runs with the dash of an item before its emphasis: `- *Ghi chú*`."""
    dash = next((run for run in runs if run.words.strip()), runs[0])
    words = dash.words.lstrip()
    if not is_bullet(words):
        return runs
    at = runs.index(dash)
    return [Run(words[:2], bold=False, italic=False), dash._replace(words=words[2:]), *runs[at + 1 :]]


def _with_whole_titles(blocks: list[str]) -> list[str]:
    """Return the blocks with the two lines of a title, which an office wrote as two paragraphs, as one.

    Both are bold capitals and the first has a number; a line that ends as a sentence does is whole.
    """
    whole: list[str] = []
    for block in blocks:
        before = _TITLE_LINE.fullmatch(whole[-1]) if whole else None
        here = _TITLE_LINE.fullmatch(block)
        if before and here and _is_numbered(before) and not _is_numbered(here):
            words = before["words"].rstrip()
            if words.isupper() and here["words"].isupper() and words[-1] not in ".;:":
                whole[-1] = f"{before['marker'] or ''}**{words} {here['words'].strip()}**"
                continue
        whole.append(block)
    return whole


def _is_numbered(line: re.Match[str]) -> bool:
    return bool(line["marker"] or _NUMBERED.match(line["words"]))
