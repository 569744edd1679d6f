"""Numbering at the head of a line: which markers look like one, and which of these really continue the numbering."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from emulation_portal.core.numbering import LETTERS, roman

_SIGN = r"\s?(?:/\.|[./):])"  # behind a number: 1.  1)  1/  1/.  1 .
_MARKER = re.compile(
    r"(?P<open>\*{0,3})(?P<marker>"
    r"(?P<part>(?:PHẦN|Phần|CHƯƠNG|Chương)\s(?:[IVX]{1,6}|\d{1,2}|(?:THỨ|thứ)\s\w{2,4})(?:[.:]|(?=[\s*]|$)))"
    r"|(?P<article>(?:Điều|ĐIỀU)\s(?P<article_number>\d{1,3})(?:[.:]|(?=\s*\*|$)))"
    rf"|(?P<roman>[IVX]{{1,6}})(?:{_SIGN}|\s?[-–](?=\s)|,(?=\s)|(?=\s+\*{{0,3}}[^\W\d_]{{2}}))"
    r"|(?P<capital>[A-HĐ])\.(?=\s)"
    r"|(?P<decimal>\d{1,2}(?:\.\d{1,2}){1,2})(?:\s?[.)](?!\d)|\s?[-–](?=\s)|(?=\s|$))"
    rf"|(?P<arabic>\d{{1,2}})(?:{_SIGN}(?!\d)|\s?[-–](?=\s))"
    r"|\((?P<bracket>\d{1,2})\)"
    r"|(?P<small>i{1,3}|iv|vi{0,3}|ix|x)\.(?=\s)"
    r"|(?P<letter>[a-zđ])(?:\)|[./](?=\s))"
    r")(?P<close>\*{0,3})(?P<gap>\s*)(?P<rest>.*)",
    re.DOTALL,
)
_ROMANS = {roman(n): n for n in range(1, 40)}
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_CAPITALS = "ABCDEFGH"
MAX_REPEATED = 80  # letters of a heading in small letters that repeats its number
_REMARK = re.compile(r"\s*\([^()]*\)")  # “II. VIỆC CẦN LÀM (xem bảng kèm theo)”
_LATIN = "abcdefghijklmnopqrstuvwxyz"


class Marker(NamedTuple):
    """A line that begins as a numbered part does. `numbers` is (3,) for Phần III or III or 3 or c, (1, 2) for 1.2."""

    kind: str  # part, capital, article, roman, arabic, paren, decimal, letter, heading
    numbers: tuple[int, ...]
    open: str
    text: str
    close: str
    gap: str
    rest: str

    @property
    def is_titlelike(self) -> bool:
        """Whether the words begin as a heading or sentence does, not as the middle of one."""
        return self.rest.lstrip('*“"( ')[:1].isupper()


def read_marker(text: str) -> Marker | None:
    """Return the numbering at the head of the line. `1.490.000 đồng`, `19/10/2021` and `2021 - 2025` have none."""
    found = _MARKER.match(text)
    if not found:
        return None
    kind, numbers = _kind_and_numbers(found)
    close, gap, rest = found["close"], found["gap"], found["rest"]
    if close != found["open"]:  # not the marker's own emphasis
        close, gap, rest = "", "" if close else gap, (close + gap + rest) if close else rest
    if not numbers or (rest and not gap and not close and not _may_be_glued(kind, rest)):
        return None
    if kind == "part" and not _is_heading_of_part(found["marker"], rest):
        return None
    if found["roman"] and found["marker"].rstrip()[-1] not in "./):-–" and not _is_loose_heading(rest):
        return None
    return Marker(kind, numbers, found["open"], found["marker"], close, gap if rest else " ", rest)


def heading(words: str) -> Marker:
    """Return the marker of a heading that has no number."""
    return Marker("heading", (0,), "", "", "", "", words)


def _kind_and_numbers(found: re.Match[str]) -> tuple[str, tuple[int, ...]]:
    if found["part"]:
        ordinal = _number_of_part(found["part"].rstrip(".:").split()[-1])
        return "part", (ordinal,) if ordinal else ()
    if found["article"]:
        return "article", (int(found["article_number"]),)
    if found["capital"]:
        return "capital", (_CAPITALS.find(found["capital"]) + 1,)
    if found["bracket"]:
        return "paren", (int(found["bracket"]),)
    if found["small"]:
        return "small", (_ROMANS[found["small"].upper()],)
    if found["roman"]:
        number = _ROMANS.get(found["roman"])
        return "roman", (number,) if number else ()
    if found["decimal"]:
        return "decimal", tuple(int(part) for part in found["decimal"].split("."))
    if found["arabic"]:
        return ("paren" if found["marker"].endswith(")") else "arabic"), (int(found["arabic"]),)
    return "letter", (LETTERS.find(found["letter"]) + 1 or 90 + _LATIN.find(found["letter"]),)


def _number_of_part(word: str) -> int:
    """Return the number of a Phần or Chương: I, 1 or “nhất”; 0 when it is none."""
    if word.isdecimal():
        return int(word)
    return _ROMANS.get(word) or (_ORDINALS.index(word.lower()) + 1 if word.lower() in _ORDINALS else 0)


def _is_heading_of_part(marker: str, rest: str) -> bool:
    """`PHẦN I`, `Chương 2. Tổ chức` and `PHẦN I QUY ĐỊNH` are headings, `Phần I của Kế hoạch` is a sentence."""
    words = rest.replace("*", " ").strip()
    return not words or words.isupper() or (marker[-1] in ".:" and words[:1].isupper())


def _is_loose_heading(rest: str) -> bool:
    """`I MỤC ĐÍCH` and `I, MỤC ĐÍCH` are headings when all is in capitals and more than a word's initial."""
    words = rest.replace("*", " ").strip()
    return words.isupper() and len(words.split()) > 1


