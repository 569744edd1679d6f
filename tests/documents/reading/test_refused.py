"""Files that are not what they say, or are broken: refused in words, never a stack trace."""

import base64
import io
import random
import zipfile

import pytest

from emulation_portal.core.errors import DomainError
from emulation_portal.documents.reading import MAX_FILE_BYTES, ImportRefused, check_file, read_source
from emulation_portal.documents.reading.files import MAX_TEXT_CHARACTERS
from emulation_portal.documents.reading.word_styles import MAX_STYLES
from emulation_portal.documents.reading.word_text import MAX_CELLS, MAX_TABLE_DEPTH
from emulation_portal.documents.reading.word_xml import MAX_NAMESPACE, MAX_TAGS
from tests.documents.reading.word_files import raw_cell, raw_paragraph, raw_word, rezipped, word_file

MARK = "\u0301"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
WORD = word_file("Kế hoạch thi đua")


def read(name: str, content: bytes) -> str:
    return read_source(name, content, noun="thông báo")[0]


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return buffer.getvalue()


def zipped_well(content: bytes) -> bytes:
    """The same package, small, beside a picture that nothing makes smaller: not by its ratio is it told."""
    return rezipped(content, extra={"word/media/a.jpg": random.Random(1).randbytes(300_000)})


def with_doctype(name: str, data: bytes) -> bytes:
    if name != "word/document.xml":
        return data
    head, _, rest = data.partition(b"?>")
    return head + b'?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + rest


def with_utf16_doctype(name: str, data: bytes) -> bytes:
    return (
        with_doctype(name, data).decode().replace("UTF-8", "UTF-16").encode("utf-16")
        if name == "word/document.xml"
        else data
    )


def in_utf7() -> bytes:
    """A declaration in letters that only a reader of UTF-7 knows; of the text it hid all from the `&` on."""
    declared = "<!DOCTYPE x [<!ENTITY x 'hidden'>]>"
    for letter in "!<>[]&'":
        declared = declared.replace(letter, f"+{base64.b64encode(letter.encode('utf-16-be')).decode().rstrip('=')}-")
    body = '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>a &x; b</w:t></w:r></w:p></w:body></w:document>'
    return f'<?xml version="1.0" encoding="UTF-7"?>{declared}{body}'.encode()


def in_windows_1252(name: str, data: bytes) -> bytes:
    if name != "word/document.xml":
        return data
    return b'<?xml version="1.0" encoding="windows-1252"?>' + data.partition(b"?>")[2]


def tables_in_tables(depth: int) -> str:
    inner = raw_paragraph()
    for _ in range(depth):
        inner = f"<w:tbl><w:tr>{raw_cell(inner)}</w:tr></w:tbl>"
    return inner


ROW_OF_CELLS = "<w:tbl><w:tr>{}</w:tr></w:tbl>"

