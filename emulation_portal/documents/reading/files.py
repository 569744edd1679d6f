"""From an uploaded file to text. The name is not believed: the bytes say what the file is."""

import codecs
import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from pathlib import PurePath

from emulation_portal.core.legacy_fonts import find_legacy_encoding, legacy_advice
from emulation_portal.core.numbering import grouped
from emulation_portal.core.vietnamese import MAX_MARKS, has_piled_marks

from ..paper import MERGED_ABOVE, MERGED_LEFT
from .errors import ImportRefused
from .letters import mended
from .markdown import without_forms
from .pages import without_page_numbers
from .parsed import Expected, ParsedPaper, ParseWarning
from .parsing import ANY_PAPER, parse_paper
from .pasted_tables import framed
from .text import clean
from .word import OLE_MAGIC, read_docx, refuse_ole

MAX_FILE_BYTES = 5 * 1024 * 1024
MAX_TEXT_CHARACTERS = 400_000
# A letter may come as three, as a Mac types them, and a line end as two. What is longer is not even looked at.
_MAY_SHRINK = 4
MAX_LINES = 5_000
EXTENSIONS = (".docx", ".md", ".txt")

_ZIP_MAGIC = b"PK\x03\x04"
_KINDS = {
    b"%PDF": "tệp PDF",
    b"MZ": "chương trình Windows",
    b"\x7fELF": "chương trình",
    b"{\\rtf": "tệp RTF",
    b"\x89PNG": "tệp ảnh",
    b"\xff\xd8\xff": "tệp ảnh",
    b"GIF8": "tệp ảnh",
    b"Rar!": "tệp nén",
    b"7z\xbc\xaf": "tệp nén",
    b"\x1f\x8b": "tệp nén",
}
_KINDS_OF_TEXT = (  # by what stands near the beginning
    (re.compile(rb"<html|<!doctype html", re.IGNORECASE), "trang web"),
    (re.compile(rb"MIME-Version:", re.IGNORECASE), "trang web (MHTML)"),
    (re.compile(rb"<\?xml", re.IGNORECASE), "tệp XML"),
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,5});")  # a web page's way to write a sign
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_SAVE_AS_DOCX = "Hãy mở bằng Word, chọn Lưu thành (Save As) dạng .docx, rồi nhập tệp .docx đó."


_WRITTEN_ARROW = re.compile(
    rf"(?<=[|\t ])[{MERGED_ABOVE}{MERGED_LEFT}](?= *(?:[|\t]|$))", re.MULTILINE
)  # in a plain text nothing is merged


def import_file(
    name: str, content: bytes, *, expected: Expected = ANY_PAPER, on: dt.date | None = None
) -> tuple[str, ParsedPaper]:
    """Return the text of a .docx, .md or .txt file, and the paper that was recognised in it.

    The warnings, and the message of an ImportRefused, speak of the paper that was `expected`. Whatever can be read is
    parsed, with warnings. `on` is today, to flag dates in the future.
    """
    text, notes = read_source(name, content, noun=expected.noun)
    paper = parse_paper(text, expected=expected, on=on)
    return text, replace(paper, warnings=(*notes, *paper.warnings))


def check_file(name: str, size: int) -> str:
    """Refuse a file by its name and size, before it is read; return its extension. Raises ImportRefused."""
    extension = PurePath(name.replace("\\", "/").strip()).suffix.lower()
    if extension not in EXTENSIONS:
        raise ImportRefused(_extension_message(extension))
    if size > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // (1024 * 1024)
        advice = "bỏ bớt ảnh trong tệp" if extension == ".docx" else "tách phụ lục ra tệp riêng"
        weight = f"{math.ceil(size / 104857.6) / 10:.1f}".replace(".", ",").removesuffix(",0")
        raise ImportRefused(f"Tệp nặng {weight} MB, quá mức {limit} MB. Hãy {advice} rồi nhập lại.")
    if size == 0:
        raise ImportRefused("Tệp rỗng. Hãy kiểm tra lại tệp rồi chọn lại.")
    return extension


def read_source(name: str, content: bytes, *, noun: str) -> tuple[str, list[ParseWarning]]:
    """Return the text with light markup, NFC, and what of a Word file could not be taken over: text boxes, pictures.

    `noun` is what the file should be. Nothing is fetched and nothing in the file is run. Raises ImportRefused with a
    message that says what to do.
    """
    extension = check_file(name, len(content))
    if extension == ".docx":
        _check_is_zip(content)
        text, notes = read_docx(content, noun)
    else:
        text, notes = _WRITTEN_ARROW.sub(r"\\\g<0>", _decode(content, extension, noun)), []
    _refuse_longer_than(MAX_TEXT_CHARACTERS * _MAY_SHRINK, text)
    text, letters = mended(text)
    encoding = find_legacy_encoding(text)
    if encoding:
        raise ImportRefused(legacy_advice(encoding))
    _refuse_piled_marks(text)
    text = clean(text).strip("\n")
    if extension != ".docx":
        text = without_forms(text) if extension == ".md" else text
        text, guessed = framed(unescape(text) if _ENTITY.search(text) else text)
        text, pages = without_page_numbers(text)
        notes += [_note_of_pages(pages)] if pages else []
        notes += [_note_of_guess(text, row) for row in guessed]
    if letters:
        message = f"Cổng đã chữa chữ gõ sai phông: {letters}. Hãy xem lại các chữ ấy."
        notes = [*notes, ParseWarning("letters_mended", message)]
    if not re.search(r"\w", text):
        raise ImportRefused("Tệp không có chữ nào. Nếu là bản chụp (scan), hãy dùng tệp Word gốc.")
    _refuse_longer_than(MAX_TEXT_CHARACTERS, text)
    lines = sum(1 for line in text.split("\n") if line)
    if lines > MAX_LINES:
        raise ImportRefused(f"Văn bản có hơn {grouped(MAX_LINES)} dòng. Hãy tách phụ lục ra tệp riêng rồi nhập lại.")
    return text, notes


