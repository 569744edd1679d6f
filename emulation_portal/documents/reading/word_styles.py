"""The styles of a Word file: each looked at once, whatever the number of paragraphs that bear it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lxml import etree

from .errors import ImportRefused
from .word_xml import attribute, child, children, descend, number, switch, value

MAX_STYLES = 5_000  # Word itself keeps 4,079 at most
MAX_STYLE_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says itself; None or "" where it leaves that to the one on which it is based."""

    name: str
    based_on: str
    bold: bool | None
    italic: bool | None
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
        self.emphasis = cache(self._emphasis)

    def chain(self, name: str) -> Iterator[Style]:
        """Yield the style and those on which it is based, nearest first; they may go round in a ring."""
        for _ in range(MAX_STYLE_DEPTH):
            style = self._by_name.get(name)
            if style is None:
                return
            yield style
            name = style.based_on

    def _emphasis(self, name: str) -> tuple[bool, bool]:
        """Return whether text in this style is bold, and whether italic: the nearest that says so decides."""
        styles = list(self.chain(name))
        bold = next((style.bold for style in styles if style.bold is not None), False)
        italic = next((style.italic for style in styles if style.italic is not None), False)
        return bold, italic


def _style(element: etree._Element) -> Style:
    properties = child(element, "rPr")
    list_number, list_level = list_of(descend(element, "pPr", "numPr"))
    return Style(
        name=attribute(element, "styleId"),
        based_on=value(element, "basedOn"),
        bold=switch(properties, "b"),
        italic=switch(properties, "i"),
        list_number=list_number,
        list_level=list_level,
    )


def list_of(properties: etree._Element | None) -> tuple[str, int | None]:
    """Return which list a paragraph or style is in, and on which level of it."""
    level = value(properties, "ilvl")
    return value(properties, "numId"), number(level) if level else None
