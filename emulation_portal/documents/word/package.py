"""The parts of a Word file, put together: the same parts give the same bytes."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import NamedTuple

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}"'

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip can tell
_LEVEL = 6


class FilePart(NamedTuple):
    """A part below word/, by the name that the document knows it by; `kind` is the last word of its types."""

    name: str
    kind: str
    xml: str


def word_file(document: str, parts: Iterable[FilePart], properties: str, pictures: Mapping[str, bytes]) -> bytes:
    """Return the bytes of a .docx. `pictures` are PNG by the id that the document refers to."""
    parts = list(parts)
    entries: dict[str, bytes] = {
        "[Content_Types].xml": _xml(_types(parts, has_pictures=bool(pictures))),
        "_rels/.rels": _xml(_relations([_of_document("word/document.xml"), _of_properties("docProps/core.xml")])),
        "docProps/core.xml": _xml(properties),
        "word/document.xml": _xml(document),
        "word/_rels/document.xml.rels": _xml(
            _relations(
                [*(_relation(part.name, f"{R}/{part.kind}", f"{part.name}.xml") for part in parts)]
                + [_relation(name, f"{R}/image", f"media/{name}.png") for name in pictures]
            )
        ),
    }
    entries |= {f"word/{part.name}.xml": _xml(part.xml) for part in parts}
    entries |= {f"word/media/{name}.png": png for name, png in pictures.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            archive.writestr(entry, content, compresslevel=_LEVEL)
    return out.getvalue()


def _xml(text: str) -> bytes:
    return (_DECLARATION + text).encode()


def _types(parts: list[FilePart], *, has_pictures: bool) -> str:
    kinds = [("document", "document.main"), *((part.name, part.kind) for part in parts)]
    png = '<Default Extension="png" ContentType="image/png"/>' if has_pictures else ""
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{png}'
        + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>' for name, kind in kinds)
        + '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _relations(relations: Iterable[str]) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(relations)}</Relationships>'


def _relation(id: str, type: str, target: str) -> str:
    return f'<Relationship Id="{id}" Type="{type}" Target="{target}"/>'


def _of_document(target: str) -> str:
    return _relation("document", f"{R}/officeDocument", target)


def _of_properties(target: str) -> str:
    return _relation("properties", f"{_PACKAGE}/relationships/metadata/core-properties", target)