def _may_be_glued(kind: str, rest: str) -> bool:
    """`I.MỤC ĐÍCH` and `1.Mục đích` are headings, `V.I. Lênin` and `1.x` are not."""
    words = rest.lstrip('*“"')
    return words[:2].isupper() and words[:2].isalpha() if kind == "roman" else words[:1].isupper() or kind == "letter"


_ALL_BELOW = ("roman", "article", "arabic", "paren", "letter", "decimal")
# What begins anew below each kind of number.
_BELOW = {
    "part": _ALL_BELOW,
    "capital": _ALL_BELOW,
    "roman": ("article", "arabic", "paren", "letter", "decimal"),
    "article": ("arabic", "paren", "letter", "decimal"),
    "arabic": ("paren", "letter", "decimal"),
    "decimal": ("paren", "letter"),
    "paren": (),
    "letter": (),
    "heading": (),
}


@dataclass
class Numbering:
    """How far the numbering has come. Later levels begin anew under each new part.

    Below a Phần or Chương that has Roman numbers everything stands a level deeper.
    """

    part: int = 0
    capital: int = 0
    article: int = 0
    roman: int = 0
    has_small_romans: bool = False
    arabic: int = 0
    paren: int = 0
    letter: str = ""
    decimal: tuple[int, ...] = ()

    def resolve(self, marker: Marker) -> Marker | None:
        """Return the marker as what it is here: `i.` goes on with h. as a letter, and else begins the main sections.

        Below sections with Roman numbers it counts items of a text.
        """
        if marker.kind != "small":
            return marker
        if self.letter and len(marker.text) == 2 and marker.text[0] in _letters_after(self.letter):
            return marker._replace(kind="letter")
        is_main = not (self.part or self.capital or self.arabic) and (not self.roman or self.has_small_romans)
        return marker._replace(kind="roman") if is_main else None

    def level_of(self, marker: Marker, *, is_fresh: bool) -> int | None:
        """Return the level at which the marker goes on, None when it is only text that looks like one.

        The expected successor is always taken at the head of a paragraph; anything else must look like a heading.
        """
        is_next = self._is_next(marker)
        may_begin = is_fresh or (is_next and marker.is_titlelike)
        if not may_begin:
            return None
        if not is_next and not self._may_jump(marker):
            return None
        return self._level(marker)

    def advance(self, marker: Marker) -> None:
        """Take the marker as the last one seen; what stands below it begins anew."""
        below = _BELOW[marker.kind]
        if marker.kind == "roman":
            self.has_small_romans = marker.text.islower()
        if "roman" in below:
            self.roman = 0
        if "article" in below:
            self.article = 0
        if "arabic" in below:
            self.arabic = 0
        if "paren" in below:
            self.paren = 0
        if "letter" in below:
            self.letter = ""
        if "decimal" in below:
            self.decimal = ()
        if marker.kind == "heading":
            return
        if marker.kind == "decimal":
            self.decimal = marker.numbers
        elif marker.kind == "letter":
            self.letter = marker.text[0]
        else:
            setattr(self, marker.kind, marker.numbers[0])

    def _level(self, marker: Marker) -> int:
        if marker.kind in {"part", "capital"}:
            return 1
        in_parts = self.part or self.capital
        deeper = 1 if in_parts and (self.roman or self.article or marker.kind in {"roman", "article"}) else 0
        return min(self._level_without_parts(marker) + deeper, 4)

    def _level_without_parts(self, marker: Marker) -> int:
        below = 1 if self.roman and (self.article or marker.kind == "article") else 0  # a mục that is parted into Điều
        if marker.kind in {"roman", "article"}:
            return 1 + (below if marker.kind == "article" else 0)
        if below:
            return min(self._level_below_article(marker), 4)
        if marker.kind == "arabic":
            return 2
        if marker.kind == "decimal":
            return min(len(marker.numbers) + 1, 4)
        if marker.kind == "paren" and not self.arabic:
            return 2
        return 4 if self.decimal or (marker.kind == "paren" and self.letter) else 3

    def _level_below_article(self, marker: Marker) -> int:
        return 3 if marker.kind == "arabic" or (marker.kind == "paren" and not self.arabic) else 4

    def _is_next(self, marker: Marker) -> bool:
        number = marker.numbers[-1]
        if marker.kind in {"part", "capital", "article", "roman", "arabic", "paren"}:
            return bool(number == getattr(self, marker.kind) + 1) and not self._is_misplaced(marker)
        if marker.kind == "letter":
            return marker.text[0] in _letters_after(self.letter)
        parent = (self.arabic,) if len(marker.numbers) == 2 else self.decimal[:2]
        last = self.decimal[len(parent)] if len(self.decimal) > len(parent) else 0
        return marker.numbers[:-1] == parent and number == last + 1

    def _is_misplaced(self, marker: Marker) -> bool:
        """Whether a capital stands where only sections are: A. is a part of the paper or nothing."""
        return marker.kind == "capital" and (bool(self.roman and not self.capital) or not marker.is_titlelike)

    def _may_jump(self, marker: Marker) -> bool:
        """Whether a number out of order may still be a heading: “3.” after “1.”."""
        number, ending = marker.numbers[-1], marker.text[-1]
        if marker.kind in {"part", "article"}:
            return True
        if marker.kind == "capital" or ending in "-–" or not marker.is_titlelike or not 1 <= number <= 40:
            return False
        if marker.kind == "roman":
            words = _REMARK.sub("", marker.rest).strip("* ")
            if number == self.roman and ending in "./)" and len(words) <= MAX_REPEATED and words[-1:] not in ".;:,":
                return True  # a main heading that was given the number of the one before
            return ending in "./):" and (words.isupper() or "**" in marker.open) and len(words) > 1
        if marker.kind == "letter":
            return ending == ")"
        return marker.kind != "arabic" or ending == "."


def _letters_after(last: str) -> str:
    """Return the letters that may follow: by the Vietnamese alphabet (d, đ, e) or the Latin one (d, e, f)."""
    if not last:
        return "a"
    return "".join(row[row.find(last) + 1 :][:1] for row in (LETTERS, _LATIN) if last in row)
