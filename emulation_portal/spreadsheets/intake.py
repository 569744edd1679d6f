"""A sheet that somebody sends: through the door, read under limits, every cell cleaned and told by its address."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from emulation_portal.core.errors import DomainError
from emulation_portal.core.vietnamese import fold
from emulation_portal.files.actions import FileRefused, inspect_file
from emulation_portal.files.enums import FileKind
from emulation_portal.jobs.bounded import Bounds, OutOfBounds, TooManyAtOnce, run_bounded

from .columns import SheetKind

MOST_ROWS = 40_000
# 40,000 rows of 20 columns take some 8 s and 100 MB.
BOUNDS = Bounds(cpu_seconds=40, wall_seconds=90, memory_mb=180)
_REMEMBERED = 2_000
_READ = "emulation_portal.spreadsheets.reading.read_sheet"
_READ_BOOK = "emulation_portal.spreadsheets.reading.read_book"
MOST_ROWS_OF_A_FORM = 5_000
OF_FORMS = Bounds(cpu_seconds=15, wall_seconds=40, memory_mb=180)


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell, and what to do."""

    address: str
    message: str


@dataclass(slots=True)
class SheetRow:
    """A row of the sheet: what its cells say, by the names of the columns; `bad`: those that could not be read."""

    number: int
    says: dict[str, str]
    bad: frozenset[str] = frozenset()


