"""The end of a paper: closing words, nơi nhận, signature. NĐ 30/2020, Phụ lục I, ô 7 and 9."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from emulation_portal.core.vietnamese import fold

from .annexes import opens_annex
from .bodies import begins_organisation
from .lines import TextLine
from .parsed import LineRole, Piece
from .text import is_bullet, is_rule, plain

LABEL = re.compile(
    r"\*{0,3}(?:Nơi\s+(?:nhận|gửi)|Bản\s+điện\s+tử)\s*(?::|\*{1,3}\s*:?|$)\*{0,3}:?\*{0,3}", re.IGNORECASE
)
_AUTHORITY = re.compile(r"\*{0,3}(?:(?:TM|KT|TL|TUQ|Q)\.|(?:T/M|K/T|T/L)\.?|(?:TM|KT|TUQ)(?=\s))\s*\S")
_POSTS = re.compile(
    r"(?:quyen |pho |vu )?(?:chu tich|tong giam doc|giam doc|chanh van phong|truong ban|hieu truong|truong phong|cuc truong"
    r"|chi cuc truong|bi thu|vien truong|tram truong|chu nhiem|to truong|bo truong|thu truong|tong cuc truong|doan truong)\b"
)
_SIGN_NOTE = re.compile(
    r"\(?(?:đã ký|ký|ký tên|dấu|ký tên,? đóng dấu|ký,? đóng dấu|ký,? ghi rõ họ (?:và )?tên(?:,? đóng dấu)?|ký,? đóng dấu(?:,| và) ghi rõ họ (?:và )?tên|(?:ghi rõ )?họ và tên)\)\Z",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"\*{0,3}(?:Người ký|Ký bởi|Được ký bởi|Email|Cơ quan|Thời gian ký|Ngày ký|Giờ ký|Chữ ký số|Ký điện tử|Signed by)\b.{0,40}?:",
    re.IGNORECASE,
)
# By whom and in how many copies the paper was made, below the line of the archive: “08 KH”, “V.05b”, “(15b)”, “Hg”.
_ARCHIVE = re.compile(r"\W{0,4}Lưu\s?:")
_COPIES = re.compile(r"\(?(?:[^\W\d_]{1,5}[. (-]{0,3}){0,2}\d{1,3}(?:\s?[^\W\d_]{1,5}){0,2}\)?")
_INITIALS = re.compile(r"[^\W\d_]{1,4}\.?")
_TITLES = re.compile(
    r"(?:(?:(?:GS|PGS|TSKH|TS|ThS|Th\.S|BS|DS|ĐD|KTS|KS|CN|LS|NGƯT|NGND|TTƯT|TTND|NSƯT|NSND)"
    r"(?:[ .-]{0,2}(?:CK\s?(?:II?|[12])|CC|NT))?(?:[.,-]\s*|\s+)"
    r"|(?:Đại|Thượng|Trung|Thiếu)\s+(?:tá|tướng|úy)(?:,\s*|\s+)))+"
)
_CLOSING = re.compile(r"\*{0,3}(?:Trên đây là|Nhận được|Đề nghị các|Yêu cầu các)\b")
# Last words that speak of the whole only when something else stands before them: “… thông báo để các đơn vị biết./.”
_LAST_WORDS = re.compile(
    r"(?:Vậy|Trong quá trình (?:(?:tổ chức|triển khai) )?thực hiện"
    r"|(?:Kế hoạch|Thông báo|Hướng dẫn|Chương trình|Văn bản) này"
    r"|[^\W\d_][^.;:\n]{2,160}? (?:thông báo|đề nghị|yêu cầu)"
    r"|(?:Ủy ban nhân dân|UBND|Liên minh|Liên hiệp|Hội|Sở|Ban|Trường|Tỉnh|Huyện|Đảng ủy)\b[^.;:\n]{0,100}? giao (?=[A-ZĐ])"
    r"|Các\b[^.;:\n]{2,160}? căn cứ (?=[^\n]{1,400}\b(?:[Kk]ế hoạch|[Tt]hông báo|[Hh]ướng dẫn|[Cc]hương trình|[Vv]ăn bản) này\b))\b"
)
# A request to all in the second sentence: “Giữ rừng là nhiệm vụ cấp bách. Đề nghị các sở …./.”
_ASKS_THEN = re.compile(r"[^\W\d_][^\n]{10,300}?\. (?:Đề nghị|Yêu cầu) các\b")
# The same without an end mark: “Trong quá trình thực hiện, nếu có vướng mắc, …”.
_IN_CASE = re.compile(
    r"Trong quá trình (?:tổ chức |triển khai )*thực hiện\b[^\n]{0,80}\b(?:vướng mắc|khó khăn|phát sinh|chưa phù hợp)\b"
)
_LIST_BREAK = re.compile(r"(?<=;)\s+(?=[-–+•] )")
_ITEM_BREAK = re.compile(r"(?<=;)\s+")
_DASHES = ("-", "–", "—", "+", "•")
_OF_LIST = {LineRole.RECIPIENTS_LABEL, LineRole.RECIPIENT}
SIGNATURE_ABOVE = 12  # lines: a signature that stands above nơi nhận begins no farther from it


def find_tail(lines: Sequence[TextLine], first_marker: int) -> int:
    """Return the index of the line that opens nơi nhận, signature or annexes; the number of lines when there is none.

    A label before the first numbered part belongs to some other layout and is left alone.
    """
    begun = range(max(first_marker + 1, 0), len(lines))
    start = next((i for i in begun if LABEL.match(lines[i].text)), len(lines))
    annex = next((i for i in begun if opens_annex(lines[i].text, signed=False)), len(lines))
    window = range(max(first_marker + 1, start - SIGNATURE_ABOVE), start) if start < len(lines) else begun
    signature = next((i for i in window if _opens_signature(lines, i)), start)
    return min(start, signature, annex)


def _opens_signature(lines: Sequence[TextLine], at: int) -> bool:
    text = lines[at].text
    words = plain(text.split("\t")[0]) if len(text) < 400 else ""
    if words.isupper():
        return bool(_AUTHORITY.match(words)) or bool(_POSTS.fullmatch(fold(words)))
    below = plain(lines[at + 1].text) if at + 1 < len(lines) else ""
    return bool(_POSTS.fullmatch(fold(words))) and (bool(_SIGN_NOTE.match(below)) or _is_name(below))


def is_of_signature(text: str) -> bool:
    """Whether the line is such as stands above or below a signature: a post, “(Đã ký)”, a name."""
    words = plain(text)
    return bool(_POSTS.fullmatch(fold(words)) or _SIGN_NOTE.match(words) or _STAMP.match(text)) or _is_name(words)


def is_of_end(text: str) -> bool:
    """Whether the line is one of nơi nhận or opens a signature: “- Lưu: VT.”, “TM. BAN THƯỜNG VỤ”."""
    if LABEL.match(text) or _ARCHIVE.match(text):
        return True
    return plain(text).isupper() and bool(_AUTHORITY.match(text))


def begins_post(words: str) -> bool:
    """Whether the words begin with the post of who signs: “GIÁM ĐỐC SỞ NỘI VỤ”."""
    return bool(_POSTS.match(fold(words)))


def begins_signature(words: str) -> bool:
    """Whether the words begin with in what capacity a paper is signed: “TM. ỦY BAN NHÂN DÂN”."""
    return bool(_AUTHORITY.match(words))


def signature_on_a_line(words: str) -> list[str]:
    """Part a signature that a program wrote on one line: “TM. ỦY BAN NHÂN DÂN XÃ CHỦ TỊCH Bùi Thị Mẫu”."""
    parts = words.split()
    capitals = next((at for at, part in enumerate(parts) if not part.isupper()), len(parts))
    signing, name = " ".join(parts[:capitals]), " ".join(parts[capitals:])
    post = next(
        (m.start() for m in re.finditer(r"(?<=\s)\S", signing) if _POSTS.fullmatch(fold(signing[m.start() :]))), 0
    )
    return list(filter(None, [signing[:post].strip(), signing[post:], name]))


def is_closing(text: str, *, is_alone: bool) -> bool:
    """Whether a last paragraph speaks of the whole paper rather than of its section, whose only one it may be."""
    if _CLOSING.match(text):
        return True
    if is_alone:
        return False
    words = plain(text)
    is_ended = words.endswith("./.")
    return bool(_IN_CASE.match(words)) or (is_ended and bool(_LAST_WORDS.match(words) or _ASKS_THEN.match(words)))


@dataclass
class Tail:
    """The end of the paper as its lines are read: what they are so far, and where the annexes begin."""

    pieces: list[Piece] = field(default_factory=list)
    annexes: Sequence[TextLine] = ()
    _list: LineRole | None = None  # a list of recipients is open
    _is_archive: bool = False  # the last recipient is “Lưu: VT.”
    _signing: bool = False
    _signed: bool = False

    def read(self, lines: Sequence[TextLine]) -> "Tail":
        """Tell recipients, signature and signer apart; what follows the signature and is no annex is kept unplaced."""
        for at, line in enumerate(lines):
            if opens_annex(line.text, signed=self._signed or self._is_signed_by_capitals()):
                self.annexes = lines[at:]
                break
            for text in _columns(line.text):
                self._add(text, line.number)
            beside = [piece.role for piece in self.pieces if piece.line == line.number]
            if LineRole.SIGNER in beside and LineRole.RECIPIENT in beside:  # the list goes on below the name
                self._list = LineRole.RECIPIENT
        self._find_signer_in_capitals()
        return self

    def _add(self, text: str, number: int) -> None:
        role = self._role(text)
        self._list = role if role in _OF_LIST else self._list if role == LineRole.SIGNATURE else None
        if role == LineRole.RECIPIENT and not _is_mark(plain(text), may_be_initials=True):
            self._is_archive = is_archive_line(_recipient(plain(text)))
        self._signing = self._signing or role == LineRole.SIGNATURE
        self._signed = self._signed or role == LineRole.SIGNER
        self.pieces.append(Piece(role, text, number))

    def _role(self, text: str) -> LineRole:
        words = plain(text)
        if LABEL.fullmatch(text):
            return LineRole.RECIPIENTS_LABEL
        if is_rule(text):
            return LineRole.RULE
        if _SIGN_NOTE.match(words):
            return LineRole.SIGN_NOTE
        if self._is_mark_of_archive(words):
            return LineRole.RECIPIENT
        if _STAMP.match(text) or words.isdecimal():
            return LineRole.STAMP
        is_item = is_bullet(text) or (text[:1] in _DASHES and self._list is not None)
        if is_item and not self._signed:
            return LineRole.RECIPIENT
        if (words.isupper() or _POSTS.fullmatch(fold(words))) and len(words) <= 120 and not self._signed:
            return LineRole.SIGNATURE
        if self._signing and not self._signed and _is_name(words):
            return LineRole.SIGNER
        if is_item and self._list is not None:
            return LineRole.RECIPIENT
        if self._list is not None and not self._signing and len(words) <= 300:
            return LineRole.RECIPIENT
        return LineRole.UNPLACED

    def _is_mark_of_archive(self, words: str) -> bool:
        """Whether the words go on with the line “Lưu: VT.”, which stands above them or in the column before theirs."""
        is_above = bool(self.pieces) and self.pieces[-1].role == LineRole.RECIPIENT
        return self._is_archive and not self._signed and _is_mark(words, may_be_initials=is_above)

    def _is_signed_by_capitals(self) -> bool:
        """Whether the last line read names somebody in capitals below a note that the paper was signed."""
        roles = [piece.role for piece in self.pieces[-2:]]
        return roles == [LineRole.SIGN_NOTE, LineRole.SIGNATURE]

    def _find_signer_in_capitals(self) -> None:
        """Take the last line of the signature as the signer's name, when none was found and it is no post."""
        signing = [at for at, piece in enumerate(self.pieces) if piece.role == LineRole.SIGNATURE]
        if self._signed or len(signing) < 2:
            return
        last = self.pieces[signing[-1]]
        words = plain(last.text)
        is_post = _POSTS.search(fold(words)) or _AUTHORITY.match(words) or begins_organisation(words)
        if _is_name(words) and not is_post:
            self.pieces[signing[-1]] = replace(last, role=LineRole.SIGNER)


