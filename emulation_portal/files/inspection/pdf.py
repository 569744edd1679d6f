"""PDF: read through, without a password, and with nothing in it that runs, opens or carries something else."""

import io
import re
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from .refusal import Refused

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
    "/RichMedia": "phim, âm thanh nhúng",
    "/Movie": "phim, âm thanh nhúng",
    "/XFA": "biểu mẫu động (XFA)",
    "/GoToE": "liên kết đến tệp nhúng",
    "/GoToR": "liên kết đến tệp khác",
    "/SubmitForm": "lệnh gửi dữ liệu đi",
    "/ImportData": "lệnh lấy dữ liệu vào",
}
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
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
        _look_into(reader.get_object(IndirectObject(number, generation, reader)))
    for name in {_ESCAPED.sub(_letter, found) for found in _NAME.findall(_STREAM.sub(b"", content))}:
        _refuse_name(name.decode("latin-1"))


def _letter(escaped: re.Match[bytes]) -> bytes:
    return bytes([int(escaped[1], 16)])


def _look_into(thing: object) -> None:
    """Refuse by the names in one object, not in those that it points to."""
    waiting: list[object] = [thing]
    while waiting:
        each = waiting.pop()
        if isinstance(each, DictionaryObject):
            for key, value in each.raw_items() if hasattr(each, "raw_items") else dict.items(each):
                _refuse_name(str(key))
                if isinstance(value, str):
                    _refuse_name(str(value))
                waiting.append(value)
        elif isinstance(each, ArrayObject):
            waiting.extend(list.__iter__(each))


def _refuse_name(name: str) -> None:
    if what := _ACTIVE.get(name):
        raise Refused(f"Tệp PDF có {what} nên cổng không nhận. {_PRINT_IT}")
