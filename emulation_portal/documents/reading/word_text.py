"""Walking a Word document in reading order: paragraphs, emphasis, tables, tracked changes."""

import re
from collections.abc import Iterator
from typing import Protocol

from lxml import etree

from .errors import ImportRefused
from .parsed import ParseWarning
from .word_styles import Styles
from .word_xml import child, descend, local, switch, value

_OUT = {"del", "moveFrom", "instrText", "delText", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr"}
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "ptab": "\t"}
_ELSEWHERE = {"altChunk", "subDoc"}
_LAYOUT = re.compile(
    r"Số\s?:|, ngày .{0,40}năm|CỘNG H[ÒO][ÀA] XÃ HỘI|Nơi nhận|Độc lập|(?:^|\n)[^\w\n]*(?:TM|KT|TL|TUQ)\. ?[A-ZĐ]",
    re.IGNORECASE,
)
# The words of an inner table are looked at once for each table around it.
MAX_TABLE_DEPTH = 10
MAX_CELLS = 50_000  # of all tables; a paper prints a quarter of them

MESSAGES = {
    "text_box": "Tệp có hộp văn bản (text box); chữ trong hộp không được nhập. Hãy kiểm tra và chép vào nếu cần.",
    "picture": "Tệp có hình ảnh; hình không được nhập.",
    "table_read": "Tệp có bảng; cổng chép bảng thành từng dòng chữ, các ô cách nhau bằng dấu |. Hãy kiểm tra lại.",
    "footnote": "Tệp có chú thích cuối trang; chú thích không được nhập.",
    "tracked_changes": "Tệp còn sửa đổi chưa duyệt (Track Changes); cổng lấy chữ đã thêm, bỏ chữ đã xóa.",
    "other_file": "Tệp có phần chèn từ tệp khác; phần ấy không được nhập. Hãy kiểm tra và chép vào nếu cần.",
}


class Numbers(Protocol):
    """Counts list paragraphs."""

    def marker(self, paragraph: etree._Element) -> str:
        """Return the paragraph's own number."""
        ...


