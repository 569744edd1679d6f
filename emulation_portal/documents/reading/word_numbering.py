"""Numbers that Word counts by itself: they stand nowhere in the text, only in the list definitions."""

import re

from lxml import etree

from emulation_portal.core.numbering import roman

from .word_text import attribute, child, children, descend

_PLACEHOLDER = re.compile(r"%([1-9])")
_LATIN = "abcdefghijklmnopqrstuvwxyz"
LEVELS = 9
MAX_STYLE_DEPTH = 20


class ListNumbers:
    """Counts the lists of a document in reading order, as Word does."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, etree._Element]] = {}
        self._abstract_of: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()
        self._styles = {attribute(s, "styleId"): s for s in children(styles, "style")} if styles is not None else {}
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: etree._Element) -> None:
        for abstract in children(numbering, "abstractNum"):
            levels = {_number(attribute(level, "ilvl")): level for level in children(abstract, "lvl")}
            self._levels[attribute(abstract, "abstractNumId")] = levels
        for num in children(numbering, "num"):
            number = attribute(num, "numId")
            self._abstract_of[number] = attribute(child(num, "abstractNumId"), "val")
            for override in children(num, "lvlOverride"):
                start = child(override, "startOverride")
                if start is not None:
                    level = _number(attribute(override, "ilvl"))
                    self._starts.setdefault(number, {})[level] = _number(attribute(start, "val"))

    def marker(self, paragraph: etree._Element) -> str:
        """Count the paragraph and return its marker, “1.1.” say; empty when it is in no list."""
        number, level = self._place(paragraph)
        abstract = self._abstract_of.get(number, "")
        definition = self._levels.get(abstract, {}).get(level)
        if definition is None:
            return ""
        kind = attribute(child(definition, "numFmt"), "val") or "decimal"
        if kind in {"bullet", "none"}:
            return "-" if kind == "bullet" else ""
        counts = self._counts.setdefault(abstract, [None] * LEVELS)
        if number not in self._begun:
            self._begun.add(number)
            for overridden, start in self._starts.get(number, {}).items():
                if 0 <= overridden < LEVELS:
                    counts[overridden] = start - 1
        counts[level] = self._start(abstract, level) if counts[level] is None else (counts[level] or 0) + 1
        for deeper in range(level + 1, LEVELS):
            counts[deeper] = None
        return self._format(abstract, definition, counts)

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        """Return the list and level, from the paragraph itself or from its style and what that is based on."""
        properties = child(paragraph, "pPr")
        own = child(properties, "numPr")
        number, level = _list_of(own)
        style = attribute(child(properties, "pStyle"), "val")
        for _ in range(MAX_STYLE_DEPTH):
            if number or style not in self._styles:
                break
            inherited = descend(self._styles[style], "pPr", "numPr")
            number, inherited_level = _list_of(inherited)
            if level is None:
                level = inherited_level if inherited_level is not None else self._linked_level(number, style)
            style = attribute(child(self._styles[style], "basedOn"), "val")
        return number, min(max(level or 0, 0), LEVELS - 1)

    def _linked_level(self, number: str, style: str) -> int | None:
        levels = self._levels.get(self._abstract_of.get(number, ""), {})
        return next((n for n, lvl in levels.items() if attribute(child(lvl, "pStyle"), "val") == style), None)

    def _start(self, abstract: str, level: int) -> int:
        definition = self._levels[abstract].get(level)
        return _number(attribute(child(definition, "start"), "val") or "1")

    def _format(self, abstract: str, definition: etree._Element, counts: list[int | None]) -> str:
        is_legal = child(definition, "isLgl") is not None

        def put(found: re.Match[str]) -> str:
            level = int(found[1]) - 1
            count = counts[level]
            kind = attribute(child(self._levels[abstract].get(level), "numFmt"), "val")
            return write_count(
                self._start(abstract, level) if count is None else count, "decimal" if is_legal else kind
            )

        return _PLACEHOLDER.sub(put, attribute(child(definition, "lvlText"), "val")[:40]).strip()


def write_count(count: int, kind: str) -> str:
    """Return the count as Word writes it: `upperRoman`, `lowerLetter` (aa after z) …; unknown kinds as digits."""
    if kind in {"upperRoman", "lowerRoman"} and 0 < count < 4000:
        return roman(count) if kind == "upperRoman" else roman(count).lower()
    if kind in {"upperLetter", "lowerLetter"} and 0 < count <= 26 * 9:
        written = _LATIN[(count - 1) % 26] * ((count - 1) // 26 + 1)
        return written.upper() if kind == "upperLetter" else written
    return f"{count:02d}" if kind == "decimalZero" else str(count)


def _list_of(properties: etree._Element | None) -> tuple[str, int | None]:
    level = attribute(child(properties, "ilvl"), "val")
    return attribute(child(properties, "numId"), "val"), _number(level) if level else None


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else 0
