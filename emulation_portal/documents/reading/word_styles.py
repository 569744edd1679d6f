"""The styles of a Word file: each looked at once, whatever the number of paragraphs that bear it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from lxml import etree

from .errors import ImportRefused
from .word_xml import attribute, child, children, descend, number, switch, value

MAX_STYLES = 5_000  # Word itself keeps 4,079 at most
MAX_STYLE_DEPTH = 20


class Look(NamedTuple):
    """How words look; None where nothing is said of it."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    capitals: bool | None = None  # shown so, large or small, however they were typed

    @classmethod
    def of(cls, properties: etree._Element | None) -> "Look":
        """Return what the properties of a run or a style say."""
        caps, small = switch(properties, "caps"), switch(properties, "smallCaps")
        capitals = None if caps is None and small is None else bool(caps or small)
        return cls(switch(properties, "b"), switch(properties, "i"), switch(properties, "vanish"), capitals)

    def over(self, base: "Look") -> "Look":
        """Return what it says, and where it says nothing what the base does."""
        return Look(*(own if own is not None else other for own, other in zip(self, base, strict=True)))


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says itself; None or "" where it leaves that to the one on which it is based."""

    name: str
    based_on: str
    look: Look
    heading: int | None  # 1 is Heading 1
    list_number: str
    list_level: int | None


class Styles:
    """The styles by name. Raises ImportRefused when there are more than Word keeps."""

    def __init__(self, part: etree._Element | None) -> None:
        found = [_style(element) for element in children(part, "style")]
        if len(found) > MAX_STYLES:
            raise ImportRefused(
                f"Tệp Word có {len(found)} kiểu trình bày (style), quá mức {MAX_STYLES}. "
                "Hãy chép nội dung sang một tệp Word mới rồi nhập lại."
            )
        self._by_name = {style.name: style for style in found}
        self.look = cache(self._look)
        self.heading = cache(self._heading)

    def chain(self, name: str) -> Iterator[Style]:
        """Yield the style and those on which it is based, nearest first; they may go round in a ring."""
        for _ in range(MAX_STYLE_DEPTH):
            style = self._by_name.get(name)
            if style is None:
                return
            yield style
            name = style.based_on

    def _look(self, name: str) -> Look:
        """Return how text in this style looks: the nearest that says so decides."""
        found = Look()
        for style in self.chain(name):
            found = found.over(style.look)
        return found

    def _heading(self, name: str) -> int:
        """Return the level of the headings in this style, 0 when its text is none."""
        return next((style.heading for style in self.chain(name) if style.heading is not None), 0)


def _style(element: etree._Element) -> Style:
    list_number, list_level = list_of(descend(element, "pPr", "numPr"))
    return Style(
        name=attribute(element, "styleId"),
        based_on=value(element, "basedOn"),
        look=Look.of(child(element, "rPr")),
        heading=heading_level(child(element, "pPr")) or _heading_by_name(value(element, "name")),
        list_number=list_number,
        list_level=list_level,
    )


def heading_level(properties: etree._Element | None) -> int | None:
    """Return which level of headings a paragraph or style says it is on: 1 to 9, 0 for text; None when it says nothing."""
    written = value(properties, "outlineLvl")
    return (int(written) + 1) % 10 if written.isdecimal() and len(written) == 1 else None


def _heading_by_name(name: str) -> int | None:
    """Return the level of Word's own headings: their names are the same in every language, and small in the file."""
    return int(name[-1]) if re.fullmatch(r"[Hh]eading [1-9]", name) else None


def list_of(properties: etree._Element | None) -> tuple[str, int | None]:
    """Return which list a paragraph or style is in, and on which level of it."""
    level = value(properties, "ilvl")
    return value(properties, "numId"), number(level) if level else None
