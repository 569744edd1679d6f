"""Real Word files, made with python-docx as an office makes them."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from emulation_portal.documents.reading import ParsedPaper, import_file

PLANS = Path(__file__).resolve().parents[3] / "campaigns" / "sample" / "plans"
LEVELS = [("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)")]


def read_word(document) -> ParsedPaper:
    """Return what is recognised in a document of python-docx, or in the bytes of a file."""
    return import_file("a.docx", document if isinstance(document, bytes) else saved(document))[1]


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word_file(*paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def add_list(document: Document, number: int = 77, *, style: str = "") -> None:
    """Define one multilevel list: I. / 1. / 1.1. / a)."""
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        + (f'<w:pStyle w:val="{style}"/>' if style and i == 0 else "")
        + f'<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (kind, text) in enumerate(LEVELS)
    )
    numbering = document.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{levels}</w:abstractNum>')
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def number(paragraph, level: int, number: int = 77) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def plan_as_word(name: str) -> bytes:
    """A source plan as Word keeps it: header in a table, numbers counted by Word, headings bold, căn cứ italic."""
    document = Document()
    add_list(document)
    blocks = [b.strip().lstrip("#").strip() for b in (PLANS / name).read_text("utf-8").split("\n\n") if b.strip()]
    if blocks[0].startswith("Số:"):
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = blocks[:2]
        table.cell(0, 1).paragraphs[0].runs[0].italic = True
        blocks = blocks[2:]
    for block in blocks:
        marker, _, rest = block.partition(" ")
        level = {"I.": 0, "1.": 1}.get(marker, 2 if marker[:2] == "1." else None)
        paragraph = document.add_paragraph()
        is_heading = level in {0, 1} or block.isupper()
        run = paragraph.add_run((rest if level is not None else block).replace("*", ""))
        run.bold, run.italic = is_heading or None, block.startswith("Căn cứ") or None
        if level is not None:
            number(paragraph, level)
    return saved(document)


WORD_NAMES = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def raw_word(
    body: str, *, styles: str = "", numbering: str = "", names: str = WORD_NAMES, document: bytes = b""
) -> bytes:
    """A Word file of the parts as they are written here, which no library would make."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    main = f'{head}<w:document xmlns:w="{names}"><w:body>{body}</w:body></w:document>'.encode()
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": document or main,
        "word/styles.xml": f'{head}<w:styles xmlns:w="{WORD_NAMES}">{styles}</w:styles>'.encode(),
        "word/numbering.xml": f'{head}<w:numbering xmlns:w="{WORD_NAMES}">{numbering}</w:numbering>'.encode(),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()


def raw_paragraph(text: str = "a", *, style: str = "", list_number: int = 0) -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if list_number:
        properties += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_number}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def raw_cell(inner: str) -> str:
    return f"<w:tc>{inner}</w:tc>"


def rezipped(
    content: bytes, change: Callable[[str, bytes], bytes] = lambda _, data: data, extra: dict[str, bytes] | None = None
) -> bytes:
    """The same package with parts changed or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            target.writestr(entry, change(entry, source.read(entry)))
        for entry, data in (extra or {}).items():
            target.writestr(entry, data)
    return buffer.getvalue()


def style_with_list(document: Document, name: str, number: int = 77) -> None:
    """Give a paragraph style the list, as Word's “Heading 1” has in many offices."""
    properties = document.styles[name].element.get_or_add_pPr()
    for old in properties.findall(qn("w:numPr")):
        properties.remove(old)
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="{number}"/></w:numPr>'))