class WordReader:
    """Reads one body; gathers what could not be taken over."""

    def __init__(self, numbers: Numbers, styles: Styles) -> None:
        self._numbers = numbers
        self._styles = styles
        self._notes: dict[str, ParseWarning] = {}
        self._cells = 0
        self._table_depth = 0

    def read(self, body: etree._Element) -> tuple[str, list[ParseWarning]]:
        """Return the text and the notes. Raises ImportRefused for tables beyond what anybody reads."""
        blocks = [block for block in self._blocks(body) if block.strip()]
        return "\n\n".join(blocks), list(self._notes.values())

    def _note(self, code: str) -> None:
        self._notes.setdefault(code, ParseWarning(code, MESSAGES[code]))

    def _blocks(self, parent: etree._Element) -> list[str]:
        found: list[str] = []
        self._gather(parent, found)
        return found

    def _gather(self, parent: etree._Element, found: list[str]) -> None:
        """Add the blocks inside an element. Not generators one in the other: each block would pass through them all."""
        for element in parent:
            name = local(element)
            if name == "p":
                found.append(self._paragraph(element))
            elif name == "tbl":
                found += self._table(element)
            elif name in {"del", "moveFrom"}:
                self._note("tracked_changes")
            elif name in _ELSEWHERE:
                self._note("other_file")
            elif name not in _OUT:  # sdt, customXml, ins …
                self._gather(element, found)

    def _table(self, table: etree._Element) -> list[str]:
        rows = self._rows(table)
        texts = [text for row in rows for cell in row for text in cell]
        widest = max((len(row) for row in rows), default=0)
        if widest == 1 or (widest == 2 and _LAYOUT.search("\n".join(texts))):
            return texts
        self._note("table_read")
        lines = [[" ".join(" ".join(cell).split()) for cell in row] for row in rows]
        return [" | ".join(cells) if any(cells) else "" for cells in lines]

    def _rows(self, table: etree._Element) -> list[list[list[str]]]:
        """Return the blocks of each cell of each row."""
        self._table_depth += 1
        if self._table_depth > MAX_TABLE_DEPTH:
            raise ImportRefused(
                f"Tệp có bảng lồng trong bảng quá {MAX_TABLE_DEPTH} lớp. Hãy bỏ bớt lớp bảng bên ngoài rồi nhập lại."
            )
        rows = [[self._blocks(cell) for cell in self._parts(row, "tc")] for row in self._parts(table, "tr")]
        self._table_depth -= 1
        return rows

    def _parts(self, parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
        """Yield the rows of a table or the cells of a row, those inside of content controls too."""
        for element in parent:
            name = local(element)
            if name == wanted:
                if wanted == "tc":
                    self._count_cell()
                elif descend(element, "trPr", "del") is not None:
                    continue
                yield element
            elif name not in _OUT and name != "tbl":
                yield from self._parts(element, wanted)

    def _count_cell(self) -> None:
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise ImportRefused("Các bảng trong tệp có quá nhiều ô. Hãy tách bảng lớn ra tệp riêng rồi nhập lại.")

    def _paragraph(self, paragraph: etree._Element) -> str:
        """Return the words, with the number Word would print and the marks of emphasis."""
        base = self._styles.emphasis(value(paragraph, "pPr", "pStyle"))
        runs: list[tuple[str, bool, bool]] = []
        self._gather_runs(paragraph, base, runs)
        # A wholly italic paragraph is layout (căn cứ); wholly bold hints at a heading.
        if len({(bold, italic) for words, bold, italic in runs if words.strip()}) == 1:
            runs = [(text, bold, False) for text, bold, _ in runs]
        text = _mark(runs)
        if not text.strip():
            return ""
        marker = self._numbers.marker(paragraph)
        return f"{marker} {text.lstrip()}" if marker else text

    def _gather_runs(
        self, parent: etree._Element, base: tuple[bool, bool], found: list[tuple[str, bool, bool]]
    ) -> None:
        for element in parent:
            name = local(element)
            if name == "r":
                found.append((self._run_text(element), *self._run_emphasis(element, base)))
            elif name in {"del", "moveFrom"}:
                self._note("tracked_changes")
            elif name in _ELSEWHERE:
                self._note("other_file")
            elif name not in _OUT and name != "p":
                if name in {"ins", "moveTo"}:
                    self._note("tracked_changes")
                self._gather_runs(element, base, found)

    def _run_text(self, run: etree._Element) -> str:
        words = []
        for element in run:
            name = local(element)
            if name == "t":
                text = "".join(element.itertext()) if len(element) else element.text or ""
                words.append(text.replace("\n", " ").replace("*", "\\*"))
            elif name in _BREAKS:
                words.append(_BREAKS[name])
            elif name in {"drawing", "pict", "object", "AlternateContent"}:
                has_words = next(element.iter("{*}txbxContent"), None) is not None
                self._note("text_box" if has_words else "picture")
            elif name in {"footnoteReference", "endnoteReference"}:
                self._note("footnote")
        return "".join(words)

    def _run_emphasis(self, run: etree._Element, base: tuple[bool, bool]) -> tuple[bool, bool]:
        properties = child(run, "rPr")
        if properties is None:
            return base
        bold, italic = base
        style = value(properties, "rStyle")
        if style:
            of_style = self._styles.emphasis(style)
            bold, italic = bold or of_style[0], italic or of_style[1]
        own_bold, own_italic = switch(properties, "b"), switch(properties, "i")
        return bold if own_bold is None else own_bold, italic if own_italic is None else own_italic


def _mark(runs: list[tuple[str, bool, bool]]) -> str:
    """Join runs, with stars around emphasised words; never across a line end or a tab."""
    merged: list[tuple[list[str], bool, bool]] = []
    for text, bold, italic in runs:
        if merged and (merged[-1][1:] == (bold, italic) or not text.strip()):
            merged[-1][0].append(text)
        else:
            merged.append(([text], bold, italic))
    written = ""
    pieces: list[str] = []
    for texts, bold, italic in merged:
        stars = "*" * (2 * bold + italic)
        for part in re.split(r"([\n\t]+)", "".join(texts)):
            core = part.strip()
            is_clear = bool(core) and not written.endswith("*") and not core.startswith("*")
            if stars and is_clear:
                lead, trail = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
                part = f"{lead}{stars}{core}{stars}{trail}"
            if part:
                pieces.append(part)
                written = part
    return "".join(pieces)
