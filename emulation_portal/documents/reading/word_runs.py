"""Runs of a Word paragraph: their words as they are seen, and their emphasis."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from .letters import SYMBOL_FONTS
from .word_styles import Look, Styles
from .word_xml import attribute, child, local, value

_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "ptab": "\t"}


class Run(NamedTuple):
    """Words that look alike."""

    words: str
    bold: bool
    italic: bool


def read_run(run: etree._Element, base: Look, styles: Styles) -> tuple[str, Look]:
    """Return the words of a run as they are seen, and how they look; what a run shows beside words is not among them."""
    look = _look(run, base, styles)
    words = "".join(_words(run))
    return (words.upper() if look.capitals else words), look


def _words(run: etree._Element) -> Iterator[str]:
    for element in run:
        name = local(element)
        if name == "t":
            text = "".join(element.itertext()) if len(element) else element.text or ""
            yield text.replace("\n", " ").replace("*", "\\*")
        elif name in _BREAKS:
            yield _BREAKS[name]
        elif name == "sym":
            yield _symbol(element)


def _symbol(element: etree._Element) -> str:
    """Return a sign that was put in by its place in a font: ≥ at F0B3 of Symbol, ✓ at F0FC of Wingdings."""
    code = attribute(element, "char")
    place = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", code) else 0
    font = attribute(element, "font").casefold()
    known = SYMBOL_FONTS.get("symbol" if font == "symbol" else "wingdings", {})
    return known.get(place & 0xFF) or (chr(place) if place and not 0xE000 <= place <= 0xF8FF else "□")


def _look(run: etree._Element, base: Look, styles: Styles) -> Look:
    properties = child(run, "rPr")
    if properties is None:
        return base
    style = value(properties, "rStyle")
    return Look.of(properties).over(_either(styles.look(style), base) if style else base)


def _either(one: Look, other: Look) -> Look:
    """Return what either says: bold letters of a style within a bold paragraph stay bold."""
    return Look(*(bool(first or second) for first, second in zip(one, other, strict=True)))


def marked(runs: list[Run]) -> str:
    """Join runs, with stars around emphasised words; never across a line end or a tab."""
    merged: list[tuple[list[str], bool, bool]] = []
    for text, bold, italic in runs:
        if merged and (merged[-1][1:] == (bold, italic) or not text.strip()):
            merged[-1][0].append(text)
        else:
            merged.append(([text], bold, italic))
    written = ""
    pieces: list[str] = []
    for texts, bold, italic in merged:
        stars = "*" * (2 * bold + italic)
        for part in re.split(r"([\n\t]+)", "".join(texts)):
            core = part.strip()
            is_clear = bool(core) and not written.endswith("*") and not core.startswith("*")
            if stars and is_clear:
                lead, trail = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
                part = f"{lead}{stars}{core}{stars}{trail}"
            if part:
                pieces.append(part)
                written = part
    return "".join(pieces)
