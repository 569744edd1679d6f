"""The styles of an official paper, by names that an office knows: NĐ 30/2020/NĐ-CP, Phụ lục I, and nd30.css.

A style spaces what follows it, and nothing before it: Word adds the two. Where a part needs room above it, its style
says so, and what stands above it does not.
"""

from html import escape
from typing import NamedTuple

from ..rendering.columns import SIZES_PT
from ..rendering.typography import BODY_PT, HEADER_PT, INDENT_MM, MARK_PT
from .measures import half_points, points, twips

FONT = "Times New Roman"
RULE = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'  # 0,75 pt
_BOX_SIDES = (("top", 1), ("left", 6), ("bottom", 1), ("right", 6))
_BOX = "".join(f'<w:{side} w:val="single" w:sz="6" w:space="{pt}" w:color="000000"/>' for side, pt in _BOX_SIDES)
_CENTRE = '<w:jc w:val="center"/>'
_KEPT = "<w:keepNext/><w:keepLines/>"
_NO_INDENT = '<w:ind w:firstLine="0"/>'


def spacing(*, before: float = 0, after: float = 0, exactly: float = 0) -> str:
    """Return w:spacing of points: around a paragraph, and the height of its lines where that is fixed."""
    line = f' w:line="{points(exactly)}" w:lineRule="exact"' if exactly else ""
    return f'<w:spacing w:before="{points(before)}" w:after="{points(after)}"{line}/>'


def letters(size_pt: float = BODY_PT, *, bold: bool = False, italic: bool = False) -> str:
    """Return the run properties of a style; the size only where it is not that of the body."""
    marks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    size = f'<w:sz w:val="{half_points(size_pt)}"/><w:szCs w:val="{half_points(size_pt)}"/>'
    return marks + (size if size_pt != BODY_PT else "")


class WordStyle(NamedTuple):
    """A paragraph style. `name` is what Word shows; its own styles bear the English names that it translates."""

    id: str
    name: str
    paragraph: str = ""
    run: str = ""
    based_on: str = "Normal"
    next: str = ""


def _outline(level: int) -> str:
    return f'<w:outlineLvl w:val="{level}"/>'


_BODY = [
    WordStyle(
        "BodyText",
        "Body Text",
        f'{spacing(after=6)}<w:ind w:firstLine="{twips(INDENT_MM)}"/><w:jc w:val="both"/>',
    ),
    WordStyle("Heading1", "heading 1", _KEPT + _outline(0), letters(bold=True), "BodyText", "BodyText"),
    WordStyle("Heading2", "heading 2", _KEPT + _outline(1), letters(bold=True), "BodyText", "BodyText"),
    WordStyle("Heading3", "heading 3", _KEPT + _outline(2), "", "BodyText", "BodyText"),
    WordStyle("Heading4", "heading 4", _KEPT + _outline(3), "", "BodyText", "BodyText"),
    WordStyle("Dieu", "Điều", _outline(0), "", "BodyText", "BodyText"),
    WordStyle("CanCu", "Căn cứ", "", letters(italic=True), "BodyText"),
    WordStyle("ListParagraph", "List Paragraph", "", "", "BodyText"),
    WordStyle("PhanChuong", "Phần, chương", _KEPT + _NO_INDENT + _CENTRE, letters(bold=True), "BodyText", "BodyText"),
    WordStyle("Caption", "caption", _KEPT + _NO_INDENT + _CENTRE, letters(bold=True), "BodyText", "BodyText"),
    WordStyle(
        "QuyetDinh",
        "Lời ban hành",
        _KEPT + spacing(before=4, after=10) + _NO_INDENT + _CENTRE,  # 4 pt to the 6 pt below a căn cứ
        letters(bold=True),
        "BodyText",
        "BodyText",
    ),
]
_HEAD = [
    WordStyle("CoQuanChuQuan", "Cơ quan chủ quản", _CENTRE, letters(HEADER_PT)),
    WordStyle("CoQuanBanHanh", "Cơ quan ban hành", _CENTRE, letters(HEADER_PT, bold=True)),
    WordStyle("QuocHieu", "Quốc hiệu", _CENTRE, letters(HEADER_PT, bold=True)),
    WordStyle("TieuNgu", "Tiêu ngữ", _CENTRE, letters(MARK_PT, bold=True)),
    WordStyle("SoKyHieu", "Số, ký hiệu", spacing(before=8) + _CENTRE, letters(MARK_PT)),
    WordStyle("DiaDanh", "Địa danh, ngày tháng", spacing(before=8) + _CENTRE, letters(MARK_PT, italic=True)),
    WordStyle("TrichYeuCongVan", "Trích yếu công văn", spacing(before=6) + _CENTRE, letters(HEADER_PT)),
    WordStyle(
        "DuThao", "Dấu dự thảo", f"<w:pBdr>{_BOX}</w:pBdr>{spacing(before=6)}{_CENTRE}", letters(HEADER_PT, bold=True)
    ),
    WordStyle("DuongKe", "Đường kẻ", RULE + spacing(before=3, exactly=1) + _CENTRE, letters(1)),
    WordStyle("Title", "Title", _KEPT + spacing(before=18) + _CENTRE, letters(bold=True), next="TrichYeu"),
    WordStyle("TrichYeu", "Trích yếu", _KEPT + _CENTRE, letters(bold=True)),
    WordStyle("KinhGui", "Kính gửi"),
    WordStyle("ThamQuyen", "Thẩm quyền ban hành", _KEPT + _CENTRE, letters(bold=True)),
]
_END = [
    WordStyle("NoiNhan", "Nơi nhận", "", letters(HEADER_PT, bold=True, italic=True), next="NoiNhanTen"),
    WordStyle("NoiNhanTen", "Nơi nhận, từng nơi", "", letters(11)),
    WordStyle("ChucVu", "Quyền hạn, chức vụ", _CENTRE, letters(bold=True)),
    WordStyle("ChucVuKhac", "Chức vụ ghi thêm", _CENTRE, letters(MARK_PT, bold=True)),
    WordStyle("HoTen", "Họ tên người ký", _CENTRE, letters(bold=True)),
    WordStyle("PhuLuc", "Phụ lục", _KEPT + _CENTRE + _outline(0), letters(bold=True), next="TenPhuLuc"),
    WordStyle("TenPhuLuc", "Tên phụ lục", _KEPT + _CENTRE, letters(bold=True), next="BodyText"),
    WordStyle("KemTheo", "Kèm theo", _KEPT + _CENTRE, letters(italic=True), next="BodyText"),
    WordStyle(
        "MaKiemTra",
        "Mã kiểm tra",
        f'<w:spacing w:line="{twips(4)}" w:lineRule="exact"/><w:jc w:val="right"/>',
        letters(8),
    ),
    WordStyle("CuoiPhan", "Cuối phần", spacing(exactly=1), letters(1)),
]
_MARGINS = [
    WordStyle("Header", "header", _CENTRE, letters(MARK_PT)),
    WordStyle("Footer", "footer", "", letters(9, italic=True)),
]


