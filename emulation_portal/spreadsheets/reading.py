"""The work of the process that reads a sheet: plain values with their rows. It knows neither settings nor database."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from emulation_portal.core.vietnamese import fold

HEAD_WITHIN = 10  # rows: above it offices write what the list is
MAX_COLUMNS = 60
MAX_CELL = 5_000  # letters: what is longer is no name and no address
LONGEST_CELL = 32_767  # letters: more no cell of Excel holds
MERGED_SHOWN = 20
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z0-9:$]{2,40})"')
_CHUNK = 256 * 1024
_BROKEN = "Cổng không đọc được bảng tính này. Hãy mở tệp bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại."


class NoSheet(Exception):
    """There is no table to read; the message says why and what to do."""


class TooManyRows(NoSheet):
    """The table is longer than any that is meant."""


def read_sheet(
    content: bytes, *, title: str, headings: list[str], others: dict[str, str], key: str, most_rows: int
) -> tuple[dict[str, Any], bytes]:
    """Return the table below the headings, or why there is none.

    {"head": row, "columns": {heading as asked: letter}, "unknown": [[address, heading]], "rows": [[row, [value …]]],
    "formulas": [address], "merged": [range]}, or {"refused": a sentence in Vietnamese}. A value is text, a number, null or,
    of a day, ["2021-11-26"].
    """
    return _told(lambda: _read(content, title, headings, others, key, most_rows))


def read_book(content: bytes, *, sheets: list[dict[str, Any]], most_rows: int) -> tuple[dict[str, Any], bytes]:
    """Return several tables of one file, each from the sheet of its own name.

    Asked with [{"title", "headings", "key"}]; {"sheets": [as `read_sheet` returns one; null for a sheet that is not there]},
    or {"refused": a sentence in Vietnamese}. Text comes whole, however long.
    """
    return _told(lambda: {"sheets": _read_sheets(content, sheets, most_rows)})


def _told(read: Callable[[], dict[str, Any]]) -> tuple[dict[str, Any], bytes]:
    """Return what is read, or why nothing is."""
    try:
        return read(), b""
    except NoSheet as refusal:
        return {"refused": str(refusal)}, b""
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,
    ):
        return {"refused": _BROKEN}, b""


def _read(
    content: bytes, title: str, headings: list[str], others: dict[str, str], key: str, most_rows: int
) -> dict[str, Any]:
    pages = _pages(content)
    page = next((page for page in pages if fold(page.title) == fold(title)), pages[0])
    known = {fold(heading): heading for heading in headings}
    known |= {fold(other): heading for other, heading in others.items()}
    return _table(content, page, known, key, most_rows, MAX_CELL)


def _read_sheets(content: bytes, sheets: list[dict[str, Any]], most_rows: int) -> list[dict[str, Any] | None]:
    pages: dict[str, Any] = {}
    for page in _pages(content):
        if pages.setdefault(fold(page.title), page) is not page:
            raise NoSheet(f"Có hai trang cùng tên “{page.title}”. Hãy xóa hoặc ẩn bớt một trang rồi gửi lại.")
    found: list[dict[str, Any] | None] = []
    for asked in sheets:
        page = pages.get(fold(asked["title"]))
        known = {fold(heading): heading for heading in asked["headings"]}
        try:
            found.append(_table(content, page, known, asked["key"], most_rows, LONGEST_CELL) if page else None)
        except TooManyRows:
            raise NoSheet(
                f"Trang “{asked['title']}” có hơn {_dotted(most_rows)} dòng. Hãy xóa các dòng thừa rồi gửi lại."
            ) from None
    return found


def _pages(content: bytes) -> list[Any]:
    """Return the sheets that are seen. Raises NoSheet."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    pages = [page for page in book.worksheets if page.sheet_state == "visible"]
    if not pages:
        raise NoSheet("Tệp không có trang tính nào. Hãy dùng tệp mẫu.")
    return pages


