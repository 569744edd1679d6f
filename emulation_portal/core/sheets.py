"""Excel files that the portal writes: real days and numbers, and text that a spreadsheet never takes for a formula."""

import datetime as dt
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ROWS = 1_048_576  # of a sheet
_MAX_LETTERS = 32_767  # of a cell
_LOOKED_AT = 200  # rows by which the widths are chosen
_WIDTHS = range(9, 61)
_FORMULA = re.compile(r"[ \u00a0]*[=+\-@\t\r＝＋－＠]")
_ILLEGAL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DAY, _MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
_HEAD = {"font": Font(bold=True), "fill": PatternFill("solid", fgColor="F3EBDD")}
_READ_ONLY = PatternFill("solid", fgColor="EFEFEF")
_WRAPPED, _HEAD_LINES = Alignment(wrap_text=True, vertical="top"), Alignment(wrap_text=True, vertical="center")


@dataclass(frozen=True)
class Sheet:
    """One sheet: a row of headings that stays in sight, and rows below it, read once, from the first to the last."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[object]]
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)  # what may stand in a column, by its place
    is_filtered: bool = True
    for_reading: Collection[int] = ()  # columns, by their places, that whoever fills the sheet in only reads


def write_book(sheets: Sequence[Sheet]) -> IO[bytes]:
    """Return a file of these sheets, at its beginning. It is written row by row: a long one takes no more memory."""
    book = Workbook(write_only=True)
    lists = _Lists()
    for sheet in sheets:
        _write(book, sheet, lists)
    lists.write(book)
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - it is handed over open
    try:
        book.save(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


class _Lists:
    """What may be chosen stands on a sheet of its own: within a cell's rule a comma would part “Phòng, ban” in two."""

    title = "Danh mục"

    def __init__(self) -> None:
        self._columns: list[tuple[str, Sequence[str]]] = []

    def rule(self, heading: str, choices: Sequence[str]) -> DataValidation:
        self._columns.append((heading, choices))
        letter = get_column_letter(len(self._columns))
        cells = f"'{self.title}'!${letter}$2:${letter}${len(choices) + 1}"
        rule = DataValidation("list", formula1=cells, allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = "Chưa đúng", f"Hãy chọn một mục trong danh sách, hoặc xem trang “{self.title}”."
        return rule

    def write(self, book: Workbook) -> None:
        if self._columns:
            longest = max(len(choices) for _, choices in self._columns)
            rows = [[c[at] if at < len(c) else None for _, c in self._columns] for at in range(longest)]
            headings = [heading for heading, _ in self._columns]
            _write(book, Sheet(self.title, headings, rows, is_filtered=False), self)


def _write(book: Workbook, sheet: Sheet, lists: _Lists) -> None:
    page = book.create_sheet(sheet.title)
    rows = iter(sheet.rows)
    first = [list(row) for row in islice(rows, _LOOKED_AT)]
    for at, width in enumerate(_widths(sheet.headings, first), start=1):
        page.column_dimensions[get_column_letter(at)].width = width
    page.freeze_panes = "A2"
    for at, choices in sheet.choices.items():
        rule, letter = lists.rule(sheet.headings[at], choices), get_column_letter(at + 1)
        rule.add(f"{letter}2:{letter}{MAX_ROWS}")
        page.data_validations.append(rule)
    page.append(_headings(page, sheet.headings))
    written = 1
    for row in chain(first, rows):
        cells = [written_cell(page, value) for value in row]
        for at in sheet.for_reading:
            cells[at] = cells[at] or WriteOnlyCell(page)
            cells[at].fill = _READ_ONLY
        page.append(cells)
        written += 1
    if sheet.is_filtered:
        page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.headings))}{written}"


def _headings(page: Any, headings: Sequence[str]) -> Iterator[Any]:
    for heading in headings:
        cell = written_cell(page, heading)
        cell.font, cell.fill, cell.alignment = _HEAD["font"], _HEAD["fill"], _HEAD_LINES
        yield cell


def _widths(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> list[int]:
    wanted = [max((len(word) for word in heading.split()), default=0) for heading in headings]
    for row in rows:
        for at, value in enumerate(row[: len(wanted)]):
            if isinstance(value, dt.datetime):
                longest = len(_MOMENT)
            elif isinstance(value, dt.date):
                longest = len(_DAY)
            else:
                longest = max(map(len, str("" if value is None else value).split("\n")))
            wanted[at] = max(wanted[at], longest)
    return [min(max(width + 2, _WIDTHS[0]), _WIDTHS[-1]) for width in wanted]


def written_cell(page: Any, value: object) -> Any:
    """Return the cell of a value: a day as a day, a number as a number, anything else as text that is never computed."""
    if value is None or value == "":
        return None
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return _formatted(page, local.replace(tzinfo=None), _MOMENT)
    if isinstance(value, dt.date):
        return _formatted(page, value, _DAY)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return _formatted(page, value, "#,##0.##" if isinstance(value, Decimal) else "#,##0")
    text = _ILLEGAL.sub("", str(value))[:_MAX_LETTERS]
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"  # also of what looks like a formula or an error to who guesses
    if _FORMULA.match(text):
        cell.quotePrefix = 1  # as if an apostrophe had been typed before it
    if "\n" in text:
        cell.alignment = _WRAPPED
    return cell


def _formatted(page: Any, value: Any, shape: str) -> Any:
    cell = WriteOnlyCell(page, value)
    cell.number_format = shape
    return cell