FILES = {
    "pdf by name": ("a.pdf", b"%PDF-1.7", "PDF"),
    "old word by name": ("a.doc", OLE, "Lưu thành"),
    "no extension": ("ke-hoach", b"abc", ".docx, .md hoặc .txt"),
    "html by name": ("a.html", b"<p>", ".docx, .md hoặc .txt"),
    "pdf as docx": ("a.docx", b"%PDF-1.7 ...", "thực ra là tệp PDF"),
    "program as docx": ("a.docx", b"MZ\x90\x00", "thực ra là chương trình"),
    "text as docx": ("a.docx", "Kế hoạch".encode(), "tệp khác"),
    "old word as docx": ("a.docx", OLE + "WordDocument".encode("utf-16-le"), "Word đời cũ"),
    "encrypted docx": ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    "other ole as docx": ("a.docx", OLE, "không phải là Word"),
    "docx as txt": ("a.txt", WORD, "đổi tên thành .docx"),
    "docx as md": ("a.md", WORD, "đổi tên thành .docx"),
    "pdf as md": ("a.md", b"%PDF-1.7", "thực ra là tệp PDF. Hãy chọn đúng tệp thông báo."),
    "old word as txt": ("a.txt", OLE + "WordDocument".encode("utf-16-le"), "Word đời cũ"),
    "picture as txt": ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x01", "tệp ảnh"),
    "binary as md": ("a.md", bytes(range(256)) * 4, "không phải văn bản thuần"),
    "control characters": ("a.txt", "Dòng một\nDòng\x01 hai".encode(), "dòng 2"),
    "nul": ("a.txt", b"abc\0def", "ký tự điều khiển"),
    "not utf-8": ("a.txt", b"abc\nd\xe9f \xff", "UTF-8 (dòng 2)"),
    "tcvn3 bytes": ("a.txt", "KÕ ho¹ch thi ®ua cña Liªn minh".encode("latin-1"), "TCVN3"),
    "vni bytes": ("a.txt", "Keá hoaïch thi ñua, ñoäc laäp töï do".encode("latin-1"), "VNI"),
    "tcvn3 in unicode": ("a.md", "Nguyªn t¾c thi ®ua".encode(), "Unikey"),
    "tcvn3 in word": ("a.docx", word_file("Céng hßa x· héi chñ nghÜa ViÖt Nam"), "Unikey"),
    "empty": ("a.md", b"", "rỗng"),
    "blank": ("a.md", b" \n\t\n ", "không có chữ nào"),
    "only marks": ("a.md", b"# \n\n---\n", "không có chữ nào"),
    "empty docx": ("a.docx", word_file(), "không có chữ nào"),
    "too long": ("a.txt", b"a " * MAX_TEXT_CHARACTERS, "Hãy tách phụ lục"),
    "too many lines": ("a.txt", b"a\n" * 5001, "hơn 5.000 dòng"),
    "too large": ("a.txt", b"a" * (MAX_FILE_BYTES + 1), "Tệp nặng 5,1 MB, quá mức 5 MB. Hãy tách phụ lục ra tệp riêng"),
    "too large with pictures": (
        "a.docx",
        b"PK" * (MAX_FILE_BYTES + 1),
        "nặng 10,1 MB, quá mức 5 MB. Hãy bỏ bớt ảnh trong tệp",
    ),
    "cut docx": ("a.docx", WORD[: len(WORD) // 2], "bị hỏng"),
    "docx of noise": ("a.docx", b"PK\x03\x04" + bytes(range(256)) * 20, "bị hỏng"),
    "other zip": ("a.docx", zipped(a_dot_txt=b"abc"), "tệp nén"),
    "broken xml": ("a.docx", rezipped(WORD, lambda n, d: d[:-40] if n == "word/document.xml" else d), "bị hỏng"),
    "deep xml": (
        "a.docx",
        rezipped(WORD, lambda n, d: b"<a>" * 100_000 if n == "word/document.xml" else d),
        "Word",
    ),
    "doctype": ("a.docx", rezipped(WORD, with_doctype), "DOCTYPE"),
    "doctype in utf-16": ("a.docx", rezipped(WORD, with_utf16_doctype), "DOCTYPE"),
    "doctype in utf-7": ("a.docx", raw_word("", document=in_utf7()), "DOCTYPE"),
    "old encoding": ("a.docx", rezipped(WORD, in_windows_1252), "không ở dạng UTF-8"),
    "too many elements": ("a.docx", zipped_well(raw_word("<w:p/>" * (MAX_TAGS + 1))), "bất thường"),
    "long namespace": ("a.docx", raw_word(raw_paragraph(), names="u" * MAX_NAMESPACE), "bất thường"),
    "too many styles": ("a.docx", raw_word(raw_paragraph(), styles="<w:style/>" * (MAX_STYLES + 1)), "style"),
    "tables in tables": ("a.docx", raw_word(tables_in_tables(MAX_TABLE_DEPTH + 1)), "lồng trong bảng"),
    "too many cells": ("a.docx", raw_word(ROW_OF_CELLS.format("<w:tc/>" * (MAX_CELLS + 1))), "quá nhiều ô"),
    "marks piled up": ("a.txt", f"Kế hoạch\nThi đua{MARK * 31}".encode(), "Dòng 2 của tệp có chữ mang hơn 30 dấu"),
    "marks piled up in word": ("a.docx", word_file(f"Thi đua{MARK * 31}"), "Dòng 1 của tệp"),
    "macros": ("a.docx", rezipped(WORD, extra={"word/vbaProject.bin": b"x"}), "macro"),
    "bomb": ("a.docx", rezipped(WORD, extra={"word/media/a.bmp": bytes(30_000_000)}), "bất thường"),
    "many entries": ("a.docx", rezipped(WORD, extra={f"word/{i}": b"" for i in range(1001)}), "bất thường"),
    "workbook": (
        "a.docx",
        rezipped(WORD, lambda n, d: b'<workbook xmlns="x"/>' if n == "word/document.xml" else d),
        "Hãy chọn đúng tệp Word của thông báo",
    ),
}


@pytest.mark.parametrize(("name", "content", "words"), FILES.values(), ids=FILES.keys())
def test_file_is_refused_in_words(name, content, words):
    with pytest.raises(ImportRefused) as refused:
        read(name, content)

    message = str(refused.value)
    assert words in message
    assert "hãy" in message.lower()
    assert isinstance(refused.value, DomainError)


def test_upload_is_refused_by_size_before_it_is_read():
    with pytest.raises(ImportRefused, match="50 MB, quá mức 5 MB"):
        check_file("a.docx", 50 * 1024 * 1024)


def test_every_cut_of_a_word_file_is_refused_or_read():
    for length in range(1, len(WORD), 997):
        with pytest.raises(ImportRefused):
            read("a.docx", WORD[:length])


def test_flipped_bytes_never_escape_as_another_error():
    for position in range(0, len(WORD), 977):
        damaged = WORD[:position] + bytes([WORD[position] ^ 0xFF]) + WORD[position + 1 :]
        try:
            read("a.docx", damaged)
        except ImportRefused:
            continue


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_each_unicode_encoding(encoding):
    assert read("KE HOACH.TXT", "Kế hoạch\r\nthi đua".encode(encoding)) == "Kế hoạch\nthi đua"


def test_external_target_is_not_followed():
    def outward(name: str, data: bytes) -> bytes:
        if name != "word/_rels/document.xml.rels":
            return data
        link = (
            b'<Relationship Id="x1" TargetMode="External" Target="http://192.0.2.1/styles.xml" '
            b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/>'
        )
        return data.replace(b"<Relationship ", link + b"<Relationship ", 1)

    assert read("a.docx", rezipped(WORD, outward)) == "Kế hoạch thi đua"


def test_directory_that_lies_about_a_length_unpacks_no_more_than_the_limit():
    huge = b"<a>" + b" " * 30_000_000 + b"</a>"
    bomb = bytearray(rezipped(WORD, lambda name, data: huge if name == "word/document.xml" else data))
    written, claimed = len(huge).to_bytes(4, "little"), (1000).to_bytes(4, "little")

    with pytest.raises(ImportRefused, match=r"bị hỏng|bất thường"):
        read("a.docx", bytes(bomb.replace(written, claimed)))


@pytest.mark.parametrize(
    "content",
    [
        raw_word(tables_in_tables(MAX_TABLE_DEPTH)),
        raw_word(raw_paragraph(), styles="<w:style/>" * MAX_STYLES),
        raw_word(raw_paragraph(), names="u" * (MAX_NAMESPACE - 1)),
        word_file(f"a{MARK * 30}"),
    ],
)
def test_file_within_the_limits_is_read(content):
    assert read("a.docx", content).startswith(("a", "á"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_word_file_is_read_in_each_encoding_of_unicode(encoding):
    text = '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Thi đua</w:t></w:r></w:p></w:body></w:document>'
    document = f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)

    assert read("a.docx", raw_word("", document=document)) == "Thi đua"
