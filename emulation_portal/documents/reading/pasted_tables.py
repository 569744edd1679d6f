"""Tables of a plain text: rows that were pasted from a sheet or a page, or typed with strokes, get their frame."""

import re
from collections import deque
from collections.abc import Sequence
from itertools import pairwise

from ..paper import MERGED_ABOVE as ABOVE
from ..paper import MERGED_LEFT as LEFT
from .head_lines import looks_like_place_date, read_number_line
from .tail import is_of_end, is_of_signature
from .text import MOTTO, NATION, is_bullet, is_table, row_of

MIN_COLUMNS = 3
MAX_CELLS = 100_000  # more is no table that a paper could print
LOOKED_BACK = 40  # rows above a line that decide whether it is of their table
MAX_DIGITS = 6
MIN_PAIRS = 3  # rows of two cells: fewer may be anything that stands side by side
_COUNTED = {"TT", "STT", "SỐ TT"}
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[A-ZĐ])[.)]?")
_TOTAL = re.compile(r"(?:Tổng(?: cộng| số(?: \w+){0,2})?|Cộng(?: \w+)?)\s*[:.]?(?:\s*\([^()]{1,30}\))?", re.IGNORECASE)
_GROUP = re.compile(r"\W{0,3}(?:[IVX]{1,5}|[A-ZĐ])[.)]\s")  # “II. Về lò”


def framed(text: str) -> tuple[str, list[str]]:
    """Return the text with the rows of its tables in frames, and the first rows of the tables whose places were guessed.

    Two lines or more below each other with as many cells: three at least where tabs part them, since with two a head
    or an end stands side by side; two where strokes do. Rows with strokes may have a blank line between them, and so may
    those with tabs that are numbered; these may also lack cells, where a page had merged ones.
    """
    written: list[str] = []
    guessed: list[str] = []
    rows: list[list[str]] = []
    source: list[str] = []

    def end_table() -> None:
        if len(rows) > 1 and len(rows) * max(map(len, rows)) <= MAX_CELLS:
            even = _even(rows)
            if even != rows:
                guessed.append(row_of(cell.strip() for cell in even[0]))
            written.extend(row_of(cell.strip() for cell in row) for row in even)
            written.extend(line for line in source[len(source) - _blank_at_end(source) :])
        else:
            written.extend(source)
        rows.clear()
        source.clear()

    lines = text.split("\n")
    for at, line in enumerate(lines):
        cells = _cells(line)
        if not cells and line.count("\t") == 1 and (len(rows[0]) == 2 if rows else _pairs(lines, at)):
            cells = _by_tabs(line)
        if rows and not line.strip() and source[-1].strip() and ("\t" not in source[-1] or _is_numbered(rows)):
            source.append(line)
            continue
        if rows and len(cells) != len(rows[0]):
            short = _short_row(rows, line, lines[at + 1 : at + 3])
            if not short:
                end_table()
            cells = short or cells
        if cells:
            rows.append(cells)
            source.append(line)
        else:
            written.append(line)
    end_table()
    return "\n".join(written), guessed


def _cells(line: str) -> list[str]:
    """Return the cells of a row of a table that has no frame yet; none of any other line."""
    if is_table(line.strip()):
        return []
    if line.count("\t") + 1 >= MIN_COLUMNS and line.strip():
        return [] if any(map(_is_of_head, line.split("\t"))) else _by_tabs(line)
    return line.split(" | ") if " | " in line else []


def _is_of_head(cell: str) -> bool:
    """Whether the cell is of the head of a paper, typed with tabs between its columns."""
    words = cell.strip(" *")
    return bool(NATION.match(words) or MOTTO.match(words) or read_number_line(words) or looks_like_place_date(words))


def _pairs(lines: Sequence[str], at: int) -> bool:
    """Whether rows of two cells begin here: three at least, none of which is of a head or an end."""
    rows = [line.split("\t") for line in lines[at : at + MIN_PAIRS]]
    if len(rows) < MIN_PAIRS or any(len(row) != 2 or not all(cell.strip() for cell in row) for row in rows):
        return False
    return not any(
        _is_of_head(cell) or is_of_end(cell.strip()) or is_of_signature(cell) or is_bullet(cell.strip())
        for row in rows
        for cell in row
    )


def _by_tabs(line: str) -> list[str]:
    return [cell.replace("|", "\\|") for cell in line.split("\t")]


