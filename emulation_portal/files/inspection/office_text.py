"""What the text of a Word or Excel part says: how it is written, and the fields and formulas that fetch or run."""

import html
import re
from collections.abc import Iterable, Iterator

from .refusal import Refused

_AS_PDF = "Hãy lưu tệp thành PDF rồi gửi tệp PDF."
_RESAVE = "Hãy mở tệp, chọn Lưu thành (Save As) dạng .docx hoặc .xlsx rồi gửi lại."
_ODD = f"Tệp có cấu trúc bất thường. {_RESAVE}"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HEAD = 1_024
_EBCDIC = b"\x4c\x6f\xa7\x94"
_ENCODING = re.compile(rb"""\sencoding\s*=\s*["']([^"']*)""", re.IGNORECASE)
_KNOWN_ENCODING = re.compile(rb"utf-?8|utf-?16(?:le|be)?|us-ascii|iso-8859-1|windows-125\d", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!(?:doctype|entity)", re.IGNORECASE)
_PREFIX = rb"<(?:[^\s<>/:]{1,40}:)?"
_MAIL_MERGE = re.compile(_PREFIX + rb"mailMerge\b")
_ELEMENT = re.compile(
    _PREFIX + rb"(instrText|fldChar|fldSimple|f|formula[12]?|definedName|calculatedColumnFormula)(?=[\s/>])"
)
_REST_OF_TAG = re.compile(rb"""(?:[^>"']|"[^"]*"|'[^']*')*>""")
_SIMPLE = re.compile(rb"""\binstr\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# At the beginning of an instruction; what is put together of two fields has no beginning of its own.
_FETCHES = re.compile(r"^\s*(?:DDE|LINK|IMPORT|INCLUDE|DATABASE|RD|QUOTE\s+\d+)\b", re.IGNORECASE)
_FETCHES_ANYWHERE = re.compile(r"DDEAUTO|INCLUDEPICTURE|INCLUDETEXT", re.IGNORECASE)
_CALLS = re.compile(r"\b(?:WEBSERVICE|IMAGE|RTD|DDE|CALL|REGISTER(?:\.ID)?|EXEC)\s*\(", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_SUSPECT = (b"WEBSERVICE", b"IMAGE", b"RTD", b"DDE", b"CALL", b"REGISTER", b"EXEC", b"|", b"&#", b"<!")
_LONGEST = 1024 * 1024
_BETWEEN = "\f"  # no text of XML has it


def is_text(name: str, head: bytes) -> bool:
    """Say whether programs read the part as XML, whatever it is called. Raises Refused for XML that hides its letters."""
    bare = _bare(head)
    if not (name.endswith((".xml", ".vml", ".rels")) or bare.startswith(b"<") or head.startswith(_EBCDIC)):
        return False
    if head and not bare.startswith(b"<"):
        raise Refused(_ODD)
    if bare.startswith(b"<?xml"):
        declared, end, _ = bare.partition(b"?>")
        encoding = _ENCODING.search(declared)
        if not end or (encoding and not _KNOWN_ENCODING.fullmatch(encoding[1])):
            raise Refused(_ODD)
    return True


def _bare(head: bytes) -> bytes:
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head[:_HEAD].replace(b"\0", b"").lstrip()


def look_at_text(chunks: Iterable[bytes], again: Iterable[bytes]) -> None:
    """Refuse what the part declares, fetches or runs. `again` are the same chunks, read only if there is need."""
    has_fields = has_formulas = False
    before = b""
    for chunk in _without_nulls(chunks):
        text = before + chunk
        if _DECLARATION.search(text):
            raise Refused(f"Tệp có khai báo lạ (DOCTYPE), có thể gây hại. {_RESAVE}")
        if b"mailMerge" in text and _MAIL_MERGE.search(text):
            raise Refused(f"Tệp có nguồn dữ liệu trộn thư nên cổng không nhận. {_AS_PDF}")
        has_fields = has_fields or b"instrText" in text or b"fldSimple" in text
        if not has_formulas:
            large = text.upper()
            has_formulas = any(word in large for word in _SUSPECT)
        before = chunk[-60:]
    if has_fields or has_formulas:
        _look_at_instructions(_without_nulls(again))


def _without_nulls(chunks: Iterable[bytes]) -> Iterator[bytes]:
    return (chunk.replace(b"\0", b"") for chunk in chunks)


def _look_at_instructions(chunks: Iterable[bytes]) -> None:
    said_in_fields: list[str] = []
    for kind, said in _instructions(chunks):
        if kind == "formula":
            _look_at_formula(said)
        elif kind == "instrText":
            said_in_fields.append(said)  # of one field, over its runs
        else:
            said_in_fields += [_BETWEEN, said, _BETWEEN]
    fields = "".join(said_in_fields).split(_BETWEEN)
    if any(map(_FETCHES.search, fields)) or _FETCHES_ANYWHERE.search("".join(fields)):
        raise Refused(f"Tệp có trường (field) tự lấy dữ liệu từ ngoài nên cổng không nhận. {_AS_PDF}")


def _look_at_formula(formula: str) -> None:
    bare = _QUOTED.sub("", formula)
    if "|" in bare or _CALLS.search(bare):
        raise Refused(f"Tệp có công thức lấy dữ liệu từ ngoài nên cổng không nhận. {_AS_PDF}")


def _instructions(chunks: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    """Give what fields and formulas say, and "fldChar" where a field begins or ends."""
    rest = b""
    for chunk in chunks:
        text, done = rest + chunk, 0
        for found in _ELEMENT.finditer(text):
            end = text.find(b"<", found.end())
            if not 0 <= end < len(text) - 1:
                done = found.start()
                break
            done = end
            yield _said(found[1].decode(), text[found.end() : end], text[end : end + 2])
        else:
            done = max(done, len(text) - 60)
        rest = text[done:]
        if len(rest) > _LONGEST:
            raise Refused(_ODD)


def _said(name: str, inside: bytes, then: bytes) -> tuple[str, str]:
    tag = _REST_OF_TAG.match(inside)
    if not tag or then in {b"<!", b"<?"}:  # no program breaks these by a comment
        raise Refused(_ODD)
    if name == "fldSimple":
        simple = _SIMPLE.search(tag[0])
        return name, _letters(simple[1] or simple[2] or b"") if simple else ""
    return name if name in {"instrText", "fldChar"} else "formula", _letters(inside[tag.end() :])


def _letters(text: bytes) -> str:
    return html.unescape(text.decode("utf-8", "replace"))
