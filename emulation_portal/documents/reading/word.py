"""From a Word file to text: the package is looked over before anything in it is parsed, and nothing is fetched.

The parts are read with lxml alone. python-docx would unpack every image and walk every relation, and knows neither
list numbers nor tracked changes.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from .errors import ImportRefused
from .parsed import ParseWarning
from .word_numbering import ListNumbers
from .word_styles import Styles
from .word_text import LeftOut, WordReader, words_of
from .word_xml import attribute, child, children, local, parse

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_ENTRIES = 1_000
MAX_UNPACKED_BYTES = 40 * 1024 * 1024
MAX_XML_BYTES = 16 * 1024 * 1024
MAX_RATIO = 200

_OF_DIRECTORY = b"PK\x01\x02"
_ODD = (
    "Tệp Word có cấu trúc bất thường (quá nhiều hoặc quá lớn khi mở ra). "
    "Hãy chép nội dung sang một tệp Word mới rồi nhập lại."
)
_BROKEN = "Tệp Word bị hỏng, không đọc được. Hãy mở bằng Word, lưu lại thành .docx rồi nhập lại."
# RuntimeError is zipfile's word for an entry under a password, and Python's for nesting too deep.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    etree.LxmlError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
)
_PACKED = (".zip", ".docx", ".xlsx", ".pptx", ".docm", ".xlsm", ".rar", ".7z")  # within the file: never opened
_RELATIONS = "/relationships/"


def refuse_ole(content: bytes) -> None:
    """Refuse a file in Microsoft's old container, saying what it really is. Always raises ImportRefused."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        message = "Tệp Word có mật khẩu mở. Hãy mở bằng Word, bỏ mật khẩu (Tệp → Thông tin → Bảo vệ tài liệu), lưu rồi nhập lại."
        raise ImportRefused(message)
    if "WordDocument".encode("utf-16-le") in content:
        message = "Đây là tệp Word đời cũ (.doc). Hãy mở bằng Word, chọn Lưu thành dạng .docx, rồi nhập tệp .docx đó."
        raise ImportRefused(message)
    raise ImportRefused("Tệp không phải là Word .docx. Hãy mở bằng Word, chọn Lưu thành dạng .docx, rồi nhập lại.")


def read_docx(content: bytes, noun: str) -> tuple[str, list[ParseWarning]]:
    """Return the text of a Word file, paragraphs parted by blank lines, and what could not be taken over.

    Inserted text of tracked changes is in, deleted text is out. `noun` is what the file should be. Raises ImportRefused.
    """
    if content.count(_OF_DIRECTORY) > MAX_ENTRIES:  # each costs time before it can be counted otherwise
        raise ImportRefused(_ODD)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_package(package)
            return _read_package(package, noun)
    except _UNREADABLE as error:
        raise ImportRefused(_BROKEN) from error


