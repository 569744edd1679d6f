"""The words of an element of the press's page as Word's runs: emphasis kept, white space as a browser counts it."""

import re
from collections.abc import Iterator
from html import escape

from lxml.html import HtmlElement

_SPACES = re.compile(r"[ \t\n\r\f]+")  # no-break spaces are words' own
_EMPHASIS = {"b", "i", "span"}
_OPENING = {
    (False, False): "<w:r>",
    (True, False): "<w:r><w:rPr><w:b/></w:rPr>",
    (False, True): "<w:r><w:rPr><w:i/></w:rPr>",
    (True, True): "<w:r><w:rPr><w:b/><w:i/></w:rPr>",
}
BREAK = "<w:r><w:br/></w:r>"


def run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    """Return one run of text, or nothing for no text."""
    if not text:
        return ""
    return f'{_OPENING[bold, italic]}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def runs(element: HtmlElement) -> str:
    """Return the element's own words, without those of blocks inside it."""
    if not len(element):
        return run(words(element.text))
    joined: list[tuple[str, bool, bool]] = []
    ends_in_space = True  # white space at the start of a block is nothing
    for text, bold, italic in _pieces(element, bold=False, italic=False):
        squeezed = _SPACES.sub(" ", text)
        squeezed = squeezed.removeprefix(" ") if ends_in_space else squeezed
        if not squeezed:
            continue
        ends_in_space = squeezed.endswith(" ")
        if joined and joined[-1][1:] == (bold, italic):
            joined[-1] = (joined[-1][0] + squeezed, bold, italic)
        else:
            joined.append((squeezed, bold, italic))
    if joined:
        joined[-1] = (joined[-1][0].removesuffix(" "), *joined[-1][1:])
    return "".join(run(text, bold=bold, italic=italic) for text, bold, italic in joined)


def words(text: str | None) -> str:
    """Return text as it is seen: one space between words, none around them."""
    return _SPACES.sub(" ", text or "").strip(" ")


def _pieces(element: HtmlElement, *, bold: bool, italic: bool) -> Iterator[tuple[str, bool, bool]]:
    if element.text:
        yield element.text, bold, italic
    for child in element:
        if child.tag in _EMPHASIS:
            yield from _pieces(child, bold=bold or child.tag == "b", italic=italic or child.tag == "i")
        if child.tail:
            yield child.tail, bold, italic
