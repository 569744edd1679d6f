"""What follows the signature: annexes and forms, each kept whole. NĐ 30/2020, Phụ lục I, III."""

import re
from collections.abc import Sequence

from .bodies import begins_organisation
from .lines import TextLine
from .markers import read_marker
from .parsed import LineRole, ParsedAnnex, Piece
from .text import is_bullet, is_finished, is_rule, plain

_LABEL = re.compile(
    r"\W{0,4}(?:(?:PHỤ LỤC|Phụ lục)(?:\s+(?:số\s*:?\s*)?[\dIVX]{1,4}[A-Za-z]?)?|(?:BIỂU|Biểu)(?: (?:MẪU|mẫu))?(?:\s+(?:số|SỐ)\s*:?\s*[\d.]+)?"
    r"|(?:MẪU|Mẫu)(?: (?:BIỂU|biểu))?(?:\s+(?:số|SỐ)\s*:?\s*[\d.]+))\s*[:.]?\W{0,4}$"
)
# “Phụ lục 1: Danh sách đơn vị”, in small letters; a sentence that names an annex ends as one.
_LABEL_BEFORE_TITLE = re.compile(
    r"\W{0,4}(?:PHỤ LỤC|Phụ lục)\s+(?:số\s*)?[\dIVX]{1,4}[A-Za-z]?\s?[:.–-]\s+[^\W\d_][^\n]{2,200}(?<![.,;:…])\Z"
)
_OF_THE_WEBSITE = re.compile(r"(?:FILE|TỆP|TẬP TIN|TẢI VỀ|CÁC TIN|TIN LIÊN QUAN|TIN KHÁC|XEM THÊM|BÀI VIẾT|DOWNLOAD)\b")
_LABEL_AND_TITLE = re.compile(r"\W{0,4}(?:PHỤ LỤC|DANH SÁCH|BIỂU MẪU|BIỂU|MẪU SỐ)\b")
_CAPTION = re.compile(r"\W{0,4}\(?\s*(?:Ban hành\s+)?(?:[Kk]èm theo|[Đđ]ính kèm)\b")
_IN_BRACKETS = re.compile(r"\*{0,3}\(")
_NATION = re.compile(r"\W{0,4}CỘNG H[ÒO][ÀA] XÃ HỘI CHỦ NGHĨA VIỆT NAM\b")
_MOTTO = re.compile(r"\W{0,4}Độc lập\s?[-–]\s?Tự do", re.IGNORECASE)
_TO_FILL_IN = re.compile(r"[^:.…]{2,40}:\s*[.…_]{3,}")  # “Xã/phường: ……”, above the title of a form
_LABEL_AT_END = re.compile(r"\((?:Phụ lục|PHỤ LỤC|Biểu|BIỂU|Mẫu|MẪU)\s[^()]{1,20}\)\W*$")
_HEADS_TABLE = re.compile(r"\W{0,4}(?:S?TT|SỐ TT)\s+[^\W\d_]", re.IGNORECASE)  # “STT HỌ VÀ TÊN …”, without a frame
MAX_TITLE_LINES = 6
MAX_CAPTION_LINES = 4
MAX_HEAD_LINES = 10  # of quốc hiệu, label, title and caption
MAX_TITLE = 300
MAX_SMALL_TITLE = 250


def opens_annex(text: str, *, signed: bool) -> bool:
    """Whether an annex begins with the line: by its word, or, where the paper is signed already, by a title in capitals.

    A form that is filled in has a quốc hiệu of its own.
    """
    if len(text) > MAX_TITLE:
        return False
    if _LABEL.match(text) or (_LABEL_AND_TITLE.match(text) and plain(text).isupper()) or _NATION.match(text):
        return True
    if _LABEL_BEFORE_TITLE.match(text):
        return True
    return signed and (bool(_CAPTION.match(text)) or _is_title(text))


def opens_next_annex(text: str) -> bool:
    """Whether the line begins one more annex within the annexes."""
    if len(text) > MAX_TITLE:
        return False
    if _LABEL.match(text) or _LABEL_BEFORE_TITLE.match(text):
        return True
    return text.lstrip("*# ").startswith("PHỤ LỤC") and plain(text).isupper()


def _opens_next_form(before: Sequence[TextLine], line: TextLine) -> bool:
    """Whether the line is the quốc hiệu of one more form: that of an annex stands near its head, and once."""
    return bool(_NATION.match(line.text)) and (
        len(before) > MAX_HEAD_LINES or any(_NATION.match(each.text) for each in before)
    )


def _is_title(text: str) -> bool:
    words = plain(text)
    is_heading = _is_in_capitals(words) and len(words.split()) >= 2 and not is_rule(text)
    return is_heading and not _OF_THE_WEBSITE.match(words)


def _is_in_capitals(words: str) -> bool:
    """Whether the words are in capitals, but for one that is a name: “THIẾT BỊ IoT”."""
    parts = words.split()
    return words.isupper() or (
        len(parts) > 4 and sum(not part.isupper() and part.isalpha() for part in parts) == 1 and parts[0].isupper()
    )


