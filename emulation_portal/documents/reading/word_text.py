"""Walking a Word document in reading order: paragraphs, emphasis, tables, tracked changes."""

import re
from collections.abc import Iterator
from typing import Protocol

from lxml import etree

from .parsed import ParseWarning

_OUT = {"del", "moveFrom", "instrText", "delText", "pPr", "rPr", "tblPr", "tblGrid", "sectPr"}
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "ptab": "\t"}
_OFF = {"0", "false", "off", "none"}
_LAYOUT = re.compile(
    r"Số\s?:|, ngày .{0,40}năm|CỘNG H[ÒO][ÀA] XÃ HỘI|Nơi nhận|Độc lập|(?:^|\n)\W*(?:TM|KT|TL|TUQ)\. ?[A-ZĐ]",
    re.IGNORECASE,
)
MAX_STYLE_DEPTH = 20

MESSAGES = {
    "text_box": "Tệp có hộp văn bản (text box); chữ trong hộp không được nhập. Hãy kiểm tra và chép vào nếu cần.",
    "picture": "Tệp có hình ảnh; hình không được nhập.",
    "table_read": "Tệp có bảng; cổng chép bảng thành từng dòng chữ, các ô cách nhau bằng dấu |. Hãy kiểm tra lại.",
    "footnote": "Tệp có chú thích cuối trang; chú thích không được nhập.",
    "tracked_changes": "Tệp còn sửa đổi chưa duyệt (Track Changes); cổng lấy chữ đã thêm, bỏ chữ đã xóa.",
}


class Numbers(Protocol):
    """Counts list paragraphs."""

    def marker(self, paragraph: etree._Element) -> str:
        """Return the paragraph's own number."""
        ...


def local(element: etree._Element) -> str:
    """Return the name without namespace: files in Word's strict dialect differ only there."""
    return str(element.tag).rpartition("}")[2]


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Yield the direct children of that name."""
    return iter(() if element is None else [e for e in element if local(e) == name])


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of that name."""
    return next(children(element, name), None)


def descend(element: etree._Element | None, *names: str) -> etree._Element | None:
    """Return the first child of the first child …"""
    for name in names:
        element = child(element, name)
    return element


def attribute(element: etree._Element | None, name: str) -> str:
    """Return an attribute whatever its namespace; empty when absent."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


class WordReader:
    """Reads one body; gathers what could not be taken over."""

    def __init__(self, numbers: Numbers, styles: etree._Element | None) -> None:
        self._numbers = numbers
        self._styles = {attribute(style, "styleId"): style for style in children(styles, "style")}
        self._notes: dict[str, ParseWarning] = {}

    def read(self, body: etree._Element) -> tuple[str, list[ParseWarning]]:
        """Return the text and the notes."""
        blocks = [block for block in self._blocks(body) if block.strip()]
        return "\n\n".join(blocks), list(self._notes.values())

    def _note(self, code: str) -> None:
        self._notes.setdefault(code, ParseWarning(code, MESSAGES[code]))

    def _blocks(self, parent: etree._Element) -> Iterator[str]:
        for element in parent:
            name = local(element)
            if name == "p":
                yield self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name in {"del", "moveFrom"}:
                self._note("tracked_changes")
            elif name not in _OUT:  # sdt, customXml, ins …
                yield from self._blocks(element)

    def _table(self, table: etree._Element) -> Iterator[str]:
        rows = [[list(self._blocks(cell)) for cell in children(row, "tc")] for row in self._rows(table)]
        words = "\n".join(text for row in rows for cell in row for text in cell)
        is_layout = max((len(row) for row in rows), default=0) <= 2 and bool(_LAYOUT.search(words))
        if is_layout or max((len(row) for row in rows), default=0) == 1:
            yield from (text for row in rows for cell in row for text in cell)
            return
        self._note("table_read")
        for row in rows:
            cells = [" ".join(" ".join(cell).split()) for cell in row]
            yield " | ".join(cells) if any(cells) else ""

    def _rows(self, table: etree._Element) -> Iterator[etree._Element]:
        for element in table:
            if local(element) == "tr":
                if descend(element, "trPr", "del") is None:
                    yield element
            elif local(element) not in _OUT:
                yield from self._rows(element)

    def _paragraph(self, paragraph: etree._Element) -> str:
        """Return the words, with the number Word would print and the marks of emphasis."""
        base = self._style_emphasis(attribute(descend(paragraph, "pPr", "pStyle"), "val"))
        runs = list(self._runs(paragraph, base))
        if (
            len({(bold, italic) for words, bold, italic in runs if words.strip()}) == 1
        ):  # a wholly italic paragraph is layout (căn cứ); wholly bold hints at a heading
            runs = [(text, bold, False) for text, bold, _ in runs]
        text = _mark(runs)
        if not text.strip():
            return ""
        marker = self._numbers.marker(paragraph)
        return f"{marker} {text.lstrip()}" if marker else text

    def _runs(self, parent: etree._Element, base: tuple[bool, bool]) -> Iterator[tuple[str, bool, bool]]:
        for element in parent:
            name = local(element)
            if name == "r":
                bold, italic = self._run_emphasis(element, base)
                yield self._run_text(element), bold, italic
            elif name in {"del", "moveFrom"}:
                self._note("tracked_changes")
            elif name not in _OUT and name != "p":
                if name in {"ins", "moveTo"}:
                    self._note("tracked_changes")
                yield from self._runs(element, base)

    def _run_text(self, run: etree._Element) -> str:
        words = []
        for element in run:
            name = local(element)
            if name == "t":
                words.append((element.text or "").replace("\n", " ").replace("*", "\\*"))
            elif name in _BREAKS:
                words.append(_BREAKS[name])
            elif name in {"drawing", "pict", "object", "AlternateContent"}:
                has_words = any(local(inner) == "txbxContent" for inner in element.iter("{*}txbxContent"))
                self._note("text_box" if has_words else "picture")
            elif name in {"footnoteReference", "endnoteReference"}:
                self._note("footnote")
        return "".join(words)

    def _run_emphasis(self, run: etree._Element, base: tuple[bool, bool]) -> tuple[bool, bool]:
        properties = child(run, "rPr")
        style = attribute(child(properties, "rStyle"), "val")
        if style:
            bold, italic = self._style_emphasis(style)
            base = base[0] or bold, base[1] or italic
        return _switch(properties, "b", base[0]), _switch(properties, "i", base[1])

    def _style_emphasis(self, style: str) -> tuple[bool, bool]:
        chain: list[etree._Element | None] = []
        while style in self._styles and len(chain) < MAX_STYLE_DEPTH:
            chain.append(child(self._styles[style], "rPr"))
            style = attribute(child(self._styles[style], "basedOn"), "val")
        bold = italic = False
        for properties in reversed(chain):
            bold, italic = _switch(properties, "b", bold), _switch(properties, "i", italic)
        return bold, italic


def _switch(properties: etree._Element | None, name: str, inherited: bool) -> bool:
    element = child(properties, name)
    return inherited if element is None else attribute(element, "val").lower() not in _OFF


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