def _columns(text: str) -> list[str]:
    """Part what stands side by side, and a list of recipients written on one line."""
    parted: list[str] = []
    for column in filter(None, text.split("\t")):
        label = LABEL.match(column)
        if label:
            parted.append(label.group())
            column = column[label.end() :].strip()
            parted += [item.strip() for item in _ITEM_BREAK.split(column) if item.strip()]
        else:
            parted += [item.strip() for item in _LIST_BREAK.split(column) if item.strip()]
    return parted


def _is_name(words: str) -> bool:
    parts = _TITLES.sub("", words, count=1).split()
    return 2 <= len(parts) <= 6 and all(part[0].isupper() and part.isalpha() for part in parts)


def recipient_names(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Return the recipients without dash and punctuation; a line without a dash goes on with the one before.

    So does a mark below the line of the archive.
    """
    names: list[list[str]] = []
    is_open = False
    for piece in pieces:
        if piece.role == LineRole.RECIPIENT:
            words = plain(piece.text)
            if names and is_archive_line(_recipient(names[-1][0])) and _is_mark(words, may_be_initials=True):
                is_open = True
            heads_parts = bool(names) and (names[-1][0].endswith(":") or ": +" in names[-1][0])
            if heads_parts and words.startswith("+") and not is_archive_line(_recipient(words)):
                # “- Văn phòng Hội:” with “+ Tổ sổ sách;” below, or “- Văn phòng Hội: + Tổ sổ sách;” with more
                names[-1].append(_recipient(words) if names[-1][-1].endswith(":") else words)
            elif is_open and not words.startswith(_DASHES):
                names[-1].append(words)
            else:
                names.append([words])
            is_open = not words.endswith((";", "."))
    return tuple(_recipient(" ".join(lines)) for lines in names)


def _is_mark(words: str, *, may_be_initials: bool) -> bool:
    is_copies = bool(_COPIES.fullmatch(words)) and not words.isdecimal()
    return is_copies or (may_be_initials and bool(_INITIALS.fullmatch(words)))


def _recipient(words: str) -> str:
    return words.lstrip("-–—+•* ").rstrip(" ;.,")


def is_archive_line(name: str) -> bool:
    """Whether the line of nơi nhận says where the paper is kept: “Lưu: VT, VP.”. NĐ 30/2020, Phụ lục I, II.9."""
    return bool(re.match(r"Lưu\b", name))
