"""Word and Excel files: the directory of the archive first, then what their parts say; nothing is unpacked whole."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from .links import is_plain_link
from .office_text import is_text, look_at_text
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
_MACROS = re.compile(r"vbaproject|vbadata|macrosheet|macroenabled", re.IGNORECASE)
# What a file carries, by the folder of the part or its name; below, by what the file says the part is.
_CARRIES = {
    "embeddings": "đối tượng nhúng (tệp khác, biểu đồ có dữ liệu)",
    "activex": "nút điều khiển ActiveX",
    "externallinks": "liên kết đến bảng tính khác",
    "connections.xml": "kết nối lấy dữ liệu từ ngoài",
    "querytables": "kết nối lấy dữ liệu từ ngoài",
}
_CARRIES_BY_KIND = {
    "oleobject": "đối tượng nhúng (tệp khác, biểu đồ có dữ liệu)",
    "package": "đối tượng nhúng (tệp khác, biểu đồ có dữ liệu)",
    "control": "nút điều khiển ActiveX",
    "activex": "nút điều khiển ActiveX",
    "activexcontrol": "nút điều khiển ActiveX",
    "activexcontrolbinary": "nút điều khiển ActiveX",
    "afchunk": "đoạn lấy từ tệp khác",
    "subdocument": "đoạn lấy từ tệp khác",
    "frame": "đoạn lấy từ tệp khác",
    "externallink": "liên kết đến bảng tính khác",
    "externallinkpath": "liên kết đến bảng tính khác",
    "ddelink": "liên kết đến bảng tính khác",
    "connections": "kết nối lấy dữ liệu từ ngoài",
    "querytable": "kết nối lấy dữ liệu từ ngoài",
    "volatiledependencies": "kết nối lấy dữ liệu từ ngoài",
    "mailmergesource": "nguồn dữ liệu trộn thư",
    "mailmergeheadersource": "nguồn dữ liệu trộn thư",
    "recipientdata": "nguồn dữ liệu trộn thư",
    "mailmergerecipientdata": "nguồn dữ liệu trộn thư",
}
_INNER = (b"PK\x03\x04", b"MZ", b"\xd0\xcf\x11\xe0", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"%PDF", b"{\\rtf")
_AWAY = re.compile(r"[\x00-\x20]*(?:[A-Za-z][A-Za-z0-9+.-]*:|[\\/]{2})")
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
    types = [str(each.get("ContentType", "")).strip() for each in root.iter("*")]
    if any(_MACROS.search(each) for each in types):
        raise Refused(f"Tệp có macro nên cổng không nhận. {_RESAVE}")
    for each in root.iter("{*}Override"):  # a Default names what there could be, and may be left over
        _refuse_kind(re.split(r"[/.]", str(each.get("ContentType", "")).strip().lower().removesuffix("+xml"))[-1])
    found = {_MAIN[each] for each in types if each in _MAIN}
    if len(found) != 1:
        raise Refused("Tệp nén này không phải tệp Word hay Excel. Hãy gửi từng tệp PDF, Word, Excel hoặc ảnh.")
    return found.pop()


def _look_at_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    if info.is_dir():
        return
    name = info.filename.lower()
    head = next(_chunks(archive, info), b"")
    if head.startswith(_INNER):
        raise Refused(f"Tệp có tệp khác nằm bên trong nên cổng không nhận. {_AS_PDF}")
    if is_text(name, head):
        look_at_text(_chunks(archive, info), _chunks(archive, info))
    if name.endswith(".rels"):
        _look_at_relations(_read(archive, info))


def _look_at_relations(data: bytes) -> None:
    """Let links of the text lead out, and nothing that is fetched when the file is opened."""
    for each in _parsed(data).iter("*"):
        target, kind = str(each.get("Target", "")), str(each.get("Type", "")).strip().rpartition("/")[2].lower()
        _refuse_kind(kind)
        if str(each.get("TargetMode", "")).strip().lower() != "external" and not _AWAY.match(target):
            continue
        is_link = kind == "hyperlink" and is_plain_link(target)
        # Word notes where the template of a new file lay; from a disk of one's own nothing is fetched elsewhere.
        is_own_template = kind == "attachedtemplate" and bool(_LOCAL_PATH.match(target))
        if not (is_link or is_own_template):
            raise Refused(f"Tệp có liên kết tự lấy dữ liệu từ ngoài nên cổng không nhận. {_AS_PDF}")


def _refuse_kind(kind: str) -> None:
    if _MACROS.search(kind):
        raise Refused(f"Tệp có macro nên cổng không nhận. {_RESAVE}")
    if what := _CARRIES_BY_KIND.get(kind):
        raise Refused(f"Tệp có {what} nên cổng không nhận. {_AS_PDF}")


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return a small part. Raises Refused for what is larger than any program writes it."""
    if info.file_size > MAX_SMALL_PART:
        raise Refused(f"Tệp có cấu trúc bất thường. {_RESAVE}")
    return b"".join(_chunks(archive, info))


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)
