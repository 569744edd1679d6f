"""The end of a paper: closing words, nơi nhận, signature. NĐ 30/2020, Phụ lục I, ô 7 and 9."""

import re
from collections.abc import Sequence

from emulation_portal.core.vietnamese import fold

from .parsed import LineRole, Piece
from .text import TextLine, is_bullet, is_rule, plain

_LABEL = re.compile(r"\*{0,3}Nơi\s+nhận\s*:?\*{0,3}:?\*{0,3}", re.IGNORECASE)
_AUTHORITY = re.compile(r"\*{0,3}(?:TM|KT|TL|TUQ|Q)\.\s*\S")
_POSTS = {"chu tich", "pho chu tich", "tong giam doc", "giam doc", "pho giam doc", "chanh van phong", "truong ban"}
_ANNEX = re.compile(r"\*{0,3}(?:PHỤ LỤC|Phụ lục|DANH SÁCH|BIỂU MẪU)\b")
_SIGN_NOTE = re.compile(r"\((?:đã ký|ký|ký tên|dấu|ký tên,? đóng dấu|ký,? đóng dấu)\)\Z", re.IGNORECASE)
_CLOSING = re.compile(r"\*{0,3}(?:Trên đây là|Nhận được|Đề nghị các|Yêu cầu các)\b")
# Last words that speak of the whole only when something else stands before them: “… thông báo để các đơn vị biết./.”
_LAST_WORDS = re.compile(
    r"(?:Vậy|Trong quá trình (?:(?:tổ chức|triển khai) )?thực hiện|[^\W\d_][^.;:\n]{2,160}? (?:thông báo|đề nghị|yêu cầu))\b"
)
_LIST_BREAK = re.compile(r"(?<=;)\s+(?=[-–+•] )")


def find_tail(lines: Sequence[TextLine], first_marker: int) -> int:
    """Return the index of the line that opens nơi nhận or the signature; the number of lines when there is none.

    A label before the first numbered part belongs to some other layout and is left alone.
    """
    labels = [i for i, line in enumerate(lines) if i > first_marker and _LABEL.match(line.text)]
    start = labels[-1] if labels else len(lines)
    window = range(max(first_marker + 1, start - 12), start) if labels else range(max(first_marker + 1, 0), len(lines))
    return next((i for i in window if _opens_signature(lines[i].text)), start)


def _opens_signature(text: str) -> bool:
    words = plain(text.split("\t")[0]) if len(text) < 400 else ""
    return words.isupper() and (bool(_AUTHORITY.match(words)) or fold(words) in _POSTS)


def is_closing(text: str, *, is_alone: bool) -> bool:
    """Whether a last paragraph speaks of the whole paper rather than of its section, whose only one it may be."""
    if _CLOSING.match(text):
        return True
    return not is_alone and plain(text).endswith("./.") and bool(_LAST_WORDS.match(text))


def read_tail(lines: Sequence[TextLine]) -> list[Piece]:
    """Tell recipients, signature and signer apart; what follows the signature, an annex say, is kept unplaced."""
    pieces: list[Piece] = []
    state = LineRole.UNPLACED
    seen: set[LineRole] = set()
    is_annex = False
    for line in lines:
        is_annex = is_annex or bool(_ANNEX.match(line.text))
        for text in [line.text] if is_annex else _columns(line.text):
            role = LineRole.UNPLACED
            if not is_annex:
                role = _role(text, state, signing=LineRole.SIGNATURE in seen, signed=LineRole.SIGNER in seen)
                seen.add(role)
            state = role if role in {LineRole.RECIPIENTS_LABEL, LineRole.RECIPIENT, LineRole.SIGNATURE} else state
            pieces.append(Piece(role, text, line.number))
    return pieces


def _columns(text: str) -> list[str]:
    """Part what stands side by side, and a list of recipients written on one line."""
    parted: list[str] = []
    for column in filter(None, text.split("\t")):
        label = _LABEL.match(column)
        if label:
            parted.append(label.group())
            column = column[label.end() :].strip()
        parted += [item.strip() for item in _LIST_BREAK.split(column) if item.strip()]
    return parted


def _role(text: str, state: LineRole, *, signing: bool, signed: bool) -> LineRole:
    words = plain(text)
    if _LABEL.fullmatch(text):
        return LineRole.RECIPIENTS_LABEL
    if is_rule(text):
        return LineRole.RULE
    if _SIGN_NOTE.match(words):
        return LineRole.SIGN_NOTE
    if is_bullet(text) or (
        text[:1] in {"-", "–", "+", "•"} and state in {LineRole.RECIPIENTS_LABEL, LineRole.RECIPIENT}
    ):
        return LineRole.RECIPIENT
    if words.isupper() and len(words) <= 120 and not signed:
        return LineRole.SIGNATURE
    if signing and not signed and _is_name(words):
        return LineRole.SIGNER
    if state in {LineRole.RECIPIENTS_LABEL, LineRole.RECIPIENT} and len(words) <= 300:
        return LineRole.RECIPIENT
    return LineRole.UNPLACED


def _is_name(words: str) -> bool:
    parts = words.split()
    return 2 <= len(parts) <= 6 and all(part[0].isupper() and part.isalpha() for part in parts)


def recipient_names(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Return the recipients without dash and punctuation; a line without a dash goes on with the one before."""
    names: list[list[str]] = []
    is_open = False
    for piece in pieces:
        if piece.role == LineRole.RECIPIENT:
            words = plain(piece.text)
            has_dash = words[:1] in {"-", "–", "—", "+", "•"}
            if is_open and not has_dash:
                names[-1].append(words)
            else:
                names.append([words])
            is_open = not words.endswith((";", "."))
    return tuple(" ".join(lines).lstrip("-–—+•* ").rstrip(" ;.") for lines in names)


def is_archive_line(name: str) -> bool:
    """Whether the line of nơi nhận says where the paper is kept: “Lưu: VT, VP.”. NĐ 30/2020, Phụ lục I, II.9."""
    return bool(re.match(r"Lưu\b", name))
