"""Pages of a Word file: their shape, their margins, and what stands in these. NĐ 30/2020/NĐ-CP, Phụ lục I, phần I, mục I."""

from collections.abc import Iterator
from typing import NamedTuple

from ..rendering.columns import WIDE_TEXT_WIDTH_MM
from ..rendering.typography import MARK_PT, TEXT_WIDTH_MM
from .check import Corner
from .measures import half_points, twips
from .package import NAMESPACES, FilePart
from .story import Section, Story

_POINT_MM = 25.4 / 72
_DRAFT_PT = 10


class Shape(NamedTuple):
    """A page and its margins in mm, as in nd30.css."""

    width: float
    height: float
    top: float = 20
    right: float = 15
    bottom: float = 20
    left: float = 30

    @property
    def corner(self) -> Corner:
        return Corner(self.width - self.right, self.height - self.bottom)


UPRIGHT = Shape(210, 297)
LANDSCAPE = Shape(297, 210, right=20, bottom=15)


def shape_of(section: Section) -> Shape:
    return LANDSCAPE if section.is_landscape else UPRIGHT


def margins(story: Story) -> Iterator[FilePart]:
    """Yield the headers and footers that the sections of the paper refer to."""
    yield FilePart("header-upright", "header", _header(_numbered(story.draft_mark, TEXT_WIDTH_MM)))
    if any(section.is_landscape for section in story.sections):
        yield FilePart("header-landscape", "header", _header(_numbered(story.draft_mark, WIDE_TEXT_WIDTH_MM)))
    yield FilePart("header-first", "header", _header(_paragraph("Header", "")))
    if story.draft_mark and len(story.sections) > 1:
        yield FilePart("header-marked", "header", _header(_paragraph("Header", _small(story.draft_mark), align="left")))
    if story.origin_mark:
        yield FilePart("footer", "footer", f"<w:ftr {NAMESPACES}>{_paragraph('Footer', story.origin_mark)}</w:ftr>")


def section_xml(story: Story, at: int) -> str:
    """Return w:sectPr of a section. Its first page bears no number, only an appendix of a draft its mark."""
    section = story.sections[at]
    shape = shape_of(section)
    first = "header-marked" if at and story.draft_mark else "header-first"
    numbered = "header-landscape" if section.is_landscape else "header-upright"
    feet = "".join(f'<w:footerReference w:type="{on}" r:id="footer"/>' for on in ("default", "first"))
    orient = ' w:orient="landscape"' if section.is_landscape else ""
    sides = ("top", "right", "bottom", "left")
    sizes = " ".join(f'w:{side}="{twips(getattr(shape, side))}"' for side in sides)
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{numbered}"/>'
        f'<w:headerReference w:type="first" r:id="{first}"/>{feet if story.origin_mark else ""}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{twips(shape.width)}" w:h="{twips(shape.height)}"{orient}/>'
        f'<w:pgMar {sizes} w:header="{_from_edge(shape.top, MARK_PT)}" w:footer="{_from_edge(shape.bottom, 9)}" w:gutter="0"/>'
        '<w:pgNumType w:start="1"/><w:cols w:space="708"/><w:titlePg/></w:sectPr>'
    )


def _from_edge(margin_mm: float, size_pt: float) -> int:
    """Return how far from the edge a line of that size begins that stands in the middle of a margin."""
    return twips((margin_mm - size_pt * 1.15 * _POINT_MM) / 2)


def _header(paragraph: str) -> str:
    return f"<w:hdr {NAMESPACES}>{paragraph}</w:hdr>"


def _numbered(draft_mark: str, room_mm: float) -> str:
    """Return the number of the page in the middle, and the mark of a draft at the left."""
    if not draft_mark:
        return _paragraph("Header", _PAGE)
    tabs = f'<w:tabs><w:tab w:val="center" w:pos="{twips(room_mm / 2)}"/></w:tabs>'
    return _paragraph("Header", f"{_small(draft_mark)}<w:r><w:tab/></w:r>{_PAGE}", tabs=tabs, align="left")


def _paragraph(style: str, runs: str, *, tabs: str = "", align: str = "") -> str:
    told = f'<w:jc w:val="{align}"/>' if align else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{tabs}{told}</w:pPr>{runs}</w:p>'


def _small(mark: str) -> str:
    size = half_points(_DRAFT_PT)
    return mark.replace("<w:r>", f'<w:r><w:rPr><w:b/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>', 1)


_PAGE = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
