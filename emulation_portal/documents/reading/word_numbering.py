"""Numbers that Word counts by itself: they stand nowhere in the text, only in the list definitions."""

import re
from dataclasses import dataclass, field

from lxml import etree

from emulation_portal.core.numbering import roman

from .word_styles import Styles, list_of
from .word_xml import attribute, child, children, number, value

_PLACEHOLDER = re.compile(r"%([1-9])")
_LATIN = "abcdefghijklmnopqrstuvwxyz"
LEVELS = 9
MAX_LEVEL_TEXT = 40


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts, as its definition says."""

    kind: str
    text: str
    start: int
    is_legal: bool


@dataclass(slots=True)
class _List:
    """A list as it is defined, and how far it has come: None where the level has not begun."""

    levels: dict[int, Level] = field(default_factory=dict)
    level_of_style: dict[str, int] = field(default_factory=dict)
    counts: list[int | None] = field(default_factory=lambda: [None] * LEVELS)

    def start(self, level: int) -> int:
        return self.levels[level].start if level in self.levels else 1

    def advance(self, level: int) -> str:
        """Count one paragraph on the level and return its marker."""
        before = self.counts[level]
        self.counts[level] = self.start(level) if before is None else before + 1
        self.counts[level + 1 :] = [None] * (LEVELS - level - 1)
        definition = self.levels[level]
        return _PLACEHOLDER.sub(lambda found: self._put(definition, int(found[1]) - 1), definition.text).strip()

    def _put(self, definition: Level, level: int) -> str:
        count = self.counts[level]
        kind = self.levels[level].kind if level in self.levels else ""
        return write_count(self.start(level) if count is None else count, "decimal" if definition.is_legal else kind)


class ListNumbers:
    """Counts the lists of a document in reading order, as Word does. Definitions are looked at once, when it begins."""

    def __init__(self, numbering: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        defined = {attribute(each, "abstractNumId"): _list(each) for each in children(numbering, "abstractNum")}
        self._lists: dict[str, _List] = {}
        self._starts: dict[str, dict[int, int]] = {}  # what a list that has not begun yet begins anew
        for num in children(numbering, "num"):
            named = attribute(num, "numId")
            abstract = value(num, "abstractNumId")
            self._lists[named] = defined.get(abstract) or _List()
            self._starts[named] = _overrides(num)

    def marker(self, paragraph: etree._Element) -> str:
        """Count the paragraph and return its marker, “1.1.” say; empty when it is in no list."""
        named, level = self._place(paragraph)
        found = self._lists.get(named)
        if found is None or level not in found.levels:
            return ""
        kind = found.levels[level].kind
        if kind in {"bullet", "none"}:
            return "-" if kind == "bullet" else ""
        for overridden, start in self._starts.pop(named, {}).items():
            found.counts[overridden] = start - 1
        return found.advance(level)

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        """Return the list and level, from the paragraph itself or from its style and what that is based on."""
        properties = child(paragraph, "pPr")
        named, level = list_of(child(properties, "numPr"))
        for style in self._styles.chain(value(properties, "pStyle")):
            if named:
                break
            named = style.list_number
            if level is None:
                level = style.list_level if style.list_level is not None else self._linked_level(named, style.name)
        return named, min(max(level or 0, 0), LEVELS - 1)

    def _linked_level(self, named: str, style: str) -> int | None:
        found = self._lists.get(named)
        return found.level_of_style.get(style) if found else None


def _list(abstract: etree._Element) -> _List:
    found = _List()
    for element in children(abstract, "lvl"):
        at = number(attribute(element, "ilvl"))
        if not 0 <= at < LEVELS:
            continue
        found.levels[at] = Level(
            kind=value(element, "numFmt"),
            text=value(element, "lvlText")[:MAX_LEVEL_TEXT],
            start=number(value(element, "start") or "1"),
            is_legal=child(element, "isLgl") is not None,
        )
        style = value(element, "pStyle")
        if style:
            found.level_of_style.setdefault(style, at)
    return found


def _overrides(num: etree._Element) -> dict[int, int]:
    """Return {level: start} of a list that counts like another but begins anew."""
    starts = {}
    for override in children(num, "lvlOverride"):
        at, start = number(attribute(override, "ilvl")), child(override, "startOverride")
        if start is not None and 0 <= at < LEVELS:
            starts[at] = number(attribute(start, "val"))
    return starts


def write_count(count: int, kind: str) -> str:
    """Return the count as Word writes it: `upperRoman`, `lowerLetter` (aa after z) …; unknown kinds as digits."""
    if kind in {"upperRoman", "lowerRoman"} and 0 < count < 4000:
        return roman(count) if kind == "upperRoman" else roman(count).lower()
    if kind in {"upperLetter", "lowerLetter"} and 0 < count <= 26 * 9:
        written = _LATIN[(count - 1) % 26] * ((count - 1) // 26 + 1)
        return written.upper() if kind == "upperLetter" else written
    return f"{count:02d}" if kind == "decimalZero" else str(count)
