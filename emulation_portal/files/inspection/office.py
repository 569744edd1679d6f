"""Word and Excel files: the directory of the archive first, then what their parts say; nothing is unpacked whole."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from .refusal import Refused

MAX_ENTRIES = 2_000
MAX_UNPACKED = 120 * 1024 * 1024
MAX_RATIO = 150  # a table of 35,000 rows comes to 25
RATIO_FROM = 4 * 1024 * 1024
MAX_SMALL_PART = 2 * 1024 * 1024
_CHUNK = 256 * 1024
_RESAVE = "Hãy mở tệp, chọn Lưu thành (Save As) dạng .docx hoặc .xlsx rồi gửi lại."
_AS_PDF = "Hãy lưu tệp thành PDF rồi gửi tệp PDF."
_MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
_MACROS = re.compile(r"vbaproject|vbadata|macrosheets|macroenabled", re.IGNORECASE)
_CARRIES = {
    "embeddings": "đối tượng nhúng (tệp khác, biểu đồ có dữ liệu)",
    "activex": "nút điều khiển ActiveX",
    "externallinks": "liên kết đến bảng tính khác",
    "connections.xml": "kết nối lấy dữ liệu từ ngoài",
    "querytables": "kết nối lấy dữ liệu từ ngoài",
}
_DECLARATION = re.compile(rb"<!(?:doctype|entity)", re.IGNORECASE)
_INNER = (b"PK\x03\x04", b"MZ", b"\xd0\xcf\x11\xe0", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"%PDF")
_LOCAL_PATH = re.compile(r"(?:file:/{0,3})?[A-Za-z]:[\\/]")
_BROKEN = f"Tệp bị hỏng, cổng không mở được. {_RESAVE}"


def look_at_office(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Return which of the two it is. Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            _look_at_directory(infos, len(content))
            kind = _kind(archive)
            for info in infos:
                _look_at_part(archive, info)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise Refused(_BROKEN) from None
    except (KeyError, etree.LxmlError, UnicodeDecodeError, ValueError):
        raise Refused(_BROKEN) from None
    return {"kind": kind}, content


def _look_at_directory(infos: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > MAX_ENTRIES or unpacked > MAX_UNPACKED or (unpacked > RATIO_FROM and unpacked > MAX_RATIO * size):
        raise Refused(f"Tệp quá lớn khi mở ra. {_AS_PDF}")
    names = [info.filename for info in infos]
    if len({name.lower() for name in names}) < len(names) or any(map(_leads_out, names)):
        raise Refused(_BROKEN)
    if any(info.flag_bits & 1 for info in infos):
        raise Refused("Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.")
    for name in names:
        if _MACROS.search(name):
            raise Refused(f"Tệp có macro nên cổng không nhận. {_RESAVE}")
        for part in name.lower().split("/"):
            if what := _CARRIES.get(part):
                raise Refused(f"Tệp có {what} nên cổng không nhận. {_AS_PDF}")


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name


def _kind(archive: zipfile.ZipFile) -> str:
    root = _parsed(_read(archive, archive.getinfo("[Content_Types].xml")))
    types = [str(each.get("ContentType", "")) for each in root]
    if any(_MACROS.search(each) for each in types):
        raise Refused(f"Tệp có macro nên cổng không nhận. {_RESAVE}")
    found = {_MAIN[each] for each in types if each in _MAIN}
    if len(found) != 1:
        raise Refused("Tệp nén này không phải tệp Word hay Excel. Hãy gửi từng tệp PDF, Word, Excel hoặc ảnh.")
    return found.pop()


def _look_at_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    if info.is_dir():
        return
    name = info.filename.lower()
    if name.endswith(".rels"):
        _look_at_relations(_read(archive, info))
    elif name.endswith((".xml", ".vml")):
        before = b""
        for chunk in _chunks(archive, info):
            if _DECLARATION.search((before + chunk).replace(b"\0", b"")):
                raise Refused(f"Tệp có khai báo lạ (DOCTYPE), có thể gây hại. {_RESAVE}")
            before = chunk[-40:]
    elif next(_chunks(archive, info), b"").startswith(_INNER):
        raise Refused(f"Tệp có tệp khác nằm bên trong nên cổng không nhận. {_AS_PDF}")


def _look_at_relations(data: bytes) -> None:
    """Let links of the text lead out, and nothing that is fetched when the file is opened."""
    for each in _parsed(data):
        target, kind = str(each.get("Target", "")), str(each.get("Type", "")).rpartition("/")[2].lower()
        if str(each.get("TargetMode", "")).lower() != "external":
            continue
        is_link = kind == "hyperlink" and urlsplit(target).scheme.lower() in {"http", "https", "mailto", "tel", ""}
        # Word notes where the template of a new file lay; from a disk of one's own nothing is fetched elsewhere.
        is_own_template = kind == "attachedtemplate" and bool(_LOCAL_PATH.match(target))
        if not (is_link or is_own_template):
            raise Refused(f"Tệp có liên kết tự lấy dữ liệu từ ngoài nên cổng không nhận. {_AS_PDF}")


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return a small part. Raises Refused for what is larger than any program writes it."""
    if info.file_size > MAX_SMALL_PART:
        raise Refused(f"Tệp có cấu trúc bất thường. {_RESAVE}")
    data = b"".join(_chunks(archive, info))
    if _DECLARATION.search(data.replace(b"\0", b"")):
        raise Refused(f"Tệp có khai báo lạ (DOCTYPE), có thể gây hại. {_RESAVE}")
    return data


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)