def _check_package(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    names = [entry.filename for entry in entries]
    lower = [name.lower() for name in names]
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ImportRefused("Tệp có mật khẩu. Hãy bỏ mật khẩu, lưu lại thành .docx rồi nhập lại.")
    if "mimetype" in lower and _first_bytes(package, names[lower.index("mimetype")]).startswith(
        b"application/vnd.oasis"
    ):
        message = "Tệp là OpenDocument (ODT). Hãy mở bằng Word hoặc LibreOffice, lưu thành .docx rồi nhập lại."
        raise ImportRefused(message)
    if "[content_types].xml" not in lower:
        message = (
            "Tệp mang tên .docx nhưng thực ra là tệp nén. Hãy giải nén, chọn đúng tệp Word bên trong rồi nhập lại."
        )
        raise ImportRefused(message)
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    is_bomb = unpacked > MAX_UNPACKED_BYTES or (unpacked > 1024 * 1024 and unpacked / packed > MAX_RATIO)
    xml = sum(e.file_size for e in entries if e.filename.lower().endswith((".xml", ".rels")))
    is_packed_oddly = any(e.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for e in entries)
    if is_packed_oddly or len(entries) > MAX_ENTRIES or len(set(names)) != len(names) or is_bomb or xml > MAX_XML_BYTES:
        raise ImportRefused(_ODD)
    if any("vbaproject" in name or name.endswith((".exe", ".dll", ".js", ".vbs")) for name in lower):
        raise ImportRefused("Tệp Word chứa macro. Hãy lưu lại dạng .docx không có macro rồi nhập lại.")


def _read_package(package: zipfile.ZipFile, noun: str) -> tuple[str, list[ParseWarning]]:
    types = _unpack(package, next(n for n in package.namelist() if n.lower() == "[content_types].xml"))
    if b"macroenabled" in types.lower():
        raise ImportRefused("Tệp Word chứa macro. Hãy lưu lại dạng .docx không có macro rồi nhập lại.")
    main = _target(package, "", "officeDocument") or "word/document.xml"
    root = _parse(package, main)
    if root is None or local(root) != "document":
        message = "Tệp mang tên .docx nhưng không phải văn bản Word (có thể là Excel hoặc PowerPoint)."
        raise ImportRefused(f"{message} Hãy chọn đúng tệp Word của {noun}.")
    styles = Styles(_part(package, main, "styles"))
    left_out = LeftOut()
    reader = WordReader(ListNumbers(_part(package, main, "numbering"), styles), styles, left_out)
    body = child(root, "body")
    if body is None:
        raise ImportRefused(_BROKEN)
    text = reader.read(body)
    _look_beside(package, main, left_out)
    return text, left_out.notes()


def _look_beside(package: zipfile.ZipFile, main: str, left_out: LeftOut) -> None:
    """Note the words of page headers, page footers and notes: they stand beside the text and are not taken over."""
    if any("/embeddings/" in name.lower() or name.lower().endswith(_PACKED) for name in package.namelist()):
        left_out.add("embedded_object")
    for kind in ("header", "footer"):
        for target in _targets(package, main, kind):
            words = words_of(_parse_or_empty(package, target))
            if re.search(r"[^\W\d_]", words):  # more than the page's number
                left_out.add("header_footer", words)
    for kind in ("footnotes", "endnotes"):
        for target in _targets(package, main, kind):
            for note in _parse_or_empty(package, target):
                if attribute(note, "type") not in {"separator", "continuationSeparator", "continuationNotice"}:
                    left_out.add("footnote", words_of(note))


def _part(package: zipfile.ZipFile, main: str, kind: str) -> etree._Element | None:
    target = _target(package, main, kind) or posixpath.join(posixpath.dirname(main), f"{kind}.xml")
    return _parse(package, target)


def _target(package: zipfile.ZipFile, source: str, kind: str) -> str:
    """Return the first part that `source` names as its `kind`."""
    return next(_targets(package, source, kind), "")


def _targets(package: zipfile.ZipFile, source: str, kind: str) -> Iterator[str]:
    """Yield the parts that `source` names as its `kind`. Targets outside the package are never followed."""
    folder, name = posixpath.split(source)
    relations = _parse(package, posixpath.join(folder, "_rels", f"{name}.rels"))
    for relation in children(relations, "Relationship"):
        is_inside = attribute(relation, "TargetMode") != "External"
        if is_inside and attribute(relation, "Type").endswith(f"{_RELATIONS}{kind}"):
            yield posixpath.normpath(posixpath.join("/", folder, attribute(relation, "Target"))).lstrip("/")


def _parse(package: zipfile.ZipFile, name: str) -> etree._Element | None:
    """Parse one part, or return None when the package has none."""
    return parse(_unpack(package, name)) if name in package.namelist() else None


def _parse_or_empty(package: zipfile.ZipFile, name: str) -> etree._Element:
    part = _parse(package, name)
    return etree.Element("empty") if part is None else part


def _first_bytes(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as part:
        return part.read(100)


def _unpack(package: zipfile.ZipFile, name: str) -> bytes:
    """Return one part. The length in the directory may lie, so no more than the limit is ever unpacked."""
    with package.open(name) as part:
        data = part.read(MAX_XML_BYTES + 1)
        if len(data) > MAX_XML_BYTES or part.read(1):
            raise ImportRefused(_BROKEN)
    return data