def _table(
    content: bytes, page: Any, known: dict[str, str], key: str, most_rows: int, most_letters: int
) -> dict[str, Any]:
    page.reset_dimensions()  # some programs write them wrongly
    head, written = _head(page, known, key)
    names = {at: fold(heading) for at, heading in written.items()}
    places = {at: known[name] for at, name in names.items() if name in known}
    if len(set(places.values())) < len(places):
        twice = next(name for name in places.values() if list(places.values()).count(name) > 1)
        raise NoSheet(f"Có hai cột cùng tên “{twice}”. Hãy xóa bớt một cột rồi gửi lại.")
    unknown = [[f"{get_column_letter(at + 1)}{head}", written[at]] for at in names if names[at] not in known]
    formulas: list[str] = []
    rows = list(_rows(page, head, places, formulas, most_rows, most_letters))
    return {
        "head": head,
        "columns": {heading: get_column_letter(at + 1) for at, heading in places.items()},
        "unknown": unknown,
        "rows": rows,
        "formulas": formulas,
        "merged": _merged(content, page, head),
    }


def _head(page: Any, known: dict[str, str], key: str) -> tuple[int, dict[int, str]]:
    """Return the row in which the headings stand, and which, by their places."""
    wanted = set(known)
    found: list[tuple[int, int, dict[int, str]]] = []
    for at, row in enumerate(page.iter_rows(max_row=HEAD_WITHIN, max_col=MAX_COLUMNS, values_only=True), start=1):
        names = {place: str(value)[:80] for place, value in enumerate(row) if value is not None and str(value).strip()}
        found.append((len(wanted & set(map(fold, names.values()))), -at, names))
    count, at, names = max(found, default=(0, 0, {}), key=lambda each: each[:2])
    if not count or key not in (known.get(fold(name)) for name in names.values()):
        raise NoSheet(
            f"Không thấy cột “{key}” trong {HEAD_WITHIN} dòng đầu của trang “{page.title}”. Hãy tải tệp mẫu, chép dữ liệu vào "
            "dưới dòng tiêu đề của tệp mẫu rồi gửi lại."
        )
    return -at, names


def _rows(
    page: Any, head: int, places: dict[int, str], formulas: list[str], most_rows: int, most_letters: int
) -> Iterator[tuple[int, list[Any]]]:
    """Yield the rows that say anything, in the order of the places. Raises NoSheet when there are more than that."""
    last, count = max(places) + 1, 0
    for at, row in enumerate(page.iter_rows(min_row=head + 1, max_col=last), start=head + 1):
        values: list[Any] = []
        for place in places:
            cell = row[place] if place < len(row) else None
            if cell is None or cell.value is None:
                values.append(None)
            elif cell.data_type in ("f", "e"):  # a formula, or what one came to that went wrong: #REF!
                formulas.append(f"{get_column_letter(place + 1)}{at}")
                values.append(None)
            else:
                values.append(_plain(cell.value, most_letters))
        if any(value is not None for value in values) or (formulas and formulas[-1].endswith(str(at))):
            count += 1
            if count > most_rows:
                raise TooManyRows(f"Tệp có hơn {_dotted(most_rows)} dòng. Hãy chia thành nhiều tệp rồi nhập từng tệp.")
            yield at, values
        elif at - head > 2 * most_rows:
            _check_nothing_below(page, at + 1, last)
            return


def _check_nothing_below(page: Any, first: int, last: int) -> None:
    """Raise NoSheet when something is said below many empty rows: it would be left out without a word."""
    for at, row in enumerate(page.iter_rows(min_row=first, max_col=last, values_only=True), start=first):
        if any(value not in (None, "") for value in row):
            raise NoSheet(f"Dòng {at} đứng dưới rất nhiều dòng trống. Hãy xóa các dòng trống ở giữa rồi gửi lại.")


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _plain(value: Any, most_letters: int) -> Any:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, dt.datetime):
        return [value.date().isoformat()]
    if isinstance(value, dt.date):
        return [value.isoformat()]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, int | float):
        return value
    text = str(value) if not isinstance(value, Decimal) else format(value, "f")
    return text[:most_letters] if text.strip() else None


def _merged(content: bytes, page: Any, head: int) -> list[str]:
    """Return which cells below the headings are merged; above them a title may stand over all."""
    found: dict[str, None] = {}
    before = b""
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(page._worksheet_path.lstrip("/")) as stream:
        while chunk := stream.read(_CHUNK):
            for ref in _MERGED.findall(before[-120:] + chunk):
                name = ref.decode().replace("$", "")
                if range_boundaries(name)[3] >= head:
                    found[name] = None
                if len(found) >= MERGED_SHOWN:
                    return list(found)
            before = chunk
    return list(found)
