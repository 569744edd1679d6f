"""Criteria as they are pasted from a table of Excel or Word, or typed a line each. Pure."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from campaigns.reports.quantities import NoNumber, parse_quantity
from emulation_portal.core.vietnamese import fold, squeeze

PLACES = 2
# Points at the end of a line stand behind a mark or before their unit: “năm 2026”, “số 20”, “2021-2025” are none.
_AT_END = re.compile(
    r"(?P<name>.+?)\s*(?P<mark>[:(]|\s[–-]\s)?\s*(?:tối đa|không quá)?\s*[-–]?"
    r"(?P<points>\d[\d.,]*)\s*(?P<unit>điểm|đ)?\s*[).;]*"
)
_POINTS = re.compile(r"[-–−]?\s*(\d[\d.,]*)\s*(?:(?:điểm|đ)\b.*)?", re.IGNORECASE)  # “5”, “-2”, “5 điểm/lần”
_ORDINAL = re.compile(r"(?:(?P<ordinal>[IVXLC]+|\d+|[a-zđ])[.)/]|(?P<parted>\d+(?:\.\d+)+)[.)/]?)\s+")  # I. 1. 2.1 a)
_ORDINAL_ALONE = re.compile(r"(?P<ordinal>[IVXLC]+|[A-ZĐ]|[a-zđ]|\d+(?:\.\d+)*)[.)/]?")
_ROMAN = re.compile(r"[IVXLC]+")
_BULLET = re.compile(r"[-–+•*·▪]\s+")
_BULLET_ALONE = re.compile(r"[-–+•*·▪o]")
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_OF_POINTS = ("diem", "thang diem", "muc diem", "so diem")
_TOTALS = ("tong cong", "tong diem", "tong so diem", "tong so", "cong", "tong")


@dataclass(frozen=True)
class PastedCriterion:
    name: str
    points: str  # as typed, without a sign; "" where the line names none
    guidance: str = ""  # how it is scored, where a cell behind the name says so
    ordinal: str = ""


def pasted_criteria(text: str, *, group: str = "") -> list[PastedCriterion]:
    """Return a criterion for each line: the first words, the first points behind them, and what words stand between.

    Left out are lines that head the columns, add up, or hold others: those that are called as the group is, count in
    Roman numbers, or have parts (1 before 1.1).
    """
    found = [each for cells in _lines(text) if (each := _of(cells)) is not None and fold(each.name) != fold(group)]
    ordinals = {each.ordinal for each in found}
    has_plain = any(not _ROMAN.fullmatch(each.ordinal) for each in found)
    return [each for each in found if not _holds_others(each.ordinal, ordinals, has_plain=has_plain)]


def _holds_others(ordinal: str, ordinals: set[str], *, has_plain: bool) -> bool:
    if _ROMAN.fullmatch(ordinal):
        return has_plain
    return bool(ordinal) and any(each.startswith(f"{ordinal}.") for each in ordinals)


def _lines(text: str) -> Iterator[list[str]]:
    """Yield the cells of each line. A cell of Excel that holds a line break or quotation marks is quoted."""
    plain = text.replace("\r\n", "\n")
    if '"' in plain and "\t" in plain and plain.count('"') % 2 == 0:
        rows: Iterator[list[str]] = csv.reader(io.StringIO(plain), delimiter="\t")
    else:
        rows = (line.split("\t") for line in plain.split("\n"))
    for cells in rows:
        yield [squeeze(cell) for cell in cells]


def _of(cells: Sequence[str]) -> PastedCriterion | None:
    """Return the criterion of a line; None where it is none."""
    if _is_head(cells):
        return None
    ordinal, said = _counted(cells)
    found = _of_words(ordinal, said[0]) if len(said) == 1 and not _points_in(said[0]) else _of_cells(ordinal, said)
    return found if found.name and fold(found.name).rstrip(": .") not in _TOTALS else None


def _counted(cells: Sequence[str]) -> tuple[str, list[str]]:
    """Return how the line counts in a cell of its own, and what else it says."""
    said = [cell for cell in cells if cell]
    if len(cells) > 1 and said and said[0] == cells[0]:
        if found := _ORDINAL_ALONE.fullmatch(said[0]):
            return found["ordinal"], said[1:]
        if _BULLET_ALONE.fullmatch(said[0]):
            return "", said[1:]
    return "", said


def _of_cells(ordinal: str, cells: Sequence[str]) -> PastedCriterion:
    at = next((at for at, cell in enumerate(cells) if not _points_in(cell)), None)
    if at is None:
        return PastedCriterion("", "")
    behind = cells[at + 1 :]
    first = next((place for place, cell in enumerate(behind) if _points_in(cell)), len(behind))
    guidance = "; ".join(behind[:first])
    inner, name = _named(cells[at])
    points = _points_in(behind[first]) if first < len(behind) else ""
    return PastedCriterion(name, points, guidance, ordinal or inner)


def _points_in(cell: str) -> str:
    """Return the number with which a cell of points begins; "" for any other cell."""
    found = _POINTS.fullmatch(cell)
    return found[1] if found and _is_number(found[1]) else ""


def _of_words(ordinal: str, said: str) -> PastedCriterion:
    if (found := _AT_END.fullmatch(said)) and _is_number(points := found["points"].rstrip(".,")):
        is_year = bool(_YEAR.fullmatch(points)) and not found["unit"]
        if (found["mark"] or found["unit"]) and not is_year:
            inner, name = _named(found["name"].rstrip(" .…:"))
            return PastedCriterion(name, points, "", ordinal or inner)
    inner, name = _named(said)
    return PastedCriterion(name, "", "", ordinal or inner)


def _named(words: str) -> tuple[str, str]:
    """Return how words count at their beginning, and what they say."""
    words = _BULLET.sub("", words, count=1) if _BULLET.match(words) else words
    found = _ORDINAL.match(words)
    return (found["ordinal"] or found["parted"], squeeze(words[found.end() :])) if found else ("", squeeze(words))


def _is_number(text: str) -> bool:
    try:
        parse_quantity(text, places=PLACES)
    except NoNumber:
        return False
    return True


def _is_head(cells: Sequence[str]) -> bool:
    """Return whether a line heads the columns: it says no number, and names the criteria and the points, or the counting."""
    folded = [fold(cell) for cell in cells if cell]
    if not folded or any(_points_in(cell) for cell in cells):
        return False
    counts = folded[0] in ("stt", "tt", "so tt")
    names_criteria = any(each.startswith(("tieu chi", "ten tieu chi")) or "noi dung" in each for each in folded)
    names_points = any(each.startswith(_OF_POINTS) for each in folded)
    is_heading_alone = len(folded) == 1 and len(folded[0]) < 40 and not any(letter.isdigit() for letter in folded[0])
    return counts or (names_criteria and (names_points or is_heading_alone))