@dataclass
class Sent:
    """What a file says, and what is wrong with it so far. `letters`: in which column of the sheet each stands."""

    letters: dict[str, str]
    rows: list[SheetRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def address(self, row: SheetRow, name: str) -> str:
        """Return the address of a cell; of a column that the sheet does not have, that of its row's first."""
        return f"{self.letters.get(name) or next(iter(self.letters.values()))}{row.number}"

    def as_json(self) -> dict[str, Any]:
        """Return the same in lists: PostgreSQL keeps no order of names."""
        names = list(self.letters)
        rows = [[row.number, *(row.says.get(name) for name in names)] for row in self.rows]
        return {"letters": list(self.letters.items()), "rows": rows}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Sent":
        """Return what was kept, and use that up: there may be very many rows."""
        letters = dict(kept["letters"])
        rows = kept.pop("rows")
        rows.reverse()
        sent = cls(letters)
        known: dict[Any, Any] = {}
        while rows:
            number, *values = rows.pop()
            if len(known) < _REMEMBERED:
                known.update(zip(values, values, strict=True))
            says = {n: known.get(value, value) for n, value in zip(letters, values, strict=True) if value is not None}
            sent.rows.append(SheetRow(number, says))
        return sent


def take_in(content: bytes, kind: SheetKind) -> Sent:
    """Return what the file says. Raises FileRefused: it is none that can be read, or holds no such table."""
    inspect_file(content, allowed=(FileKind.XLSX,))
    asked = {
        "title": kind.title,
        "headings": [column.heading for column in kind.columns],
        "others": dict(kind.other_headings),
        "key": kind.key,
        "most_rows": MOST_ROWS,
    }
    try:
        found, _ = run_bounded(_READ, asked, content, BOUNDS)
    except (OutOfBounds, TooManyAtOnce) as error:
        raise FileRefused(str(error)) from None
    if "refused" in found:
        raise FileRefused(found["refused"])
    letters = {kind.by_heading[heading].name: letter for heading, letter in found["columns"].items()}
    if not found["rows"]:
        raise FileRefused("Dưới dòng tiêu đề chưa có dòng dữ liệu nào. Hãy điền dữ liệu rồi gửi lại.")
    sent = Sent(letters)
    sent.problems += _of_the_sheet(found, kind)
    sent.rows = list(_rows(found, kind, sent, set(found["formulas"])))
    return sent


@dataclass(slots=True)
class RawRow:
    """A row of a form's table: what its cells hold, by the names of the columns, as it came."""

    number: int
    values: dict[str, Any]


@dataclass
class RawSheet:
    """One table of a form as it came. What its cells may hold is asked by who knows what stood there."""

    title: str
    letters: dict[str, str]
    head: int
    rows: list[RawRow]
    formulas: frozenset[str]
    problems: list[Problem]

    def address(self, number: int, name: str) -> str:
        """Return the address of a cell with its sheet: Số liệu!G7; of a column that is not there, that of its row's first."""
        return f"{self.title}!{self.letters.get(name) or next(iter(self.letters.values()))}{number}"

    def is_formula(self, number: int, name: str) -> bool:
        return f"{self.letters.get(name)}{number}" in self.formulas


def take_in_form(content: bytes, kinds: Sequence[SheetKind]) -> list[RawSheet]:
    """Return the tables of a form of several sheets. Raises FileRefused: it is none that can be read, or a table is missing."""
    inspect_file(content, allowed=(FileKind.XLSX,))
    asked = [{"title": kind.title, "headings": list(kind.by_heading), "key": kind.key} for kind in kinds]
    try:
        answer, _ = run_bounded(_READ_BOOK, {"sheets": asked, "most_rows": MOST_ROWS_OF_A_FORM}, content, OF_FORMS)
    except (OutOfBounds, TooManyAtOnce) as error:
        raise FileRefused(str(error)) from None
    if "refused" in answer:
        raise FileRefused(answer["refused"])
    missing = [kind.title for kind, found in zip(kinds, answer["sheets"], strict=True) if found is None]
    if missing:
        titles = ", ".join(f"“{title}”" for title in missing)
        raise FileRefused(f"Tệp thiếu trang {titles}. Hãy tải lại tệp mẫu, chép số liệu vào rồi gửi lại.")
    return [_raw(kind, found) for kind, found in zip(kinds, answer["sheets"], strict=True)]


def _raw(kind: SheetKind, found: dict[str, Any]) -> RawSheet:
    names = [kind.by_heading[heading].name for heading in found["columns"]]
    rows = [RawRow(number, dict(zip(names, values, strict=True))) for number, values in found["rows"]]
    letters = dict(zip(names, found["columns"].values(), strict=True))
    told = [Problem(f"{kind.title}!{each.address}", each.message) for each in _of_the_sheet(found, kind)]
    for column in kind.columns:
        if column.name not in letters:
            words = f"Thiếu cột “{column.heading}”. Hãy thêm lại cột này như tệp mẫu."
            told.append(Problem(f"{kind.title}!A{found['head']}", words))
    return RawSheet(kind.title, letters, found["head"], rows, frozenset(found["formulas"]), told)


def _of_the_sheet(found: dict[str, Any], kind: SheetKind) -> Iterator[Problem]:
    ignored = {fold(heading) for heading in (*kind.ignored, "STT", "TT")}
    for address, heading in found["unknown"]:
        if fold(heading) not in ignored:
            yield Problem(address, f"Không có cột tên “{heading}”. Hãy sửa tên cột như tệp mẫu, hoặc xóa cột này.")
    for ref in found["merged"]:
        yield Problem(ref, "Các ô này đang gộp. Hãy bỏ gộp (Merge & Center) rồi điền đủ từng ô.")
    for address in found["formulas"]:
        words = (
            "Ô là công thức hoặc đang báo lỗi (#REF!, #N/A). Hãy ghi lại giá trị, hoặc chép cột này rồi dán lại thành "
            "giá trị (Paste Special, Values)."
        )
        yield Problem(address, words)


def _rows(found: dict[str, Any], kind: SheetKind, sent: Sent, formulas: set[str]) -> Iterator[SheetRow]:
    columns = [(kind.by_heading[heading], letter) for heading, letter in found["columns"].items()]
    rows = found.pop("rows")
    rows.reverse()
    known: dict[tuple[str, Any], str | None] = {}  # of columns that say the same often: read once, and held once
    while rows:  # let go as they are read: there may be very many
        number, values = rows.pop()
        says: dict[str, str] = {}
        bad = set()
        for (column, letter), value in zip(columns, values, strict=True):
            if value is None:
                if formulas and f"{letter}{number}" in formulas:
                    bad.add(column.name)
                continue
            # What Excel holds as a day comes as a list: the same letters typed as text are something else.
            again = (letter, tuple(value) if isinstance(value, list) else value)
            try:
                taken = known[again] if again in known else column.taken(value)
            except DomainError as error:
                sent.problems.append(Problem(f"{letter}{number}", str(error)))
                bad.add(column.name)
                continue
            if len(known) < _REMEMBERED:
                known[again] = taken
            if taken is not None:
                says[column.name] = taken
        if says or bad:
            yield SheetRow(number, says, frozenset(bad))
