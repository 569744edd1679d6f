"""WeasyPrint, kept warm: its modules are loaded once and inherited by every rendering child."""

import hashlib
import logging
from functools import cache
from pathlib import Path
from typing import NamedTuple

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from .fetcher import AssetFetcher

logger = logging.getLogger(__name__)

STYLE_SHEETS = {"nd30": "nd30.css", "register": "register.css"}
_WARMING = '<html lang="vi"><p>Ấm <b>Ấm</b> <i>Ấm</i> <b><i>Ấm</i></b></p></html>'


class Printed(NamedTuple):
    pdf: bytes
    pages: int


def style_sheet(name: str) -> str:
    """Return the text of one of our style sheets."""
    return (Path(__file__).parent / STYLE_SHEETS[name]).read_text("utf-8")


@cache
def warm_press() -> None:
    """Load the engine and print one line, so that its lazy parts are loaded before anything is forked.

    Raises FontsMissing.
    """
    print_pdf(_WARMING, "nd30")


def print_pdf(html: str, sheet: str) -> Printed:
    """Return the PDF of our own HTML. The same HTML gives the same bytes.

    Fonts are set up anew each time: Pango 1.56 answers font look-ups from a thread of the font map's own, and a thread
    does not live on in a forked child. A child that used its parent's font map would wait for ever.
    """
    fonts, fetcher = FontConfiguration(), AssetFetcher()
    css = CSS(string=style_sheet(sheet), font_config=fonts, url_fetcher=fetcher)
    document = HTML(string=html, url_fetcher=fetcher).render(font_config=fonts, stylesheets=[css])
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    return Printed(document.write_pdf(pdf_identifier=identifier), len(document.pages))
