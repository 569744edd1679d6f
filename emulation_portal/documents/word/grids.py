"""Tables of a paper: heads that come again on every page, merged cells, rows that no page tears apart."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from .measures import twips
from .page import classes, told_width
from .runs import runs

_SIGNED_MM = 19  # as nd30.css has it
_ALIGNS = {"center": '<w:jc w:val="center"/>', "right": '<w:jc w:val="right"/>', "left": ""}


@dataclass
class _Cell:
    """A cell that stands in the grid: where its column begins, over how many it goes, and what of it is in this row."""

    column: int
    columns: int
    words: str
    align: str
    merge: str = ""  # restart, or continue below the row in which its words stand


@dataclass
class _Row:
    is_head: bool
    may_split: bool
    is_kept: bool  # with the row below
    is_signed: bool = False
    cells: list[_Cell] = field(default_factory=list)


@dataclass
class Grid:
    """A table with rules. It is written once it is known whether the end of the paper must stay with it."""

    element: HtmlElement
    room_mm: float
    is_kept: bool = False

    def xml(self) -> str:
        """Return w:tbl."""
        widths = _widths([told_width(column) for column in self.element.iter("col")], twips(self.room_mm))
        size = next(name.removeprefix("grid-") for name in classes(self.element) if name.startswith("grid-"))
        rows = _rows(self.element, len(widths))
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        if rows and self.is_kept:
            rows[-1].is_kept = True
        return "".join(
            [
                '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>',
                f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>',
                f"<w:tblGrid>{columns}</w:tblGrid>",
                *(_row_xml(row, widths, size) for row in rows),
                "</w:tbl>",
            ]
        )


def grid_of_chart(chart: HtmlElement) -> HtmlElement:
    """Return the labels and figures of a chart as a table: an office goes on with it, and a picture cannot be put right.

    It says all that the bars say, in letters that Word finds, and needs nothing that draws.
    """
    table = deepcopy(chart)
    table.set("class", f"grid grid-{_CHART_PT}")
    bars = [table.find("colgroup")[_BAR_COLUMN], *table.iterfind(".//td[@class='bar']")]
    for bar in bars:
        bar.getparent().remove(bar)
    for row in table.findall(".//tr")[:-1]:
        row.set("class", "names-group")  # held to the next one: a chart is not parted
    return table


_CHART_PT, _BAR_COLUMN = 12, 1


def _widths(percents: list[float], room: int) -> list[int]:
    """Return the widths of the columns, which together fill the room to the last twip."""
    ends = [round(sum(percents[: at + 1]) * room / sum(percents)) for at in range(len(percents))]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def _rows(table: HtmlElement, columns: int) -> list[_Row]:
    """Return the rows with every cell that the grid has, those that go on below another among them."""
    rows: list[_Row] = []
    for part in table.iterchildren("thead", "tbody"):
        open_cells: dict[int, tuple[int, _Cell]] = {}  # by column: how many rows more a cell goes on
        lines = list(part)
        for at, line in enumerate(lines):
            names = classes(line)
            is_head = part.tag == "thead"
            row = _Row(is_head, "tall" in names, is_head or "names-group" in names, "signed" in names)
            if rows and not is_head and ("joined" in names or (at and at + 1 == len(lines))):
                rows[-1].is_kept = True
            row.cells = list(_cells(line, columns, open_cells))
            rows.append(row)
    return rows


def _cells(line: HtmlElement, columns: int, open_cells: dict[int, tuple[int, _Cell]]) -> Iterator[_Cell]:
    """Yield the cells of a row from left to right. A cell that goes on is noted in `open_cells` until it ends."""
    printed = iter(line)
    column = 0
    while column < columns:
        if column in open_cells:
            left, cell = open_cells.pop(column)
            if left > 1:
                open_cells[column] = left - 1, cell
            cell = _Cell(cell.column, cell.columns, "", cell.align, "continue")
        else:
            cell, goes_on = _printed_cell(next(printed), column)
            if goes_on:
                open_cells[column] = goes_on, cell
        yield cell
        column += cell.columns


def _printed_cell(element: HtmlElement, column: int) -> tuple[_Cell, int]:
    """Return a cell with its words, and over how many rows below it goes."""
    below = int(element.get("rowspan", 1)) - 1
    align = "" if element.tag == "th" else next(name for name in classes(element) if name in _ALIGNS)
    cell = _Cell(column, int(element.get("colspan", 1)), runs(element), align, "restart" if below else "")
    return cell, below


def _row_xml(row: _Row, widths: list[int], size: str) -> str:
    height = f'<w:trHeight w:val="{twips(_SIGNED_MM)}" w:hRule="atLeast"/>' if row.is_signed else ""
    look = f"{'' if row.may_split else '<w:cantSplit/>'}{height}{'<w:tblHeader/>' if row.is_head else ''}"
    style, kept = "DauBang" if row.is_head else "Bang", "<w:keepNext/>" if row.is_kept else ""
    before_align = f'<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}{size}"/>{kept}'
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths[cell.column : cell.column + cell.columns])}" w:type="dxa"/>'
        f"{_spans(cell)}{before_align}{_ALIGNS.get(cell.align, '')}</w:pPr>{cell.words}</w:p></w:tc>"
        for cell in row.cells
    )
    return f"<w:tr><w:trPr>{look}</w:trPr>{cells}</w:tr>" if look else f"<w:tr>{cells}</w:tr>"


def _spans(cell: _Cell) -> str:
    across = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    return across + (f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else "")