def _of_tables() -> list[WordStyle]:
    """Return a style for words and one for heads, for each size of letters that tables have."""
    words = [WordStyle(f"Bang{size}", f"Chữ trong bảng {size}", "", letters(size)) for size in SIZES_PT]
    heads = [
        WordStyle(f"DauBang{size}", f"Đầu bảng {size}", _CENTRE, letters(size, bold=True), f"Bang{size}")
        for size in SIZES_PT
    ]
    return [*words, *heads]


STYLES = [*_BODY, *_HEAD, *_END, *_MARGINS, *_of_tables()]

_EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _cell_margins(upright: int, sideways: int) -> str:
    sides = (("top", upright), ("left", sideways), ("bottom", upright), ("right", sideways))
    return "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in sides)


_TABLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
    '<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    f"<w:tblCellMar>{_cell_margins(0, 108)}</w:tblCellMar></w:tblPr></w:style>"
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
    f"<w:tblPr><w:tblBorders>{_EDGES}</w:tblBorders>"
    f"<w:tblCellMar>{_cell_margins(points(2), points(4))}</w:tblCellMar></w:tblPr></w:style>"
    '<w:style w:type="table" w:customStyle="1" w:styleId="Khung"><w:name w:val="Khung không kẻ"/>'
    '<w:basedOn w:val="TableNormal"/>'
    f"<w:tblPr><w:tblCellMar>{_cell_margins(0, 0)}</w:tblCellMar></w:tblPr></w:style>"
)
_BUILT_IN = {"BodyText", "ListParagraph", "Caption", "Title", "Header", "Footer"} | {f"Heading{n}" for n in range(1, 5)}


def styles_xml(language: str) -> str:
    """Return word/styles.xml for a paper in that language."""
    fonts = " ".join(f'w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    size = half_points(BODY_PT)
    return (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault>'
        f'<w:rPr><w:rFonts {fonts}/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        f'<w:lang w:val="{escape(language)}" w:eastAsia="{escape(language)}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:widowControl/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>'
        f"{''.join(map(_style_xml, STYLES))}{_TABLES}</w:styles>"
    )


def _style_xml(style: WordStyle) -> str:
    own = "" if style.id in _BUILT_IN else ' w:customStyle="1"'
    following = f'<w:next w:val="{style.next}"/>' if style.next else ""
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.based_on}"/>{following}<w:qFormat/>'
        f"<w:pPr>{style.paragraph}</w:pPr><w:rPr>{style.run}</w:rPr></w:style>"
    )
