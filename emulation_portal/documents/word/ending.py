"""The end of a paper, ô 7 and 9b: signatures and nơi nhận in two columns, which no page tears apart."""

from lxml.html import HtmlElement

from ..rendering.typography import TEXT_WIDTH_MM
from .frames import TwoColumns
from .measures import points, twips
from .page import classes, unknown
from .paragraphs import WordParagraph
from .runs import runs

SIGNING_ROOM = twips(27)  # for the signature itself, as in nd30.css
_ABOVE = points(4)  # to the 6 pt below the body
_LEVEL = points(1.85)  # by which the smaller letters of “Nơi nhận:” stand higher than those of the signer's post
_BELOW_A_SIGNATURE = points(16)


def ending(table: HtmlElement) -> TwoColumns:
    """Return the end in two columns."""
    half = twips(TEXT_WIDTH_MM / 2)
    (row,) = table.iter("tr")
    return TwoColumns((half, half), [[_cell(cell) for cell in row]])


def _cell(cell: HtmlElement) -> list[WordParagraph]:
    paragraphs: list[WordParagraph] = []
    for part in cell:
        names = classes(part)
        if "signature" in names:
            paragraphs += _signature(part)
        elif "recipients" in names:
            lead, *others = [
                WordParagraph("NoiNhan" if line.get("class") else "NoiNhanTen", runs(line)) for line in part
            ]
            lead.before = _BELOW_A_SIGNATURE if "below" in names else _ABOVE + _LEVEL
            paragraphs += [lead, *others]
        else:
            raise unknown(part)
    return paragraphs


def _signature(part: HtmlElement) -> list[WordParagraph]:
    """Return the lines above the signature and those below it; the room between them is space above a paragraph."""
    above: list[WordParagraph] = []
    below: list[WordParagraph] = []
    lines = above
    for line in part:
        if "space" in classes(line):
            lines = below
        elif "post" in classes(line):
            lines.append(WordParagraph("ChucVuKhac", runs(line)))
        else:
            lines.append(WordParagraph("ChucVu" if lines is above else "HoTen", runs(line)))
    below = below or [WordParagraph("HoTen")]  # nobody is named yet
    below[0].before = SIGNING_ROOM
    if above:
        above[0].before = _ABOVE
    return [*above, *below]
