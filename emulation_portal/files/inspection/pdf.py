"""PDF: read through, without a password, and with nothing in it that runs, opens or carries something else."""

import io
import logging
import re
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)

from .links import is_plain_link
from .refusal import Refused

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # a line for each fault of a file: the file says how many

MAX_PAGES = 1_000
MAX_OBJECTS = 300_000
_PRINT_IT = "Hãy mở tệp, chọn In, máy in “Microsoft Print to PDF” (hoặc Lưu thành PDF), rồi gửi tệp mới."
# Names of what a PDF can do beyond being read, and what they are called.
_ACTIVE = {
    "/JavaScript": "đoạn mã (JavaScript)",
    "/JS": "đoạn mã (JavaScript)",
    "/Launch": "lệnh mở chương trình",
    "/EmbeddedFile": "tệp nhúng bên trong",
    "/EmbeddedFiles": "tệp nhúng bên trong",
    "/Filespec": "tệp nhúng bên trong",
    "/EF": "tệp nhúng bên trong",
    "/FileAttachment": "tệp nhúng bên trong",
    "/Collection": "tệp nhúng bên trong",
    "/RichMedia": "phim, âm thanh nhúng",
    "/Movie": "phim, âm thanh nhúng",
    "/Sound": "phim, âm thanh nhúng",
    "/Rendition": "phim, âm thanh nhúng",
    "/3D": "mô hình 3D nhúng",
    "/GoTo3DView": "mô hình 3D nhúng",
    "/XFA": "biểu mẫu động (XFA)",
    "/GoToE": "liên kết đến tệp nhúng",
    "/GoToR": "liên kết đến tệp khác",
    "/SubmitForm": "lệnh gửi dữ liệu đi",
    "/ImportData": "lệnh lấy dữ liệu vào",
}
_STREAM = re.compile(rb">>\s{0,20}stream\r?\n")
_NAME = re.compile(rb"/(?:[A-Za-z]|#[0-9A-Fa-f]{2}){2,40}")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def look_at_pdf(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Return how many pages there are. Raises Refused."""
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise Refused(f"Tệp PDF có mật khẩu hoặc khóa quyền. {_PRINT_IT}")
        pages = len(reader.pages)
        _refuse_active(reader, content)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, AssertionError):
        raise Refused(f"Tệp PDF bị hỏng, cổng không đọc được. {_PRINT_IT}") from None
    if not 1 <= pages <= MAX_PAGES:
        raise Refused(f"Tệp PDF có {pages} trang; cổng nhận từ 1 đến {MAX_PAGES} trang. Hãy tách thành nhiều tệp.")
    return {"kind": "pdf", "pages": pages}, content


def _refuse_active(reader: PdfReader, content: bytes) -> None:
    """Look at all objects that are named anywhere, and at what stands in the file unnamed."""
    known = {(number, generation) for generation, rows in reader.xref.items() for number in rows}
    known |= {(number, 0) for number in reader.xref_objStm}
    if len(known) > MAX_OBJECTS:
        raise Refused(f"Tệp PDF quá nhiều thành phần. {_PRINT_IT}")
    _look_into(reader.trailer)
    for number, generation in sorted(known):
        each = reader.get_object(IndirectObject(number, generation, reader))
        _look_into(each)
        if isinstance(each, StreamObject) and _plain(dict.get(each, "/Type")) == "/ObjStm":
            packed = each.get_data()  # more objects may be in it than the file lists
            _refuse_names(packed, 0, len(packed))
    _look_between_streams(content)


def _look_between_streams(content: bytes) -> None:
    at = 0
    while begin := _STREAM.search(content, at):
        end = content.find(b"endstream", begin.end())
        if end < 0:
            break
        _refuse_names(content, at, begin.start())
        at = end + len(b"endstream")
    _refuse_names(content, at, len(content))


def _refuse_names(text: bytes, start: int, end: int) -> None:
    for name in {_ESCAPED.sub(_letter, found[0]) for found in _NAME.finditer(text, start, end)}:
        _refuse_name(name.decode("latin-1"))


def _letter(escaped: re.Match[bytes]) -> bytes:
    return bytes([int(escaped[1], 16)])


def _look_into(thing: object) -> None:
    """Refuse by the names in one object, not in those that it points to."""
    waiting: list[object] = [thing]
    while waiting:
        each = waiting.pop()
        if isinstance(each, DictionaryObject):
            for key in dict.keys(each):
                _refuse_name(str(key))
            for key, value in dict.items(each):
                if isinstance(value, str):
                    _refuse_name(str(value))
                _refuse_entry(str(key), value)
                waiting.append(value)
        elif isinstance(each, ArrayObject):
            waiting.extend(list.__iter__(each))


def _refuse_entry(key: str, value: object) -> None:
    """Refuse what only key and value together tell: /F is a number of flags in a note, and a file elsewhere."""
    if key in {"/F", "/UF"} and isinstance(_plain(value), TextStringObject | ByteStringObject | DictionaryObject):
        raise Refused(f"Tệp PDF có liên kết đến tệp khác nên cổng không nhận. {_PRINT_IT}")
    if key == "/Subtype" and _plain(value) == "/Screen":  # elsewhere a way of mixing colours
        raise Refused(f"Tệp PDF có phim, âm thanh nhúng nên cổng không nhận. {_PRINT_IT}")
    if key in {"/URI", "/Base"} and not _is_plain_address(_plain(value)):
        raise Refused(f"Tệp PDF có liên kết mở tệp hoặc chương trình nên cổng không nhận. {_PRINT_IT}")
    opening = _plain(value) if key in {"/OpenAction", "/AA"} else None
    if isinstance(opening, DictionaryObject):  # an array is a place in the text
        actions = [opening] if key == "/OpenAction" else list(dict.values(opening))  # /AA: one for each occasion
        if _opens_address(actions):
            raise Refused(f"Tệp PDF tự mở trang mạng nên cổng không nhận. {_PRINT_IT}")


def _plain(value: object) -> object:
    return value.get_object() if isinstance(value, IndirectObject) else value


def _is_plain_address(value: object) -> bool:
    if isinstance(value, ByteStringObject):
        return is_plain_link(value.decode("latin-1"))
    return not isinstance(value, TextStringObject) or is_plain_link(value)


def _opens_address(waiting: list[object]) -> bool:
    """Say whether one of the actions, or of those that follow it, opens an address without being asked."""
    seen = set()
    while waiting:
        each = waiting.pop()
        if isinstance(each, IndirectObject):
            if each.idnum in seen:
                continue
            seen.add(each.idnum)
        action = _plain(each)
        if isinstance(action, ArrayObject):
            waiting.extend(list.__iter__(action))
        elif isinstance(action, DictionaryObject):
            if _plain(dict.get(action, "/S")) == "/URI":
                return True
            waiting.append(dict.get(action, "/Next"))
    return False


def _refuse_name(name: str) -> None:
    if what := _ACTIVE.get(name):
        raise Refused(f"Tệp PDF có {what} nên cổng không nhận. {_PRINT_IT}")
