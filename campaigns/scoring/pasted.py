"""Criteria as they are pasted from a table of Excel or Word, or typed a line each. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from campaigns.reports.quantities import NoNumber, parse_quantity
from emulation_portal.core.vietnamese import fold, squeeze

PLACES = 2
_AT_END = re.compile(r"(?P<name>.+?)\s*[:(–-]?\s*(?P<points>\d[\d.,]*)\s*(?:điểm|đ)?\s*[).]*")
_OF_POINTS = re.compile(r"\s*(?:điểm|đ)\.?$", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:[IVXLC]+|\d+(?:\.\d+)*|[a-zđ])[.)]?\s+")  # I. 1. 2.1 a)


@dataclass(frozen=True)
class PastedCriterion:
    name: str
    points: str  # as typed; "" where the line names none


def pasted_criteria(text: str) -> Iterator[PastedCriterion]:
    """Yield a criterion for each line: of cells the longest words and the last number, else the words and the number at the end.

    The number before a name is left out, and a line that only heads the columns.
    """
    for line in text.replace("\r\n", "\n").split("\n"):
        found = _of_cells(line.split("\t")) if "\t" in line else _of_words(line)
        if found.name and not _is_head(found):
            yield found


def _of_cells(cells: list[str]) -> PastedCriterion:
    said = [squeeze(cell) for cell in cells]
    numbers = [_OF_POINTS.sub("", cell) for cell in said[1:] if _is_number(_OF_POINTS.sub("", cell))]
    words = [cell for cell in said if cell and not _is_number(_OF_POINTS.sub("", cell))]
    return PastedCriterion(_named(max(words, key=len, default="")), numbers[-1] if numbers else "")


def _of_words(line: str) -> PastedCriterion:
    said = squeeze(line)
    if (found := _AT_END.fullmatch(said)) and _is_number(points := found["points"].rstrip(".,")):
        return PastedCriterion(_named(found["name"]), points)
    return PastedCriterion(_named(said), "")


def _named(words: str) -> str:
    return squeeze(_ORDINAL.sub("", words, count=1) if _ORDINAL.match(words) else words)


def _is_number(text: str) -> bool:
    try:
        parse_quantity(text, places=PLACES)
    except NoNumber:
        return False
    return True


def _is_head(found: PastedCriterion) -> bool:
    folded = fold(found.name)
    return not found.points and (folded in {"stt", "tt"} or ("tieu chi" in folded and len(folded) < 40))