def _is_small_title(text: str) -> bool:
    words = plain(text)
    if words.isupper() or read_marker(text) or is_bullet(text) or len(words) > MAX_SMALL_TITLE:
        return False
    return words[:1].isupper() and len(words.split()) >= 2 and not is_finished(words)


def read_annexes(lines: Sequence[TextLine]) -> list[ParsedAnnex]:
    """Part the lines behind the signature into annexes. The name of a body above a label stands with its annex."""
    lines = [part for line in lines for part in _side_by_side(line)]
    starts = [0]
    for at, line in enumerate(lines):
        if at and (opens_next_annex(line.text) or _opens_next_form(lines[starts[-1] : at], line)):
            start = at - 1 if _is_body(lines[at - 1].text) else at
            starts += [start] if start > starts[-1] else []
    ends = [*starts[1:], len(lines)]
    return [_read_one(lines[start:end]) for start, end in zip(starts, ends, strict=True) if start < end]


def is_label(text: str) -> bool:
    """Whether the words are the label of an annex and nothing else: “Phụ lục I”, “BIỂU SỐ 01”."""
    return bool(_LABEL.match(text))


def _is_body(text: str) -> bool:
    words = plain(text)
    return words.isupper() and begins_organisation(words)


def _side_by_side(line: TextLine) -> list[TextLine]:
    """Part “BỘ Y TẾ⇥BIỂU SỐ 01”, a body beside the label of an annex."""
    body, tab, label = line.text.partition("\t")
    if not (tab and _is_body(body) and is_label(label.strip())):
        return [line]
    return [line._replace(text=body.strip()), line._replace(text=label.strip(), is_fresh=True)]


def _read_one(lines: Sequence[TextLine]) -> ParsedAnnex:
    """Tell label, title, caption and text of one annex apart: the title may have a quốc hiệu above it."""
    pieces: list[tuple[LineRole, int, list[str]]] = []
    captions = _caption(lines)
    titles = 0
    is_open = True  # whether a title may still stand here
    for at, line in enumerate(lines):
        role = LineRole.ANNEX_TEXT
        below = lines[at + 1].text if at + 1 < len(lines) else ""
        if not pieces and _is_body(line.text) and (is_label(below) or _LABEL_AT_END.search(below)):
            role = LineRole.UNPLACED
        elif at in captions:
            is_named = any(of == LineRole.ANNEX_TITLE and not _LABEL.match(texts[0]) for of, _, texts in pieces)
            role, is_open = LineRole.ANNEX_CAPTION, not is_named  # the name may stand below it
        elif is_open:
            role, is_open = _role(line, titles, is_below_label=bool(pieces) and bool(_LABEL.match(pieces[-1][2][-1])))
            titles += role == LineRole.ANNEX_TITLE
        if (
            role == LineRole.ANNEX_TEXT
            and pieces
            and pieces[-1][0] == role
            and not line.is_fresh
            and not read_marker(line.text)
        ):
            pieces[-1][2].append(line.text)
        else:
            pieces.append((role, line.number, [line.text]))
    return ParsedAnnex(tuple(Piece(role, "\n".join(texts), number) for role, number, texts in pieces))


def _caption(lines: Sequence[TextLine]) -> range:
    """Return which lines are “(Kèm theo Kế hoạch …)”: it may go on until its bracket closes, and stand behind a free line."""
    first = next((at for at, line in enumerate(lines[:MAX_HEAD_LINES]) if _CAPTION.match(line.text)), None)
    if first is None or not _IN_BRACKETS.match(lines[first].text):
        return range(0)
    for at, line in enumerate(lines[first : first + MAX_CAPTION_LINES], start=first):
        if ")" in line.text:
            return range(first, at + 1)
        if read_marker(line.text) or line.is_table:
            break
    return range(first, first + 1)


def _role(line: TextLine, titles: int, *, is_below_label: bool) -> tuple[LineRole, bool]:
    """Return what the line is, and whether a title may still follow. Right below its label a title may have small letters."""
    text = line.text
    if _CAPTION.match(text):
        return LineRole.ANNEX_CAPTION, False
    if _LABEL.match(text):
        return LineRole.ANNEX_TITLE, True
    if _NATION.match(text) or _MOTTO.match(text) or is_rule(text):
        return LineRole.ANNEX_TEXT, True
    if _TO_FILL_IN.fullmatch(text):
        return LineRole.ANNEX_TEXT, True
    if line.is_table or _HEADS_TABLE.match(text):
        return LineRole.ANNEX_TEXT, False
    if _LABEL_BEFORE_TITLE.match(text):
        return LineRole.ANNEX_TITLE, plain(text).isupper()
    if is_below_label and _is_small_title(text):
        return LineRole.ANNEX_TITLE, False
    is_title = (
        len(text) <= MAX_TITLE and _is_in_capitals(plain(text)) and titles < MAX_TITLE_LINES and not read_marker(text)
    )
    return (LineRole.ANNEX_TITLE, True) if is_title else (LineRole.ANNEX_TEXT, titles == 0)
