"""Biểu 0601.N as an Excel file that is printed and sent: one A4 page on its side, with what it counts behind it."""

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Sequence
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from emulation_portal.core.dates import short_date
from emulation_portal.core.sheets import Sheet, write_book, written_cell

from .regulations import COLUMN_MARKS, LAYOUT, LEVELS, LEVELS_HEAD, FormLine, StatisticForm, statistical_year

TITLE = "0601.N"
_WIDTHS = (46, 9, 12, 26, 32, 22)
_LAST = get_column_letter(len(_WIDTHS))
_FACE = "Times New Roman"
_LINE = Side(style="thin")
_BOXED = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_ROW, _LOWER_HEAD_HEIGHT = 8, 66


def form_book(
    printed: StatisticForm, year: int, numbers: Counter[FormLine], behind: Sequence[Sheet], *, reporter: str, place: str
) -> IO[bytes]:
    """Return the file, at its beginning: the form, and the sheets `behind` it. `place` is where it is signed, or ""."""
    with write_book(behind) as listed:
        book = load_workbook(listed)
    page = book.create_sheet(TITLE, 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    for at, width in enumerate(_WIDTHS, start=1):
        page.column_dimensions[get_column_letter(at)].width = width
    _write_top(page, printed, year, reporter)
    last = _write_table(page, numbers)
    _write_signatures(page, last + 2, place)
    _lay_out(page, last + 8)
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - it is handed over open
    try:
        book.save(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _write_top(page: Any, printed: StatisticForm, year: int, reporter: str) -> None:
    begins, ends = statistical_year(year)
    due = dt.date(year, *printed.due)
    _put(page, "A1:C1", f"Biểu số: {printed.code}", is_bold=True)
    _put(page, "A2:C2", f"Ban hành theo {printed.source}")
    _put(page, "A3:C3", f"Ngày nhận báo cáo: ngày {due.day} tháng {due.month} năm {due.year}")
    _put(page, f"D1:{_LAST}1", f"Đơn vị báo cáo: {reporter}")
    _put(page, f"D2:{_LAST}2", f"Đơn vị nhận báo cáo: {printed.receiver}")
    _put(page, f"A5:{_LAST}5", printed.title.upper(), is_bold=True, across="center", size=14)
    _put(page, f"A6:{_LAST}6", f"Năm {year} (từ {short_date(begins)} đến {short_date(ends)})", across="center")
    _put(page, f"A7:{_LAST}7", f"Đơn vị tính: {printed.unit}", is_italic=True, across="right")


def _write_table(page: Any, numbers: Counter[FormLine]) -> int:
    """Write head and lines; return the last row."""
    upper, lower, marks = _HEAD_ROW, _HEAD_ROW + 1, _HEAD_ROW + 2
    for letter, words in zip("ABC", ("Chỉ tiêu", "Mã số", "Tổng số"), strict=True):
        _put(page, f"{letter}{upper}:{letter}{lower}", words, is_bold=True, across="center", is_boxed=True)
    _put(page, f"D{upper}:{_LAST}{upper}", LEVELS_HEAD, is_bold=True, across="center", is_boxed=True)
    for letter, words in zip("DEF", LEVELS, strict=True):
        _put(page, f"{letter}{lower}", words, is_bold=True, across="center", is_boxed=True)
    page.row_dimensions[lower].height = _LOWER_HEAD_HEIGHT
    rows: list[tuple[tuple[object, ...], bool]] = [(COLUMN_MARKS, True)]
    for line, words in LAYOUT:
        counted = (numbers[line], 0, 0, numbers[line]) if line else ("",) * len(COLUMN_MARKS[2:])
        rows.append(((words, line or "", *counted), line in {None, FormLine.ALL}))
    for row, (values, is_bold) in enumerate(rows, start=marks):
        for at, value in enumerate(values, start=1):
            across = "left" if at == 1 and row > marks else "center"
            _put(page, f"{get_column_letter(at)}{row}", value, is_bold=is_bold, across=across, is_boxed=True)
    return marks + len(LAYOUT)


def _write_signatures(page: Any, row: int, place: str) -> None:
    right = f"D{{0}}:{_LAST}{{0}}"
    day = f"{place or '…………'}, ngày …… tháng …… năm ……"
    _put(page, right.format(row), day, is_italic=True, across="center")
    _put(page, f"A{row + 1}:C{row + 1}", "Người lập biểu", is_bold=True, across="center")
    _put(page, right.format(row + 1), "Thủ trưởng đơn vị", is_bold=True, across="center")
    _put(page, f"A{row + 2}:C{row + 2}", "(Ký, họ tên)", is_italic=True, across="center")
    _put(page, right.format(row + 2), "(Ký, đóng dấu, họ tên)", is_italic=True, across="center")


def _lay_out(page: Any, last: int) -> None:
    """Print it on one A4 page on its side, with room to sign below."""
    page.print_area = f"A1:{_LAST}{last}"
    page.page_setup.orientation = page.ORIENTATION_LANDSCAPE
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth = page.page_setup.fitToHeight = 1
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_options.horizontalCentered = True
    page.page_margins.left = page.page_margins.right = 0.5
    page.page_margins.top = page.page_margins.bottom = 0.5


def _put(
    page: Any,
    cells: str,
    value: object,
    *,
    is_bold: bool = False,
    is_italic: bool = False,
    across: str = "left",
    is_boxed: bool = False,
    size: int = 12,
) -> None:
    """Write into a cell, or into several that become one; text is never computed."""
    first = cells.partition(":")[0]
    if is_boxed:
        for row in page[cells if cells != first else f"{cells}:{cells}"]:
            for cell in row:
                cell.border = _BOXED
    made, cell = written_cell(page, value), page[first]
    if made is not None:
        cell.value = made.value
        cell.data_type, cell.number_format, cell.quotePrefix = made.data_type, made.number_format, made.quotePrefix
    cell.font = Font(name=_FACE, size=size, bold=is_bold, italic=is_italic)
    cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)
    if cells != first:
        page.merge_cells(cells)
