"""The head of a paper, ô 1–5b: whose it is, its number and day, what a công văn is about."""

from lxml.html import HtmlElement

from ..rendering.typography import HEADER_PT, MARK_PT, width_mm
from .frames import HEADER_GAP, TwoColumns
from .measures import twips
from .page import classes, told_width, unknown
from .paragraphs import WordParagraph, rule
from .runs import BREAK, runs, words

_STYLES = {
    "superior": "CoQuanChuQuan",
    "issuer": "CoQuanBanHanh",
    "national": "QuocHieu",
    "motto": "TieuNgu",
    "number": "SoKyHieu",
    "place": "DiaDanh",
}
_MOTTO_RULE_BEFORE = 30  # twips; nearer than other rules


def head(table: HtmlElement) -> TwoColumns:
    """Return the head in two columns, without a row in which nothing stands."""
    left, right = (twips(told_width(column)) for column in table.iter("col"))
    gap = HEADER_GAP if "parted" in classes(table) else 0
    rows = [
        [_cell(cell, room) for cell, room in zip(row, (left - gap, right), strict=True)] for row in table.iter("tr")
    ]
    return TwoColumns((left, right), [row for row in rows if any(row)], gap)


def _cell(cell: HtmlElement, room: int) -> list[WordParagraph]:
    paragraphs: list[WordParagraph] = []
    for part in cell:
        (name, *_) = classes(part) or [""]
        if name == "rule":
            paragraphs.append(rule(told_width(part), room))
        elif name == "under-number":
            paragraphs += _under_number(part, room)
        elif name in _STYLES:
            paragraphs.append(WordParagraph(_STYLES[name], runs(part)))
        else:
            raise unknown(part)
        if name == "motto":  # its rule is as long as its words
            under = rule(width_mm(words(part.text), MARK_PT, "bold"), room)
            under.before = _MOTTO_RULE_BEFORE
            paragraphs.append(under)
    return paragraphs


def _under_number(part: HtmlElement, room: int) -> list[WordParagraph]:
    """Return the V/v of a công văn, or the frame with DỰ THẢO."""
    if "subject" in classes(part):
        return [WordParagraph("TrichYeuCongVan", BREAK.join(map(runs, part)))]
    side = max((room - twips(width_mm(words(part.text_content()), HEADER_PT, "bold"))) // 2, 0)
    return [WordParagraph("DuThao", runs(draft), left=side, right=side) for draft in part]
