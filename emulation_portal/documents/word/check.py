"""The QR of the check page in the bottom margin of the last page, with its code and address beside it."""

import io
from html import escape
from typing import NamedTuple

from lxml.html import HtmlElement

from ..paper import Paper
from ..rendering import qr
from .measures import emu, twips
from .paragraphs import WordParagraph
from .runs import runs

PICTURE = "rIdQr"
_WORDS_MM, _BESIDE_MM = 90.0, 15.0  # as in nd30.css, as are the next two
_BELOW_TEXT_MM, _CODE_MM = 1.5, 4.0
_PIXELS_A_MODULE = 8


class Corner(NamedTuple):
    """Where the text ends, at the right and below, in mm from the top left corner of the page."""

    right_mm: float
    bottom_mm: float


def qr_png(paper: Paper) -> bytes:
    """Return the QR symbol as a picture without a quiet zone: the margin of the page is that zone."""
    out = io.BytesIO()
    if paper.check:
        qr.code(paper.check.url).save(out, kind="png", scale=_PIXELS_A_MODULE, border=0)
    return out.getvalue()


def words_beside(check: HtmlElement, corner: Corner) -> list[WordParagraph]:
    """Return code and address as paragraphs of one frame, which stands beside the QR."""
    frame = (
        f'<w:framePr w:w="{twips(_WORDS_MM)}" w:wrap="around" w:vAnchor="page" w:hAnchor="page" '
        f'w:x="{twips(corner.right_mm - _BESIDE_MM - _WORDS_MM)}" '
        f'w:y="{twips(corner.bottom_mm + _BELOW_TEXT_MM + _CODE_MM)}"/>'
    )
    return [WordParagraph("MaKiemTra", told, frame=frame) for told in map(runs, check.iterchildren("p")) if told]


def picture(paper: Paper, corner: Corner) -> str:
    """Return a run that hangs the QR at its place on the page of its paragraph."""
    assert paper.check
    left, top = emu(corner.right_mm - qr.SIZE_MM), emu(corner.bottom_mm + _BELOW_TEXT_MM)
    size = emu(qr.SIZE_MM)
    told = escape(f"Mã QR dẫn tới trang kiểm tra văn bản: {paper.check.url}")
    named = f'id="1" name="Mã QR" descr="{told}"'
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{size}" cy="{size}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr {named}/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/picture">'
        f'<pic:pic xmlns:pic="{drawing}/picture"><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{PICTURE}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{size}" cy="{size}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></w:r>"
    )
