"""WeasyPrint, kept warm: fonts, style sheet and modules are loaded once and inherited by every rendering child."""

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


class Press(NamedTuple):
    """What renderings share."""

    fonts: FontConfiguration
    sheets: dict[str, CSS]
    fetcher: AssetFetcher


def style_sheet(name: str) -> str:
    """Return the text of one of our style sheets."""
    return (Path(__file__).parent / STYLE_SHEETS[name]).read_text("utf-8")


@cache
def warm_press() -> Press:
    """Load everything that renderings share, and print one line so that lazy parts of the engine are loaded too.

    Raises FontsMissing.
    """
    fonts, fetcher = FontConfiguration(), AssetFetcher()
    sheets = {name: CSS(string=style_sheet(name), font_config=fonts, url_fetcher=fetcher) for name in STYLE_SHEETS}
    press = Press(fonts, sheets, fetcher)
    _print(press, _WARMING, "nd30", b"")
    return press


def print_pdf(html: str, sheet: str) -> Printed:
    """Return the PDF of our own HTML. The same HTML gives the same bytes."""
    return _print(warm_press(), html, sheet, hashlib.sha256(html.encode()).digest()[:16])


def _print(press: Press, html: str, sheet: str, identifier: bytes) -> Printed:
    document = HTML(string=html, url_fetcher=press.fetcher).render(
        font_config=press.fonts, stylesheets=[press.sheets[sheet]]
    )
    return Printed(document.write_pdf(pdf_identifier=identifier), len(document.pages))
