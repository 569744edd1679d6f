"""The door: a file's kind by its first bytes, then all that is asked of that kind."""

from collections.abc import Callable
from typing import Any

from .office import look_at_office
from .pdf import look_at_pdf
from .pictures import look_at_picture
from .refusal import Refused

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NAMES = {"pdf": "PDF", "docx": "Word (.docx)", "xlsx": "Excel (.xlsx)", "jpg": "ảnh JPG", "png": "ảnh PNG"}
_LOOKS: dict[str, Callable[[bytes], tuple[dict[str, Any], bytes]]] = {
    "pdf": look_at_pdf,
    "zip": look_at_office,
    "jpg": look_at_picture,
    "png": look_at_picture,
}


def inspect(content: bytes, *, allowed: list[str]) -> tuple[dict[str, Any], bytes]:
    """Return what the file is, and the bytes to keep of it: those of a picture are written anew.

    {"kind": …, and pages or width and height, "thumbnail": how many bytes of a small picture stand last}, or
    {"refused": a sentence in Vietnamese}.
    """
    try:
        kind = _kind(content)
        facts, kept = _LOOKS[kind](content)
        if facts["kind"] not in allowed:
            raise Refused(f"Tệp này là {NAMES[facts['kind']]}. Ở đây nhận {_list(allowed)}.")
    except Refused as refusal:
        return {"refused": str(refusal)}, b""
    return facts, kept


def _kind(content: bytes) -> str:
    if content.startswith(b"PK\x03\x04"):
        return "zip"
    if b"%PDF-" in content[:1024]:  # readers accept some bytes before it
        return "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"mif1", b"hevc"}:
        raise Refused("Đây là ảnh HEIC của iPhone. Hãy mở ảnh, lưu thành JPG (hoặc gửi bản chụp màn hình) rồi gửi lại.")
    if content.startswith(OLE_MAGIC):
        raise Refused(
            "Đây là tệp Word, Excel đời cũ hoặc có mật khẩu. Hãy bỏ mật khẩu, chọn Lưu thành (Save As) dạng .docx, .xlsx "
            "rồi gửi lại."
        )
    raise Refused("Cổng không nhận ra tệp này. Hãy gửi tệp PDF, Word (.docx), Excel (.xlsx), ảnh JPG hoặc PNG.")


def _list(kinds: list[str]) -> str:
    names = [NAMES[kind] for kind in kinds]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} hoặc {names[-1]}"
