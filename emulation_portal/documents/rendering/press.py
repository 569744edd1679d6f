"""WeasyPrint, kept warm: its modules are loaded once and inherited by every rendering child."""

import hashlib
import logging
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from weasyprint import CSS, HTML
from weasyprint.text.ffi import pango
from weasyprint.text.fonts import FontConfiguration

from .fetcher import AssetFetcher

logger = logging.getLogger(__name__)

STYLE_SHEETS = {"nd30": "nd30.css", "register": "register.css"}
_FONT_FACE = re.compile(r"@font-face\s*{[^}]*}")


class Printed(NamedTuple):
    pdf: bytes
    pages: int


def style_sheet(name: str) -> str:
    """Return the text of one of our style sheets."""
    return (Path(__file__).parent / STYLE_SHEETS[name]).read_text("utf-8")


# Pango answers font look-ups from a thread of the font map's own, seen in 1.56, and a thread does not live on in a
# forked child: one that used its parent's font map would wait for ever. With 1.50 it never did.
_LAST_PANGO_TO_SHARE = 15099


def print_pdf(html: str, sheet: str) -> Printed:
    """Return the PDF of our own HTML. The same HTML gives the same bytes."""
    fonts = _shared_fonts(sheet) if pango.pango_version() <= _LAST_PANGO_TO_SHARE else _set_up_fonts(sheet)
    document = HTML(string=html, url_fetcher=AssetFetcher()).render(font_config=fonts, stylesheets=[_rules(sheet)])
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    return Printed(document.write_pdf(pdf_identifier=identifier), len(document.pages))


@cache
def _rules(sheet: str) -> CSS:
    """Return the parsed style sheet; its fonts are set up apart."""
    return CSS(string=style_sheet(sheet), url_fetcher=AssetFetcher())


def _set_up_fonts(sheet: str) -> FontConfiguration:
    fonts = FontConfiguration()
    CSS(string="".join(_FONT_FACE.findall(style_sheet(sheet))), font_config=fonts, url_fetcher=AssetFetcher())
    return fonts


@cache
def _shared_fonts(sheet: str) -> FontConfiguration:
    return _set_up_fonts(sheet)
