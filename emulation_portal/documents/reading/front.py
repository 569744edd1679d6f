"""The head of a paper: quốc hiệu, organisation, number, place and date, type, trích yếu. NĐ 30/2020, Phụ lục I."""

import datetime as dt
import re
from dataclasses import dataclass, field

from emulation_portal.core.dates import ImpossibleDate, parse_date
from emulation_portal.core.vietnamese import fold, squeeze

from .bases import DOCUMENT_TYPES
from .parsed import LineRole, ParseWarning, Piece
from .text import TextLine, is_finished, is_rule, plain, unwrap

_NATION = re.compile(
    r"(?<!\S)\*{0,3}C[ỘÔ]NG\s+H[ÒO][ÀA]\s+X[ÃA]\s+H[ỘO]I\s+CH[ỦU]\s+NGH[ĨI]A\s+VI[ỆE]T\s+NAM\*{0,3}(?!\S)", re.I
)
_MOTTO = re.compile(r"(?<!\S)\*{0,3}Độc\s+lập\s*[-–—]\s*Tự\s+do\s*[-–—]\s*Hạnh\s+phúc\*{0,3}(?!\S)", re.I)
_GROUP = r"[A-ZĐ][A-Za-zĐđ0-9&]*"
_NUMBER = re.compile(
    rf"\*{{0,3}}[Ss][ốỐ]\s*:?\s*(?P<number>\d*)[\s….]*[/–-]\s*(?P<symbol>{_GROUP}(?:\s?[-–/]\s?{_GROUP})*)\*{{0,3}}(?=\s|$)"
)
_PLACE_DATE = re.compile(
    r"\*{0,3}(?P<place>[^\W\d_][^,:;\n]{0,40}),\s*(?P<date>ngày\s*(?P<day>\S{0,12})\s*tháng\s*(?P<month>\S{0,12})"
    r"\s*năm\s*(?P<year>\d{2,6}|[….]*))\.?\*{0,3}$",
    re.I,
)
# The types of NĐ 30/2020, Phụ lục III, beside those that are cited as bases.
_OTHER_TYPES = (
    "Phương án",
    "Thông cáo",
    "Dự án",
    "Hợp đồng",
    "Bản ghi nhớ",
    "Bản thỏa thuận",
    "Giấy ủy quyền",
    "Giấy mời",
    "Giấy giới thiệu",
    "Giấy nghỉ phép",
    "Phiếu gửi",
    "Phiếu chuyển",
    "Phiếu báo",
    "Thư công",
)
_TYPES = frozenset(name.upper() for name in (*DOCUMENT_TYPES, *_OTHER_TYPES))
# A type and its trích yếu on one line begin like the second line of an organisation's name; only the usual types do.
_BEFORE_SUMMARY = (*(name.upper() for name in DOCUMENT_TYPES), "PHƯƠNG ÁN", "THÔNG CÁO")
_ORGANISATION = re.compile(
    r"(?:LIÊN MINH|LIÊN HIỆP|ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|HỘI|BAN|SỞ|VĂN PHÒNG|HỢP TÁC XÃ|HTX|QUỸ|BỘ|TỈNH ỦY|CÔNG ĐOÀN"
    r"|TRUNG TÂM|PHÒNG|CHI CỤC|CỤC|TỔNG CỤC|ĐẢNG ỦY)\b"
)
MAX_SUMMARY_LINES = 8
MAX_FRONT_PIECES = 60
MAX_NUMBER = 99_999


