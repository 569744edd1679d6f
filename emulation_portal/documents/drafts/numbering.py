"""Numbers of a paper's sections: I. → 1. → 1.1. or a) → 1.1.1. or -."""

from collections.abc import Iterable

from emulation_portal.core.numbering import LETTERS, letter, roman

from .enums import NumberingStyle

LEVELS = 4


def section_markers(levels: Iterable[int], style: str) -> list[str]:
    """Return the printed number of each section, given the levels in order.

    A deeper level starts anew under each section above it. Source: NĐ 30/2020, Phụ lục I, II.6; decimal as in the
    office's own plans.
    """
    counts = [0] * (LEVELS + 1)
    markers = []
    for level in levels:
        counts[level] += 1
        counts[level + 1 :] = [0] * (LEVELS - level)
        markers.append(_marker(counts, level, style))
    return markers


def section_places(levels: Iterable[int], style: str) -> list[str]:
    """Return by what each section is spoken of, with the numbers above it: III, III.1, III.1.a, III.2.1.

    Unlike its printed number it says which of several `1.` is meant.
    """
    levels = list(levels)
    places: list[str] = []
    above: dict[int, str] = {}
    for level, marker in zip(levels, section_markers(levels, style), strict=True):
        above = {of: place for of, place in above.items() if of < level}
        # A decimal number says itself below which 2. it stands.
        parent = above.get(1 if style == NumberingStyle.DECIMAL else max(above, default=0), "")
        above[level] = ".".join(filter(None, (parent, marker.strip("().-"))))
        places.append(above[level])
    return places


def main_level(levels: Iterable[int]) -> int:
    """Return the level of a paper's main sections, the highest that it uses: a short one begins at 1. and has no I."""
    return min(levels, default=1)


def _marker(counts: list[int], level: int, style: str) -> str:
    number = counts[level]
    if level == 1:
        return f"{roman(number)}."
    if level == 2:
        return f"{number}."
    if style == NumberingStyle.DECIMAL:
        return ".".join(str(max(count, 1)) for count in counts[2 : level + 1]) + "."
    if level == 3:
        return f"{letter(number)})" if number <= len(LETTERS) else f"({number})"
    return "-"