def _is_numbered(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first column counts the rows, as that of a table does and not that of three signatures."""
    return rows[0][0].strip(" *").upper() in _COUNTED or rows[-1][0].strip(" *.").isdecimal()


def _blank_at_end(lines: Sequence[str]) -> int:
    return next((at for at, line in enumerate(reversed(lines)) if line.strip()), len(lines))


def _short_row(rows: Sequence[Sequence[str]], line: str, below: Sequence[str]) -> list[str]:
    """Return the cells of a row that has others than the first, where it belongs to the numbered rows above it."""
    if not line.strip() or not _counts(rows):
        return []
    if _is_next(rows, next((each for each in below if each.strip()), ""), names_group=bool(_GROUP.match(line))):
        return _by_tabs(line)
    if "\t" not in line:
        return []
    cells = _by_tabs(line)
    if any(is_of_end(cell.strip()) for cell in cells):
        return []
    width = max(map(len, rows[-LOOKED_BACK:]))
    is_head = len(rows) == 1
    goes_on = len(rows[-1]) < width and len(rows[-1]) + len(cells) - 1 == width
    is_row = len(cells) >= MIN_COLUMNS or bool(_NUMBER.fullmatch(cells[0].strip())) or _total_at(cells) is not None
    return cells if is_head or goes_on or is_row else []


def _is_next(rows: Sequence[Sequence[str]], line: str, *, names_group: bool) -> bool:
    """Whether the line has the number behind that of the last row that has one: what stands between is of the table.

    Below the name of a group the rows may be counted anew.
    """
    number, tab, _ = line.partition("\t")
    last = next((n for row in reversed(rows[-LOOKED_BACK:]) if _is_count(n := row[0].strip(" *."))), "0")
    if not tab or not _is_count(number.strip(" *.")):
        return False
    return int(number.strip(" *.")) in ({int(last) + 1, 1} if names_group else {int(last) + 1})


def _counts(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the table has a column that counts: under “STT”, or 1 above 2."""
    if rows[0][0].strip(" *").upper() in _COUNTED:
        return True
    numbers = [int(n) for row in rows[-LOOKED_BACK:] if _is_count(n := row[0].strip(" *."))]
    return any(after == before + 1 for before, after in pairwise(numbers))


def _is_count(words: str) -> bool:
    return words.isdecimal() and len(words) <= MAX_DIGITS


def _even(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the rows with as many cells each, those of merged and of broken cells put where they seem to belong."""
    width = max(map(len, rows))
    waiting = deque(list(row) for row in rows)
    even: list[list[str]] = []
    if len(waiting[0]) < width and len(waiting[0]) + len(waiting[1]) - 1 == width and not _is_first(waiting[1]):
        above, below = waiting.popleft(), waiting.popleft()  # the last cell of the head is parted below
        even.append([*above, *[LEFT] * (width - len(above))])
        even.append([*[ABOVE] * (len(above) - 1), *below])
    while waiting:
        row = waiting.popleft()
        while waiting and len(row) + len(waiting[0]) - 1 <= width and len(row) < width and not _is_counted(waiting[0]):
            if _total_at(waiting[0]) is not None:
                break
            first, *others = waiting.popleft()  # a line end within a cell
            row = [*row[:-1], f"{row[-1]} {first}".strip(), *others]
        even.append(_widened(row, width) if even else [*row, *[""] * (width - len(row))])
    return even


def _widened(row: list[str], width: int) -> list[str]:
    missing, total = width - len(row), _total_at(row)
    if missing and total is not None:
        return [*row[: total + 1], *[LEFT] * missing, *row[total + 1 :]]
    if len(row) == 1:
        return [*row, *[LEFT] * missing]  # the name of a group
    if missing and row[0].strip() and not _is_counted(row):
        return [*[ABOVE] * missing, *row]  # its number and name go on from above
    return [*row, *[""] * missing]


def _is_counted(row: Sequence[str]) -> bool:
    return bool(_NUMBER.fullmatch(row[0].strip(" *")))


def _is_first(row: Sequence[str]) -> bool:
    return row[0].strip(" *.)") in {"1", "01", "I", "A"}


def _total_at(row: Sequence[str]) -> int | None:
    """Return which of the first two cells says “Tổng cộng”."""
    return next((at for at, cell in enumerate(row[:2]) if _TOTAL.fullmatch(cell.strip(" *"))), None)
