"""WeasyPrint. The work of the sandbox: fonts, letters and rules are set up once in its process."""

import hashlib
import logging
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from .fetcher import AssetFetcher

logger = logging.getLogger(__name__)

STYLE_SHEETS = {"nd30": "nd30.css", "register": "register.css"}
_FONT_FACE = re.compile(r"@font-face\s*{[^}]*}")
# WeasyPrint 70 ends a line after its first word when the text before an inline element fits on the line, but not with
# the space that follows it. The space is put into an element of its own with the letter before it.
_LETTER = r"(?:&#?\w+;|[^\s<>&;])"
_SPACE_BEFORE_INLINE = re.compile(rf"(?<=[^\s>])({_LETTER}(?: {_LETTER}){{0,3}}) (?=<(?:b|i|span)[ >])")
_LETTERS = "aàáảãạ ăằắẳẵặ âầấẩẫậ bcd đ eèéẻẽẹ êềếểễệ ghiìíỉĩị klmn oòóỏõọ ôồốổỗộ ơờớởỡợ pqrst uùúủũụ ưừứửữự vxyỳýỷỹỵ 0123456789 .,;:“”/-%()"


class Printed(NamedTuple):
    pdf: bytes
    pages: int


def style_sheet(name: str) -> str:
    """Return the text of one of our style sheets."""
    return (Path(__file__).parent / STYLE_SHEETS[name]).read_text("utf-8")


def work(html: str, sheet: str) -> Printed:
    """Return the PDF of our own HTML. The same HTML gives the same bytes, whatever was printed before."""
    text = _SPACE_BEFORE_INLINE.sub(r"<span>\1 </span>", html)
    document = HTML(string=text, url_fetcher=AssetFetcher()).render(
        font_config=_fonts(sheet), stylesheets=[_rules(sheet)]
    )
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    return Printed(document.write_pdf(pdf_identifier=identifier), len(document.pages))


def prepare() -> None:
    """Print every letter in every style, so that the first paper is as quick as the next. Raises FontsMissing."""
    text = f"{_LETTERS} {_LETTERS.upper()}"
    styles = f"<p>{text} <b>{text} <i>{text}</i></b> <i>{text}</i></p><table><tr><td>{text}</td></tr></table>"
    for sheet in STYLE_SHEETS:
        work(f"<html lang=vi><body><h1>{text}</h1>{styles}</body></html>", sheet)


@cache
def _rules(sheet: str) -> CSS:
    """Return the parsed style sheet; its fonts are set up apart."""
    return CSS(string=style_sheet(sheet), url_fetcher=AssetFetcher())


@cache
def _fonts(sheet: str) -> FontConfiguration:
    fonts = FontConfiguration()
    CSS(string="".join(_FONT_FACE.findall(style_sheet(sheet))), font_config=fonts, url_fetcher=AssetFetcher())
    return fonts
