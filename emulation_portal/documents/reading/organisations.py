"""Which lines of the head name a superior, the body that issues, or who decides. NĐ 30/2020, Phụ lục I, II.2; Phụ lục III."""

import re
from dataclasses import replace
from itertools import pairwise

from emulation_portal.core.vietnamese import fold, upper

from .bodies import begins_organisation, is_kind_of_body
from .head_lines import is_draft_mark
from .parsed import LineRole, Piece
from .tail import begins_post
from .text import plain, unwrap

# What only goes on with the name of the line above it.
_GOES_ON = re.compile(
    r"(?:KHEN THƯỞNG|TỈNH|THÀNH PHỐ|TP|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|KHU VỰC|KHU PHỐ|KHU DÂN CƯ|KHU|TỔ DÂN PHỐ|THÔN|ẤP|BẢN|BUÔN|MIỀN|VIỆT NAM|NƯỚC|TRUNG ƯƠNG|VÀ)\b(?! (?:ỦY|ĐOÀN)\b)"
)
# An organ of the body on the line above, which it does not name again.
_ORGAN = re.compile(r"BAN (?:THƯỜNG VỤ|CHẤP HÀNH|CHẤP HÀNH LÂM THỜI)")
# What a paper of the Party or of its Youth Union bears where others bear the quốc hiệu.
_TITLE_OF_PARTY = re.compile(r"ĐẢNG CỘNG SẢN VIỆT NAM|ĐOÀN (?:TNCS|THANH NIÊN CỘNG SẢN) HỒ CHÍ MINH")
_DECIDES = {"QUYẾT ĐỊNH", "NGHỊ QUYẾT"}  # the types that name below the trích yếu who decides
_HIGHEST = re.compile(r"(?:THỦ TƯỚNG|CHÍNH PHỦ|QUỐC HỘI|CHÁNH ÁN|VIỆN TRƯỞNG|TỔNG KIỂM TOÁN)\b")
_BREAKS_OFF = re.compile(
    r"(?:\b(?:CỦA|VÀ|CHO|TẠI|DO|THEO|GIỮA|CÁC|VỚI|THUỘC|VÀO|CHỨC|CHỨC VỤ|CHỨC DANH|NHIỆM|CHUẨN|TOÀN|LẬP)|[,:–-])\Z"
)
MAX_NAME = 120


def is_name(words: str) -> bool:
    """Whether the words on a line of the head may name a body: capitals, or the small letters of a known kind of body."""
    if len(words) > MAX_NAME or ":" in words or words.rstrip().endswith((".", ";")):
        return False
    if words.isupper():
        return not is_draft_mark(words)
    return words[:1].isupper() and begins_organisation(words)


def part_organisations(pieces: list[Piece]) -> list[Piece]:
    """Tell the superior's lines from the issuer's: of several organisations the last one issues.

    A bold line among plain ones is the issuer; otherwise a new organisation begins with a word such as LIÊN MINH, and
    the second of two lines is one of its own unless it only goes on with the first.
    """
    pieces = _titles_of_party(pieces)
    names = [piece for piece in pieces if piece.role == LineRole.ISSUER]
    bold = [unwrap(piece.text)[0] in {"**", "***"} for piece in names]
    if any(bold) and not all(bold):
        first = bold.index(True)
    else:
        words = [upper(plain(piece.text)) for piece in names]
        heads = [
            i
            for i, name in enumerate(words)
            if begins_organisation(name) and not _is_of_one_above(name) and not (i and _breaks_off(words[i - 1]))
        ]
        first = heads[-1] if heads else 0
        if first == 0 and len(words) == 2 and not _are_one(*words):
            first = 1
    if first and _ORGAN.fullmatch(upper(plain(names[first].text))):
        first -= 1
    superior = set(map(id, names[:first]))
    return [Piece(LineRole.SUPERIOR, p.text, p.line) if id(p) in superior else p for p in pieces]


def _are_one(first: str, second: str) -> bool:
    """Whether two lines name one body: “HỘI ĐỒNG” alone names none."""
    return _is_of_one_above(second) or _breaks_off(first) or is_kind_of_body(first)


def _breaks_off(name: str) -> bool:
    """Whether a name goes on below: “BAN CHỈ ĐẠO VỀ”."""
    return name.endswith((",", "-", " VÀ", " VỀ", " CỦA"))


def _is_of_one_above(name: str) -> bool:
    return bool(_GOES_ON.match(name) or _ORGAN.fullmatch(name))


def _titles_of_party(pieces: list[Piece]) -> list[Piece]:
    """Tell the title of the Party or the Youth Union from the names: where a quốc hiệu stands too, it is of a name."""
    names = [piece for piece in pieces if piece.role == LineRole.ISSUER]
    following = {id(one): plain(other.text) for one, other in pairwise(names)}
    titles = {
        id(piece)
        for piece in names
        if _TITLE_OF_PARTY.fullmatch(upper(plain(piece.text))) and not _GOES_ON.match(following.get(id(piece), ""))
    }
    if len(titles) == len(names) or any(piece.role == LineRole.NATION for piece in pieces):
        return pieces
    return [replace(piece, role=LineRole.NATION) if id(piece) in titles else piece for piece in pieces]


def part_authority(pieces: list[Piece], document_type: str, *, has_summary: bool) -> list[Piece]:
    """Tell the trích yếu from the lines in capitals below it that say who decides: “CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH”.

    `has_summary` is whether words of it stand beside the type. Below a trích yếu in capitals only a post or a name at
    the head of the paper says so.
    """
    lines = [piece for piece in pieces if piece.role == LineRole.SUMMARY] if document_type in _DECIDES else []
    words = [plain(piece.text) for piece in lines]
    issuer = fold(" ".join(plain(piece.text) for piece in pieces if piece.role == LineRole.ISSUER))
    for at, line in enumerate(words):
        before = words[at - 1] if at else ""
        if not (at or has_summary) or not all(map(str.isupper, words[at:])) or _BREAKS_OFF.search(upper(before)):
            continue
        is_post = begins_post(line) or bool(_HIGHEST.match(line))
        is_issuer = bool(issuer) and (issuer.startswith(fold(line)) or fold(line).startswith(issuer))
        if is_post or (is_issuer if before.isupper() else begins_organisation(line)):
            decides = set(map(id, lines[at:]))
            return [replace(piece, role=LineRole.AUTHORITY) if id(piece) in decides else piece for piece in pieces]
    return pieces