@dataclass
class Front:
    """The head of the paper as it fills while lines are read."""

    on: dt.date | None
    pieces: list[Piece] = field(default_factory=list)
    number: int | None = None
    symbol: str = ""
    place: str = ""
    issued_on: dt.date | None = None
    document_type: str = ""
    has_number_line: bool = False
    has_place_line: bool = False
    warnings: list[ParseWarning] = field(default_factory=list)

    def warn(self, code: str, message: str, line: int | None = None) -> None:
        """Note something for the user."""
        self.warnings.append(ParseWarning(code, message, line))

    def of(self, role: LineRole) -> list[Piece]:
        """Return the pieces of one kind."""
        return [piece for piece in self.pieces if piece.role == role]

    def begins_body(self, line: TextLine) -> bool:
        """Whether the running text begins here, after the trích yếu or where no head was ever written."""
        text = line.text
        if len(self.pieces) >= MAX_FRONT_PIECES or is_addressee_line(text):
            return True
        if not self.document_type:
            return len(text) > 200 or (len(text) > 60 and is_finished(text))
        lines = len(self.of(LineRole.SUMMARY))
        if not lines or line.is_heading or unwrap(text)[0] or is_rule(text) or _is_known(text):
            return False
        return lines >= MAX_SUMMARY_LINES or len(text) > 300 or is_finished(text)

    def add(self, line: TextLine) -> None:
        """Place one line; columns of a header written side by side are parted."""
        self._place_text(line.text, line.number)

    def _place_text(self, text: str, number: int) -> None:
        text = text.strip()
        if not text:
            return
        for role, pattern in ((LineRole.NATION, _NATION), (LineRole.MOTTO, _MOTTO)):
            found = pattern.search(text[:400]) if len(self.of(role)) == 0 else None
            if found:
                self._place_text(text[: found.start()], number)
                self._keep(role, found.group(), number)
                self._place_text(text[found.end() :], number)
                return
        found = _NUMBER.match(text)
        if found:
            is_first = not self.has_number_line
            self._read_number(found, text if not is_first else found.group(), number)
            if is_first:
                self._place_text(text[found.end() :], number)
            return
        found = _PLACE_DATE.match(text)
        if found and not self.has_place_line:
            self._read_place_date(found, number)
            return
        if not self._place_type(text, number):
            self._place_words(text, number)

    def _keep(self, role: LineRole, text: str, number: int) -> None:
        self.pieces.append(Piece(role, text.strip(), number))

    def _place_type(self, text: str, number: int) -> bool:
        if self.document_type:
            return False
        words = plain(text)
        if is_type_line(text):
            self.document_type = words.upper()
            self._keep(LineRole.TYPE, text, number)
            return True
        name = next((name for name in _BEFORE_SUMMARY if words.startswith(f"{name} ")), "")
        if not name:
            return False
        self.document_type = name
        end = text.find(name) + len(name)
        if "*" in text or end <= len(name) - 1:
            self._keep(LineRole.TYPE, text, number)
        else:
            self._keep(LineRole.TYPE, text[:end], number)
            self._keep(LineRole.SUMMARY, text[end:], number)
        return True

    def _place_words(self, text: str, number: int) -> None:
        if is_rule(text):
            self._keep(LineRole.RULE, text, number)
        elif self.document_type:
            self._keep(LineRole.SUMMARY, text, number)
        else:
            words = plain(text)
            is_name = words.isupper() and len(words) <= 120 and ":" not in words and words != "DỰ THẢO"
            self._keep(LineRole.ISSUER if is_name else LineRole.UNPLACED, text, number)

    def _read_number(self, found: re.Match[str], text: str, line: int) -> None:
        self._keep(LineRole.NUMBER, text, line)
        if self.has_number_line:
            self.warn("two_numbers", "Tệp có hơn một dòng “Số: …”. Cổng lấy dòng đầu; hãy chọn lại số đúng.", line)
            return
        self.has_number_line = True
        written = squeeze(found["symbol"])
        self.symbol = re.sub(r"\s*[-–/]\s*", "-", written)
        is_odd = self.symbol != written or not re.search(r"\d\s*/", found.group())
        if is_odd and found["number"]:
            message = f"Tệp viết “{plain(found.group())}”; cổng ghi ký hiệu theo thể thức là “{self.symbol}”."
            self.warn("symbol_normalised", message, line)
        number = int(found["number"]) if found["number"] and len(found["number"]) <= 9 else None
        if number is not None and 1 <= number <= MAX_NUMBER:
            self.number = number
        elif found["number"]:
            self.warn("bad_number", f"“{found['number']}” không phải là số văn bản. Hãy nhập lại số đúng.", line)

    def _read_place_date(self, found: re.Match[str], line: int) -> None:
        self.has_place_line = True
        self._keep(LineRole.PLACE_DATE, found.group(), line)
        self.place = squeeze(found["place"])
        day, month, year = found["day"], found["month"], found["year"]
        if not (day.isdecimal() and month.isdecimal() and year.isdecimal() and len(year) == 4):
            return  # a draft: “ngày … tháng … năm 2021”
        try:
            self.issued_on = parse_date(f"ngày {day} tháng {month} năm {year}")
        except ImpossibleDate as error:
            self.warn("impossible_date", str(error), line)
            return
        if self.on and self.issued_on > self.on:
            message = f"Tệp ghi ngày {self.issued_on:%d/%m/%Y}, muộn hơn hôm nay. Hãy kiểm tra lại ngày."
            self.warn("future_date", message, line)


def is_type_line(text: str) -> bool:
    """Whether the line names a type of document and says no more."""
    return plain(text).upper() in _TYPES


def is_addressee_line(text: str) -> bool:
    """Whether the line opens “Kính gửi: …”, below the trích yếu."""
    return fold(plain(text[:40])).startswith("kinh gui")


def part_organisations(pieces: list[Piece]) -> list[Piece]:
    """Tell the superior's lines from the issuer's: of several organisations the last one issues.

    A bold line among plain ones is the issuer; otherwise a new organisation begins with a word such as LIÊN MINH.
    """
    names = [piece for piece in pieces if piece.role == LineRole.ISSUER]
    bold = [unwrap(piece.text)[0] in {"**", "***"} for piece in names]
    if any(bold) and not all(bold):
        first = bold.index(True)
    else:
        heads = [i for i, piece in enumerate(names) if _ORGANISATION.match(plain(piece.text))]
        first = heads[-1] if heads else 0
    superior = set(map(id, names[:first]))
    return [Piece(LineRole.SUPERIOR, p.text, p.line) if id(p) in superior else p for p in pieces]


def _is_known(text: str) -> bool:
    return bool(_NUMBER.match(text) or _PLACE_DATE.match(text) or fold(plain(text)).startswith("cong hoa xa hoi"))
