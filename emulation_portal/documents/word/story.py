"""What a paper says, from the page that the press prints to the blocks of a Word file, one section after the other.

The page decides: which parts a type of paper has, in which order, with which marks and lines. Here each part gets its
style, and what the press holds together is held together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lxml.html import HtmlElement

from ..rendering.columns import WIDE_TEXT_WIDTH_MM
from ..rendering.typography import BODY_PT, TEXT_WIDTH_MM, width_mm
from .ending import ending
from .frames import TwoColumns
from .grids import Grid, grid_of_chart
from .head import head
from .measures import points, twips
from .page import HEADINGS, LEVEL, classes, told_width, unknown
from .paragraphs import WordParagraph, rule
from .runs import BREAK, runs

Block = WordParagraph | Grid | TwoColumns

_NAMES_INDENT_MM = 19.0  # of several addressees, whose dashes stand below the colon
_BELOW_GRID = points(8)
_LINES = {
    "basis": "CanCu",
    "centred": "PhanChuong",
    "table-title": "Caption",
    "chart-note": "Caption",
    "decides": "QuyetDinh",
}
_OF_APPENDIX = {"name": "PhuLuc", "title-line": "TenPhuLuc", "caption": "KemTheo"}


@dataclass
class Section:
    """Pages of one shape, counted from 1."""

    blocks: list[Block] = field(default_factory=list)
    is_landscape: bool = False


@dataclass
class Story:
    """The sections, the marks in the margins, empty where there are none, and what stands beside the QR."""

    sections: list[Section]
    draft_mark: str = ""
    origin_mark: str = ""
    check: HtmlElement | None = None


def story_of(body: HtmlElement) -> Story:
    """Return what the page says. Raises ValueError for a part that has no place in Word yet."""
    main = Section()
    story = Story([main])
    for part in body:
        names = classes(part)
        if "draft-mark" in names:
            story.draft_mark = runs(part)
        elif "origin-mark" in names:
            story.origin_mark = runs(part)
        elif "appendix" in names:
            story.sections.append(_appendix(part, is_landscape=any("landscape" in name for name in names)))
        elif "check" not in names:
            main.blocks += _part(part, after_head=all(isinstance(block, TwoColumns) for block in main.blocks))
    story.check = next((part for part in body.iter("div") if "check" in classes(part)), None)
    for section in story.sections:
        section.blocks = list(_held(section.blocks))
    return story


def _part(part: HtmlElement, *, after_head: bool) -> Sequence[Block]:
    match classes(part):
        case ["head", *_]:
            return [head(part)]
        case ["title"]:
            return _title(part)
        case ["addressees"]:
            return _addressees(part, after_head=after_head)
        case ["authority"]:
            return _one("ThamQuyen", list(part), after=points(12))
        case ["body"]:
            return [_line(line, TEXT_WIDTH_MM) for line in part]
        case ["ending"]:
            return [ending(part)]
    raise unknown(part)


def _title(part: HtmlElement) -> Sequence[Block]:
    """Return tên loại, trích yếu and the rule below them."""
    lines = [WordParagraph("Title", runs(part[0])), *_one("TrichYeu", list(part.iterchildren("p")))]
    lines += [rule(told_width(line), twips(TEXT_WIDTH_MM)) for line in part.iterchildren("div")]
    lines[-1].after = points(14)
    lines[-1].is_kept = True
    return lines


def _addressees(part: HtmlElement, *, after_head: bool) -> Sequence[Block]:
    """Return kính gửi: one name on the same line, in the middle; of several each on its own, all in the middle."""
    (group,) = part
    above, below = (points(14) if after_head else None), points(12)
    first, *rest = group
    if not rest:
        return [WordParagraph("KinhGui", runs(first), before=above, after=below, align="center")]
    names = list(rest[0])
    longest = max(width_mm(name.text_content().strip(), BODY_PT) for name in names)
    start = max(TEXT_WIDTH_MM - _NAMES_INDENT_MM - longest, 0) / 2
    lead = WordParagraph("KinhGui", runs(first), before=above, left=twips(start), is_kept=True)
    lines = [WordParagraph("KinhGui", runs(name), left=twips(start + _NAMES_INDENT_MM)) for name in names]
    lines[-1].after = below
    return [lead, *lines]


def _one(style: str, lines: Sequence[HtmlElement], after: int | None = None) -> Sequence[WordParagraph]:
    """Return lines that say one thing as one paragraph, broken where the page breaks them."""
    return [WordParagraph(style, BREAK.join(map(runs, lines)), after=after)] if lines else []


def _line(line: HtmlElement, room_mm: float) -> Block:
    """Return a line of the body; a table fills the room."""
    names = classes(line)
    if line.tag == "table" and "grid" in names:
        return Grid(line, room_mm)
    if line.tag == "table" and "chart" in names:
        return Grid(grid_of_chart(line), room_mm)
    if line.tag in HEADINGS:
        style = f"Heading{line.get(LEVEL)}"
    elif line.tag == "p":
        style = next((_LINES[name] for name in names if name in _LINES), "")
        style = style or ("Dieu" if "mark-1" in names else _style_of_text(line))
    else:
        raise unknown(line)
    return WordParagraph(style, runs(line), is_kept="kept" in names)


def _style_of_text(line: HtmlElement) -> str:
    return "ListParagraph" if (line.text or "").lstrip().startswith("- ") else "BodyText"


def _appendix(part: HtmlElement, *, is_landscape: bool) -> Section:
    room_mm = WIDE_TEXT_WIDTH_MM if is_landscape else TEXT_WIDTH_MM
    by_style: dict[str, list[HtmlElement]] = {style: [] for style in _OF_APPENDIX.values()}
    body: list[Block] = []
    for line in part:
        name = classes(line)[0]
        if name == "body":
            body += [_line(each, room_mm) for each in line]
        elif name in _OF_APPENDIX:
            by_style[_OF_APPENDIX[name]].append(line)
        elif name != "check":
            raise unknown(line)
    top = [paragraph for style, lines in by_style.items() for paragraph in _one(style, lines)]
    top[-1].after = points(12)
    return Section([*top, *body], is_landscape)


def _held(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks with what stands between two of them: room below a table, a hold on the end of the paper."""
    for block, following in pairwise([*blocks, None]):
        if block is None:
            return
        is_before_end = isinstance(following, TwoColumns)
        if isinstance(block, WordParagraph | Grid):
            block.is_kept |= is_before_end
        yield block
        if isinstance(block, WordParagraph):
            continue
        if not isinstance(following, WordParagraph):
            # Two tables that touch are one to Word, and a section ends with a paragraph.
            yield WordParagraph("CuoiPhan", is_kept=is_before_end, after=points(7) if following else None)
        elif isinstance(block, Grid) and following.before is None:
            following.before = _BELOW_GRID
