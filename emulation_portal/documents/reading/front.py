"""The head of a paper: quốc hiệu, organisation, number, place and date, type, trích yếu. NĐ 30/2020, Phụ lục I."""

import datetime as dt
import re
from dataclasses import dataclass, field

from emulation_portal.core.dates import ImpossibleDate
from emulation_portal.core.vietnamese import fold

from .head_lines import (
    NumberLine,
    is_draft_mark,
    is_half_number,
    join_halves,
    looks_like_place_date,
    place_of,
    place_of_half,
    read_number_line,
    read_place_date,
    type_before_summary,
    type_named,
)
from .lines import TextLine
from .organisations import is_name, part_authority, part_organisations
from .parsed import LineRole, ParseWarning, Piece
from .text import MOTTO, NATION, is_finished, is_rule, plain, unwrap

_PARTY = re.compile(r"(?<!\S)\*{0,3}ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM\*{0,3}(?!\S)")
_FIRST_HALVES = re.compile(
    r"C[ỘÔ]NG\s+H[ÒO][ÀA]\s+X[ÃA]\s+H[ỘO]I(?:\s+CH[ỦU]\s+NGH[ĨI]A)?|ĐẢNG\s+CỘNG\s+SẢN", re.IGNORECASE
)
_SECOND_HALVES = re.compile(r"(?:CH[ỦU]\s+NGH[ĨI]A\s+)?VI[ỆE]T\s+NAM", re.IGNORECASE)
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
    beside_type: str = ""  # words of the trích yếu that emphasis holds on one line with the type
    has_number_line: bool = False
    has_place_line: bool = False
    half_number: Piece | None = None  # “Số: 27”, whose symbol stands on another line
    half_date: str = ""  # “An Sơn, ngày 05”, whose month stands on another line
    warnings: list[ParseWarning] = field(default_factory=list)

    def warn(self, code: str, message: str, line: int | None = None) -> None:
        """Note something for the user."""
        self.warnings.append(ParseWarning(code, message, line))

    def of(self, role: LineRole) -> list[Piece]:
        """Return the pieces of one kind."""
        return [piece for piece in self.pieces if piece.role == role]

    @property
    def awaits_summary(self) -> bool:
        """Whether the type has been read and nothing of its trích yếu yet."""
        return bool(self.document_type) and not self.summary

    @property
    def summary(self) -> list[str]:
        """Return the lines of the trích yếu as they stand, the one beside the type first."""
        beside = [self.beside_type] if self.beside_type else []
        return [*beside, *(piece.text for piece in self.of(LineRole.SUMMARY))]

    def begins_body(self, line: TextLine, paragraph: str) -> bool:
        """Whether the running text begins here, after the trích yếu or where no head was ever written.

        `paragraph` is the line with those that go on with it.
        """
        text = line.text
        if len(self.pieces) >= MAX_FRONT_PIECES or is_addressee_line(text):
            return True
        if not self.document_type:
            return len(text) > 200 or (len(text) > 60 and is_finished(text))
        lines = len(self.summary)
        if line.is_table:
            return True
        if not lines or line.heading or "**" in unwrap(text)[0] or is_rule(text) or _is_known(text):
            return False
        is_sentence = line.is_fresh and paragraph != text and is_finished(paragraph)  # over several lines
        return lines >= MAX_SUMMARY_LINES or len(text) > 300 or is_finished(text) or is_sentence

    def goes_on_with(self, line: TextLine) -> bool:
        """Whether the trích yếu goes on: its last line is not finished, and this one begins small."""
        summary = self.summary
        return bool(summary) and line.text.lstrip("*")[:1].islower() and not is_finished(summary[-1])

    def add(self, line: TextLine) -> None:
        """Place one line; columns of a header written side by side are parted."""
        self._place_text(line.text, line.number)

    def part_names(self) -> None:
        """Tell superior, issuer and who decides apart, once all lines are read."""
        named = part_organisations(self.pieces)
        self.pieces = part_authority(named, self.document_type, has_summary=bool(self.beside_type))

    def _place_text(self, text: str, number: int) -> None:
        text = text.strip()
        if not text:
            return
        for role, pattern in ((LineRole.NATION, NATION), (LineRole.NATION, _PARTY), (LineRole.MOTTO, MOTTO)):
            found = pattern.search(text[:400]) if len(self.of(role)) == 0 else None
            if found:
                self._place_text(text[: found.start()], number)
                self._keep(role, found.group(), number)
                self._place_text(text[found.end() :], number)
                return
        if self._place_half_of_nation(text, number):
            return
        if self._place_number(text, number) or self._place_date(text, number):
            return
        if "\t" in text and any(looks_like_place_date(column) for column in text.split("\t")):
            for column in text.split("\t"):  # what stands beside a date is read by itself
                self._place_text(column, number)
            return
        if not self._place_type(text, number):
            self._place_words(text, number)

    def _place_half_of_nation(self, text: str, number: int) -> bool:
        """Place a quốc hiệu that an office wrote, or a program wrapped, over two lines."""
        halves = _SECOND_HALVES if self.of(LineRole.NATION) else _FIRST_HALVES
        is_next = halves is _FIRST_HALVES or self.pieces[-1].role == LineRole.NATION
        if is_next and halves.fullmatch(plain(text)):
            self._keep(LineRole.NATION, text, number)
            return True
        return False

    def _keep(self, role: LineRole, text: str, number: int) -> None:
        self.pieces.append(Piece(role, text.strip(), number))

    def _place_number(self, text: str, number: int) -> bool:
        if self.half_number:
            whole = join_halves(self.half_number.text, text)
            if whole:
                self.half_number = None
                self._take_number(whole, text, number)
                return True
        found = read_number_line(text)
        if found:
            is_first = not self.has_number_line
            self._take_number(found, found.text if is_first else text, number)
            if is_first:
                self._place_text(text[len(found.text) :], number)
            return True
        if not self.has_number_line and is_half_number(text):
            self._keep(LineRole.NUMBER, text, number)
            self.half_number = self.pieces[-1]
            return True
        return False

    def _take_number(self, found: NumberLine, text: str, line: int) -> None:
        self._keep(LineRole.NUMBER, text, line)
        if self.has_number_line:
            self.warn("two_numbers", "Tệp có hơn một dòng “Số: …”. Cổng lấy dòng đầu; hãy chọn lại số đúng.", line)
            return
        self.has_number_line = True
        self.symbol = found.symbol
        if found.is_odd and found.written:
            read = f"{found.number}/{found.symbol}"
            message = f"Tệp viết “{plain(found.text)}”; cổng ghi số, ký hiệu theo thể thức là “{read}”."
            self.warn("symbol_normalised", message, line)
        if found.is_guess:
            self._warn_of_guess(f"{found.written}/{found.symbol}", f"{found.number}/{found.symbol}", line)
        if found.number is not None and 1 <= found.number <= MAX_NUMBER:
            self.number = found.number
        elif found.written:
            self.warn("bad_number", f"“{found.written}” không phải là số văn bản. Hãy nhập lại số đúng.", line)

    def _place_date(self, text: str, line: int) -> bool:
        if self.has_place_line:
            return False
        written = f"{self.half_date} {text}".strip()
        if looks_like_place_date(written):
            self.half_date = ""
            self._take_date(written, text, line)
            return True
        place = "" if self.half_date else place_of_half(text)
        if place:
            self._keep(LineRole.PLACE_DATE, text, line)
            self.half_date, self.place = plain(text), place
        return bool(place)

    def _take_date(self, written: str, text: str, line: int) -> None:
        self.has_place_line = True
        self._keep(LineRole.PLACE_DATE, text, line)
        try:
            found = read_place_date(written)
        except ImpossibleDate as error:
            self.place = place_of(written)
            self.warn("impossible_date", str(error), line)
            return
        if found is not None:
            self.place, self.issued_on = found.place, found.day
            if found.is_guess and found.day:
                self._warn_of_guess(plain(written), f"{found.day:%d/%m/%Y}", line)
        if self.on and self.issued_on and self.issued_on > self.on:
            message = f"Tệp ghi ngày {self.issued_on:%d/%m/%Y}, muộn hơn hôm nay. Hãy kiểm tra lại ngày."
            self.warn("future_date", message, line)

    def _warn_of_guess(self, written: str, read: str, line: int) -> None:
        message = f"Tệp ghi “{written}”; cổng đọc chữ cái là chữ số: {read}. Hãy đối chiếu với bản giấy."
        self.warn("digits_mended", message, line)

    def _place_type(self, text: str, number: int) -> bool:
        if self.document_type:
            return False
        named = type_named(text)
        if named:
            self.document_type = named
            self._keep(LineRole.TYPE, text, number)
            return True
        name = type_before_summary(text)
        if not name:
            return False
        self.document_type = name
        end = text.find(name) + len(name)
        if "*" in text or end <= len(name) - 1:
            self._keep(LineRole.TYPE, text, number)
            beside = plain(text)[len(name) :].strip()
            self.beside_type = "" if is_rule(beside) or is_draft_mark(beside) else beside
        else:
            self._keep(LineRole.TYPE, text[:end], number)
            self._place_words(text[end:], number)
        return True

    def _place_words(self, text: str, number: int) -> None:
        if is_rule(text):
            self._keep(LineRole.RULE, text, number)
        elif is_draft_mark(text):
            self._keep(LineRole.DRAFT_MARK, text, number)
        elif self.document_type:
            self._keep(LineRole.SUMMARY, text, number)
        else:
            self._keep(LineRole.ISSUER if is_name(plain(text)) else LineRole.UNPLACED, text, number)


def is_addressee_line(text: str) -> bool:
    """Whether the line opens “Kính gửi: …”, below the trích yếu."""
    return fold(plain(text[:40])).startswith("kinh gui")


def _is_known(text: str) -> bool:
    return bool(
        read_number_line(text) or looks_like_place_date(text) or fold(plain(text)).startswith("cong hoa xa hoi")
    )