def _note_of_pages(pages: Sequence[int]) -> ParseWarning:
    named = ", ".join(map(str, pages[:10])) + (", …" if len(pages) > 10 else "")
    return ParseWarning("page_number", f"Cổng đã bỏ số trang nằm giữa văn bản ({named}). Hãy xem lại chỗ ngắt trang.")


def _note_of_guess(text: str, row: str) -> ParseWarning:
    message = "Bảng này có hàng ít ô hơn các hàng khác; cổng đã xếp các ô theo chỗ đoán được. Hãy xem lại từng cột."
    return ParseWarning("table_guessed", message, text.split("\n").index(row) + 1)


def _refuse_longer_than(most: int, text: str) -> None:
    if len(text) > most:
        raise ImportRefused(
            f"Văn bản dài {grouped(len(text))} ký tự, quá mức {grouped(MAX_TEXT_CHARACTERS)} ký tự. "
            "Hãy tách phụ lục ra tệp riêng rồi nhập lại."
        )


def _refuse_piled_marks(text: str) -> None:
    """Refuse what could not be read whole: marks beyond those of any writing are thrown away (core.vietnamese)."""
    if has_piled_marks(text):
        line = 1 + next(number for number, line in enumerate(text.split("\n")) if has_piled_marks(line))
        raise ImportRefused(
            f"Dòng {line} của tệp có chữ mang hơn {MAX_MARKS} dấu chồng lên nhau. Hãy xóa chữ ấy rồi nhập lại."
        )


def _extension_message(extension: str) -> str:
    known = {
        ".doc": f"Đây là tệp Word đời cũ (.doc). {_SAVE_AS_DOCX}",
        ".docm": f"Tệp .docm chứa macro. {_SAVE_AS_DOCX}",
        ".pdf": "Cổng không nhập tệp PDF. Hãy dùng tệp Word gốc (.docx).",
        ".rtf": f"Cổng không nhập tệp RTF. {_SAVE_AS_DOCX}",
        ".odt": f"Cổng không nhập tệp ODT. {_SAVE_AS_DOCX}",
    }
    return known.get(extension, "Cổng chỉ nhập tệp .docx, .md hoặc .txt. Hãy chọn lại tệp.")


def _check_is_zip(content: bytes) -> None:
    if content.startswith(OLE_MAGIC):
        refuse_ole(content)
    if not content.startswith(_ZIP_MAGIC):
        kind = _kind(content) or _kind_of_text(content) or "tệp khác"
        raise ImportRefused(f"Tệp mang tên .docx nhưng thực ra là {kind}, hoặc đã hỏng. {_SAVE_AS_DOCX}")


def _kind(content: bytes) -> str:
    return next((kind for magic, kind in _KINDS.items() if content.startswith(magic)), "")


def _kind_of_text(content: bytes) -> str:
    return next((kind for sign, kind in _KINDS_OF_TEXT if sign.search(content[:1_000])), "")


def _decode(content: bytes, extension: str, noun: str) -> str:
    """Return the text of a .md or .txt file. Raises ImportRefused when it is something else."""
    if content.startswith(_ZIP_MAGIC):
        message = f"Tệp mang tên {extension} nhưng thực ra là tệp nén hoặc tệp Word."
        raise ImportRefused(f"{message} Nếu là tệp Word, hãy đổi tên thành .docx rồi nhập lại.")
    if content.startswith(OLE_MAGIC):
        refuse_ole(content)
    kind = _kind(content)
    if kind:
        raise ImportRefused(f"Tệp mang tên {extension} nhưng thực ra là {kind}. Hãy chọn đúng tệp {noun}.")
    text = _decode_text(content, noun)
    found = _CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        message = f"Tệp có ký tự điều khiển ở dòng {line}, không phải văn bản thuần."
        raise ImportRefused(f"{message} Hãy mở tệp bằng Word hoặc Notepad, kiểm tra, lưu lại dạng UTF-8 rồi nhập lại.")
    return text


def _decode_text(content: bytes, noun: str) -> str:
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in content:
            message = f"Tệp không phải văn bản thuần. Hãy chọn tệp .docx, .md hoặc .txt của {noun}."
            raise ImportRefused(message) from None
        encoding = find_legacy_encoding(content.decode("latin-1"))
        if encoding:
            raise ImportRefused(legacy_advice(encoding)) from None
        line = content.count(b"\n", 0, error.start) + 1
        message = (
            f"Tệp không ở dạng UTF-8 (dòng {line}). Hãy mở bằng Notepad, chọn Lưu thành, Mã hóa UTF-8, rồi nhập lại."
        )
        raise ImportRefused(message) from None
