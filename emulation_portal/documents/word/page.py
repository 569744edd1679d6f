"""The page that the press prints, as a tree: what the templates of a paper say, and by which classes."""

import re

import lxml.html
from lxml.html import HtmlElement

from ..paper import Heading, Paper
from ..rendering.html import paper_html

HEADINGS = ("h2", "h3", "h4")
LEVEL = "data-level"
_WIDTH = re.compile(r"width:([\d.]+)(?:mm|%)")


def page_of(paper: Paper) -> HtmlElement:
    """Return the body of the page, its headings with their level: two levels are printed alike. Raises NoTemplate."""
    body = lxml.html.document_fromstring(paper_html(paper)).body
    texts = [paper.body, *(appendix.body for appendix in paper.appendices)]
    levels = [block.level for text in texts for block in text if isinstance(block, Heading)]
    for heading, level in zip(body.iter(*HEADINGS), levels, strict=True):
        heading.set(LEVEL, str(level))
    return body


def classes(element: HtmlElement) -> list[str]:
    return element.get("class", "").split()


def told_width(element: HtmlElement) -> float:
    """Return the width that the element's style tells: millimetres, of the columns of a grid percent."""
    told = _WIDTH.search(element.get("style", ""))
    if told is None:
        raise ValueError(f"<{element.tag} class={element.get('class')!r}> tells no width")
    return float(told[1])


def unknown(element: HtmlElement) -> ValueError:
    """Return the error for an element that nobody taught the Word writer: a template has it, Word would lose it."""
    return ValueError(f"no style of Word stands for <{element.tag} class={element.get('class')!r}>")
