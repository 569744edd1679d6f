"""Which of the lines above the number name the superior, and which the body that issues. NĐ 30/2020, Phụ lục I, II.2."""

import re

from emulation_portal.core.vietnamese import upper

from .bodies import begins_organisation, is_kind_of_body
from .head_lines import is_draft_mark
from .parsed import LineRole, Piece
from .text import plain, unwrap

# What only goes on with the name of the line above it.
_GOES_ON = re.compile(
    r"(?:KHEN THƯỞNG|TỈNH|THÀNH PHỐ|TP|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|KHU VỰC|MIỀN|VIỆT NAM|NƯỚC|TRUNG ƯƠNG|VÀ)\b(?! (?:ỦY|ĐOÀN)\b)"
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
    names = [piece for piece in pieces if piece.role == LineRole.ISSUER]
    bold = [unwrap(piece.text)[0] in {"**", "***"} for piece in names]
    if any(bold) and not all(bold):
        first = bold.index(True)
    else:
        words = [upper(plain(piece.text)) for piece in names]
        heads = [i for i, name in enumerate(words) if begins_organisation(name) and not _GOES_ON.match(name)]
        first = heads[-1] if heads else 0
        if first == 0 and len(words) == 2 and not _are_one(*words):
            first = 1
    superior = set(map(id, names[:first]))
    return [Piece(LineRole.SUPERIOR, p.text, p.line) if id(p) in superior else p for p in pieces]


def _are_one(first: str, second: str) -> bool:
    """Whether two lines name one body: “HỘI ĐỒNG” alone names none."""
    return bool(_GOES_ON.match(second)) or first.endswith((",", "-", " VÀ")) or is_kind_of_body(first)
