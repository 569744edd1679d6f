"""Files that people send, made on the spot."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import NameObject

from emulation_portal.files.actions import receive_file
from emulation_portal.files.enums import EVIDENCE
from emulation_portal.files.models import StoredFile

MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
WORD, EXCEL = MAIN.format("wordprocessingml.document"), MAIN.format("spreadsheetml.sheet")
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sent(*, by: Any, name: str = "ảnh hội nghị.png", content: bytes | None = None) -> StoredFile:
    """Return a file that came in by the door and stands at nothing yet."""
    return receive_file(name, io.BytesIO(content or picture()), allowed=EVIDENCE, by=by)


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **said: Any) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "#9e1b1e").save(stream, kind, **said)
    return stream.getvalue()


def pdf(pages: int = 1, **objects: Any) -> bytes:
    """Return a PDF of blank pages; `objects` are entries of its catalogue."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    for name, value in objects.items():
        writer.root_object[NameObject(f"/{name}")] = value
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def office(parts: Mapping[str, bytes | str] = {}, *, main: str = WORD, types: str = "") -> bytes:
    """Return a Word or Excel file as far as the door looks: what its parts are, and these parts."""
    part = "/word/document.xml" if main == WORD else "/xl/workbook.xml"
    listed = (
        f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="{part}" ContentType="{main}"/>{types}</Types>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", listed)
        archive.writestr(part[1:], "<x/>")
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def relations(kind: str, target: str, mode: str = "External") -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATION}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    )
