"""A filled form that came in: every cell is asked whether it can stand, every fault is told by the address of its cell."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from emulation_portal.core.cleaning import clean_text
from emulation_portal.core.errors import DomainError
from emulation_portal.core.vietnamese import first_words, fold
from emulation_portal.spreadsheets.columns import ImportColumn
from emulation_portal.spreadsheets.intake import Problem, RawRow, RawSheet, take_in_form

from ..asked import Form
from ..models import DonationLine, Indicator
from ..queries import FormRow
from ..typed import MOST_LINES, TypedWrong, as_typed, read_typed, read_words
from .cells import as_number, is_nothing
from .form import field_at
from .layout import (
    ABOUT,
    BODY,
    FIGURES,
    KEY,
    LINE_COLUMNS,
    LINES,
    NOTES,
    TAKEN,
    WORDS,
    figure_columns,
    key_of,
    kinds_of,
    moment_told,
)
from .said import Said

_TEXTS = {"text": NOTES[0], "note": NOTES[0], "source_paper": NOTES[1]}  # how the fields that hold words are cleaned
_NUMBERS = ("value", "numerator", "denominator", "year_estimate")


def read_file(content: bytes, form: Form) -> tuple[Said, list[Problem]]:
    """Return what the file says of the report, and all that is wrong with it. Raises FileRefused: it cannot be read at all."""
    sheets = {sheet.title: sheet for sheet in take_in_form(content, kinds_of(form))}
    said = Said()
    problems = [problem for sheet in sheets.values() for problem in sheet.problems]
    problems += _read_about(sheets[ABOUT], form, said)
    problems += _Figures(sheets[FIGURES], form, said).read()
    if LINES in sheets:
        problems += _Lines(sheets[LINES], form, said).read()
    if WORDS in sheets:
        problems += _read_words(sheets[WORDS], form, said)
    return said, problems


def _read_about(sheet: RawSheet, form: Form, said: Said) -> Iterator[Problem]:
    """Read whose form it is. One of another report is refused in words, told by what stands on it."""
    rows = {fold(str(row.values.get("what") or "")): row for row in sheet.rows}

    def words(what: str) -> str:
        row = rows.get(fold(what))
        return str((row.values.get("words") if row else None) or "").strip()

    moment = moment_told(words(TAKEN))
    said.taken = moment.isoformat() if moment else ""
    if words(KEY) == key_of(form.report):
        return
    here = f"{form.report.period.name}, {form.report.unit}"
    if not words(KEY):
        address = sheet.address(sheet.head, "what")
        yield Problem(address, f"Không thấy “{KEY}” nên không biết tệp của báo cáo nào. Hãy tải lại tệp mẫu ({here}).")
        return
    whose = ", ".join(filter(None, (words("Kỳ báo cáo"), words("Đơn vị")))) or first_words(words(KEY))
    yield Problem(
        sheet.address(rows[fold(KEY)].number, "words"),
        f"Tệp này là mẫu của báo cáo khác: {whose}. Hãy tải tệp mẫu của báo cáo này ({here}) rồi điền lại.",
    )


def _same_words(value: Any, stored: str) -> bool:
    """Return whether a cell says what stands already, however it was typed there."""
    return isinstance(value, str) and clean_text(value) == clean_text(stored)


class _Figures:
    """The sheet of figures: a row for each indicator that the report asks for."""

    def __init__(self, sheet: RawSheet, form: Form, said: Said) -> None:
        self.sheet, self.said = sheet, said
        self.rows = {row.indicator.code: row for row in form.rows}
        self.columns = figure_columns(form)
        self.found: dict[str, int] = {}

    def read(self) -> Iterator[Problem]:
        wrong = 0
        for raw in self.sheet.rows:
            if self.sheet.is_formula(raw.number, "code"):
                wrong += 1
                continue
            code, fault = self._code(raw)
            if fault:
                wrong += 1
                yield Problem(self.sheet.address(raw.number, "code"), fault)
            elif code:
                self.found[code] = raw.number
                yield from self._read_row(raw, self.rows[code])
        missing = [row for code, row in self.rows.items() if code not in self.found]
        if len(missing) > wrong:  # else a code was mistyped, which is told
            below = max((raw.number for raw in self.sheet.rows), default=self.sheet.head) + 1
            for row in missing:
                yield Problem(self.sheet.address(below, "code"), _missing(row.indicator))

    def _code(self, raw: RawRow) -> tuple[str, str]:
        """Return the code of a row and what is wrong with it; neither of a row that says nothing."""
        code = "" if is_nothing(raw.values.get("code")) else str(raw.values["code"]).strip().upper()
        if not code:
            if all(is_nothing(value) for value in raw.values.values()):
                return "", ""
            return "", "Dòng này chưa có mã chỉ tiêu. Hãy ghi lại mã như tệp mẫu, hoặc xóa cả dòng."
        if code not in self.rows:
            return code, (
                f"Không có chỉ tiêu mang mã “{first_words(code)}” trong báo cáo này. Hãy ghi lại mã như tệp mẫu, hoặc xóa "
                "cả dòng."
            )
        if code in self.found:
            return code, f"Mã “{code}” đã có ở dòng {self.found[code]}. Hãy xóa bớt một dòng."
        return code, ""

    def _read_row(self, raw: RawRow, row: FormRow) -> Iterator[Problem]:
        said: dict[str, str] = {}
        faults: list[Problem] = []
        for column in self.columns:
            field, value = field_at(row, column.name), raw.values.get(column.name)
            if column.name not in self.sheet.letters or self.sheet.is_formula(raw.number, column.name):
                continue
            try:
                if field is not None:
                    said[field] = _field_of(row, field, value)
                elif not is_nothing(value):
                    faults.append(Problem(self.sheet.address(raw.number, column.name), _elsewhere(row, column)))
            except TypedWrong as error:
                faults.append(Problem(self.sheet.address(raw.number, column.name), error.errors[str(field)]))
            except DomainError as error:
                faults.append(Problem(self.sheet.address(raw.number, column.name), str(error)))
        self.said.values[row.indicator.code] = said
        yield from faults
        if row.indicator.is_share and {"numerator", "denominator"} <= said.keys():
            yield from self._half_a_share(raw, row, said)

    def _half_a_share(self, raw: RawRow, row: FormRow, said: Mapping[str, str]) -> Iterator[Problem]:
        """Refuse one part of a share without the other, unless just that stands already."""
        names = {"numerator": row.indicator.numerator_name, "denominator": row.indicator.denominator_name}
        empty = [name for name in names if not said[name]]
        if len(empty) != 1 or all(said[name] == _stored(row, name) for name in names):
            return
        which = {"numerator": "tử số", "denominator": "mẫu số"}[empty[0]]
        address = self.sheet.address(raw.number, empty[0])
        yield Problem(address, f"Thiếu {which}: {names[empty[0]]}. Hãy ghi cả tử số và mẫu số.")


def _stored(row: FormRow, field: str) -> str:
    return as_typed(row.indicator, getattr(row.value, field)) if row.value else ""


def _field_of(row: FormRow, field: str, value: Any) -> str:
    """Return what a cell says as it would be typed. What stands already is not asked again. Raises DomainError, TypedWrong."""
    stored = _stored(row, field)
    if _same_words(value, stored):
        return stored
    if is_nothing(value):
        raw = ""
    elif field in _NUMBERS:
        raw = as_number(value)
    elif field == "flag":
        raw = fold(str(value))
    else:
        raw = _TEXTS[field].taken(value) or ""
    if raw != stored:
        read_typed(row.indicator, {field: raw})
    return raw


def _elsewhere(row: FormRow, column: ImportColumn) -> str:
    """Say where the figure of an indicator is written, when it is not in this column."""
    indicator = row.indicator
    if column.name == "value" and indicator.is_itemised:
        return f"Số của chỉ tiêu này do các dòng ở trang “{LINES}” cộng lại. Hãy ghi từng dòng ở đó và xóa ô này."
    if column.name == "value":
        return "Chỉ tiêu này ghi bằng tử số và mẫu số. Hãy ghi vào hai cột ấy và xóa ô này."
    return f"Chỉ tiêu này không ghi “{column.heading}”. Hãy xóa ô này."


def _missing(indicator: Indicator) -> str:
    return (
        f"Thiếu dòng của chỉ tiêu “{indicator.name}”, mã {indicator.code}. Hãy thêm lại dòng ấy, hoặc tải lại tệp mẫu nếu "
        "yêu cầu báo cáo đã đổi."
    )


class _Lines:
    """The sheet of donations: a line for each, below the code of the indicator whose list it belongs to."""

    def __init__(self, sheet: RawSheet, form: Form, said: Said) -> None:
        self.sheet, self.said = sheet, said
        self.rows = {row.indicator.code: row for row in form.rows if row.indicator.is_itemised}
        lines = [line for row in self.rows.values() if row.value for line in row.value.lines.all()]
        self.stored = {
            name: {str(plain_line(line)[name]) for line in lines} for name in ("item", "measure", "receiver", "receipt")
        }

    def read(self) -> Iterator[Problem]:
        count: Counter[str] = Counter()
        self.said.lines = {code: [] for code in self.rows}
        for raw in self.sheet.rows:
            if not self._says_anything(raw):
                continue
            code = "" if is_nothing(raw.values.get("code")) else str(raw.values["code"]).strip().upper()
            if not self.sheet.is_formula(raw.number, "code") and code not in self.rows:
                yield Problem(self.sheet.address(raw.number, "code"), self._unknown(code))
            elif code:
                count[code] += 1
                if count[code] == MOST_LINES + 1:
                    yield self._too_many(raw, code)
            line, faults = self._read_line(raw)
            yield from faults
            if code in self.rows and count[code] <= MOST_LINES:
                self.said.lines[code].append(line)

    def _says_anything(self, raw: RawRow) -> bool:
        has_formula = any(self.sheet.is_formula(raw.number, name) for name in self.sheet.letters)
        return has_formula or any(not is_nothing(value) for value in raw.values.values())

    def _unknown(self, code: str) -> str:
        known = ", ".join(self.rows)
        if not code:
            return f"Dòng này chưa có mã chỉ tiêu. Hãy ghi một trong: {known}."
        return f"Không có danh sách ủng hộ mang mã “{first_words(code)}” trong báo cáo này. Hãy ghi một trong: {known}."

    def _too_many(self, raw: RawRow, code: str) -> Problem:
        name = self.rows[code].indicator.name
        return Problem(
            self.sheet.address(raw.number, "code"),
            f"Danh sách “{name}” dài hơn {MOST_LINES} dòng, kể từ dòng này. Hãy gộp các lần ủng hộ nhỏ của một nơi nhận thành "
            f"một dòng, để còn nhiều nhất {MOST_LINES} dòng.",
        )

    def _read_line(self, raw: RawRow) -> tuple[dict[str, str], list[Problem]]:
        faults: list[Problem] = []
        line: dict[str, str] = dict.fromkeys((column.name for column in LINE_COLUMNS if column.name != "code"), "")
        for column in LINE_COLUMNS:
            if column.name == "code" or column.name not in self.sheet.letters:
                continue
            if self.sheet.is_formula(raw.number, column.name):
                continue
            try:
                line[column.name] = self._cell(column, raw.values.get(column.name))
            except DomainError as error:
                faults.append(Problem(self.sheet.address(raw.number, column.name), str(error)))
                continue
            if column.is_required and not line[column.name]:
                words = f"Chưa ghi “{column.heading}”. Hãy ghi vào ô này, hoặc xóa cả dòng nếu không ủng hộ."
                faults.append(Problem(self.sheet.address(raw.number, column.name), words))
        return line, faults

    def _cell(self, column: ImportColumn, value: Any) -> str:
        if isinstance(value, str) and value in self.stored.get(column.name, ()):
            return value
        return "" if is_nothing(value) else column.taken(value) or ""


def plain_line(line: DonationLine) -> dict[str, str]:
    """Return a stored line as a file says it."""
    return {
        "kind": line.kind,
        "item": line.item,
        "quantity": "" if line.quantity is None else str(line.quantity),
        "measure": line.measure,
        "value_vnd": str(line.value_vnd),
        "receiver": line.receiver,
        "given_on": "" if line.given_on is None else line.given_on.isoformat(),
        "receipt": line.receipt,
    }


def _read_words(sheet: RawSheet, form: Form, said: Said) -> Iterator[Problem]:
    known = {fold(part.label): part for part in form.parts}
    bodies = {part.value: body for part, body in form.bodies}
    found: dict[str, int] = {}
    wrong = 0
    for raw in sheet.rows:
        name = str(raw.values.get("part") or "")
        part = known.get(fold(name))
        if part is None or part.value in found:
            if sheet.is_formula(raw.number, "part") or (is_nothing(name) and is_nothing(raw.values.get("body"))):
                continue
            wrong += 1
            labels = "; ".join(str(each.label) for each in form.parts)
            fault = (
                f"Phần “{part.label}” đã có ở dòng {found[part.value]}. Hãy xóa bớt một dòng."
                if part
                else f"Báo cáo này không có phần “{first_words(name)}”. Hãy ghi lại tên phần như tệp mẫu: {labels}."
            )
            yield Problem(sheet.address(raw.number, "part"), fault)
            continue
        found[part.value] = raw.number
        if "body" not in sheet.letters or sheet.is_formula(raw.number, "body"):
            continue
        try:
            said.texts[part.value] = _body_of(raw.values.get("body"), bodies[part.value])
        except DomainError as error:
            yield Problem(sheet.address(raw.number, "body"), str(error))
    missing = [part for part in form.parts if part.value not in found]
    if len(missing) > wrong:
        below = max((raw.number for raw in sheet.rows), default=sheet.head) + 1
        for part in missing:
            words = f"Thiếu dòng của phần “{part.label}”. Hãy thêm lại dòng ấy như tệp mẫu."
            yield Problem(sheet.address(below, "part"), words)


def _body_of(value: Any, stored: str) -> str:
    if _same_words(value, stored):
        return stored
    return "" if is_nothing(value) else read_words(BODY.taken(value) or "")
