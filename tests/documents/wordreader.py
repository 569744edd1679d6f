"""Read a Word file back as Word would: its words in reading order, its parts as XML, lengths in mm."""

import io
import zipfile
from collections.abc import Iterator
from functools import cached_property

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {
    "w": W[1:-1],
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


def mm(twips: str | int) -> float:
    return round(int(twips) * 25.4 / 1440, 1)


class WordFile:
    def __init__(self, content: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        assert self.archive.testzip() is None
        self.parts = {
            name: etree.fromstring(self.archive.read(name))
            for name in self.archive.namelist()
            if name.endswith((".xml", ".rels"))
        }

    @cached_property
    def body(self) -> etree._Element:
        return self.parts["word/document.xml"][0]

    def all(self, path: str, root: etree._Element | None = None) -> list:
        """Return what an XPath finds, in the body or below `root`."""
        return (self.body if root is None else root).xpath(path, namespaces=NS)

    def words(self) -> list[str]:
        """Return the words between the margins; the end of a line, a paragraph or a cell parts them."""
        return " ".join(text_of(p) for p in self.all(".//w:p[not(w:pPr/w:framePr)]")).split()

    def beside_qr(self) -> list[str]:
        return [text_of(p) for p in self.all(".//w:p[w:pPr/w:framePr]")]

    def in_margins(self) -> dict[str, str]:
        """Return the words of each header and footer, with the fields' names for what they print."""
        return {
            name.removeprefix("word/").removesuffix(".xml"): text_of(root)
            for name, root in self.parts.items()
            if name.startswith(("word/header", "word/footer"))
        }

    def heads(self) -> list[list[str]]:
        """Return the words of each table's head, which comes again on every page."""
        tables = self.all(".//w:tbl")
        heads = [" ".join(map(text_of, self.all("w:tr[w:trPr/w:tblHeader]//w:p", table))).split() for table in tables]
        return [head for head in heads if head]

    def paragraph(self, start: str) -> etree._Element:
        """Return the only paragraph that begins so."""
        found = [p for p in self.all(".//w:p") if text_of(p).startswith(start)]
        assert len(found) == 1, f"{len(found)} paragraphs begin with {start!r}"
        return found[0]

    def style(self, start: str) -> str:
        """Return the style of the paragraph that begins so."""
        return str(self.all("string(w:pPr/w:pStyle/@w:val)", self.paragraph(start)))


def text_of(element: etree._Element) -> str:
    return "".join(_pieces(element))


def _pieces(element: etree._Element) -> Iterator[str]:
    is_result = False  # of a field: what it showed when it was last counted
    for each in element.iter():
        if each.tag == f"{W}fldChar":
            is_result = each.get(f"{W}fldCharType") == "separate"
        elif each.tag == f"{W}instrText":
            yield f"[{(each.text or '').strip()}]"
        elif each.tag == f"{W}t" and not is_result:
            yield each.text or ""
        elif each.tag in {f"{W}br", f"{W}tab"} and each.getparent().tag == f"{W}r":
            yield " "
