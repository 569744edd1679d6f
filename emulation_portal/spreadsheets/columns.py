"""What a column of an import may hold: each is declared once, for the template, for reading and for what is told."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from emulation_portal.core.cleaning import clean_line, clean_text, refuse_control_characters, refuse_piled_marks
from emulation_portal.core.dates import parse_date
from emulation_portal.core.errors import DomainError
from emulation_portal.core.legacy_fonts import find_legacy_encoding, legacy_advice
from emulation_portal.core.numbering import grouped
from emulation_portal.core.vietnamese import fold

CLEAR = "-"  # what stands in a cell to empty what is known
_FORMULA = ("=", "＝", "@", "＠")


class WrongCell(DomainError):
    """The cell cannot be taken so; the message says what to do."""


@dataclass(frozen=True)
class ImportColumn:
    """A heading, what is taken below it, and what the guide says of it. `read` returns plain text, of a day its ISO form."""

    name: str
    heading: str
    hint: str
    example: str | dt.date = ""
    read: Callable[[Any], str] = str
    is_required: bool = False  # of a new row
    can_be_cleared: bool = True
    choices: Sequence[str] = field(default_factory=tuple)  # offered in the template
    is_long: bool = False  # may have several lines

    def taken(self, value: Any) -> str | None:
        """Return what a cell says, clean; None for an empty one, “-” for one that clears. Raises WrongCell."""
        if value is None:
            return None
        if isinstance(value, str):
            if not (value := _clean(value, is_long=self.is_long)):
                return None
            if value == CLEAR:
                if not self.can_be_cleared:
                    raise WrongCell(
                        f"“{self.heading}” không xóa trống được. Hãy ghi nội dung, hoặc để trống ô để giữ nguyên."
                    )
                return CLEAR
        try:
            return self.read(value)
        except ValidationError as error:
            raise WrongCell(" ".join(error.messages)) from None


def _clean(text: str, *, is_long: bool) -> str:
    line = clean_text(text) if is_long else clean_line(text)
    if line.startswith(_FORMULA):
        raise WrongCell("Ô bắt đầu bằng dấu của công thức. Hãy xóa dấu ấy, ghi giá trị thường.")
    if line.isascii():
        refuse = (refuse_control_characters,)
    else:
        refuse = (refuse_control_characters, refuse_piled_marks)  # type: ignore[assignment]
        if encoding := find_legacy_encoding(line):
            raise WrongCell(f"“{line[:40]}”: {legacy_advice(encoding)}")
    try:
        for check in refuse:
            check(line)
    except ValidationError as error:
        raise WrongCell(" ".join(error.messages)) from None
    return line


def text(most: int) -> Callable[[Any], str]:
    """Return the reader of a line of text; a number in its place is taken as its digits."""

    def read(value: Any) -> str:
        if isinstance(value, list):
            raise WrongCell("Ô này đang là ngày. Hãy đổi định dạng ô sang Văn bản (Text) rồi ghi lại.")
        line = str(value)
        if len(line) > most:
            raise WrongCell(f"Nhiều nhất {grouped(most)} ký tự; đang có {grouped(len(line))}. Hãy viết gọn lại.")
        return line

    return read


def day(value: Any) -> str:
    """Return the day of a cell that holds one, or of text that is one: 26/11/2021."""
    if isinstance(value, list):
        return str(value[0])
    if not isinstance(value, str):
        raise WrongCell(
            f"“{value}” là số, không phải ngày. Hãy đổi định dạng ô sang Ngày (dd/mm/yyyy), hoặc ghi như 26/11/2021."
        )
    return parse_date(value).isoformat()


def one_of(choices: Mapping[str, str]) -> Callable[[Any], str]:
    """Return the reader of a choice by its label, however its letters and accents are typed: {value: label}."""
    known = {fold(label): value for value, label in choices.items()}
    offered = "; ".join(choices.values())

    def read(value: Any) -> str:
        if (found := known.get(fold(str(value)))) is None:
            raise WrongCell(f"Không có mục “{str(value)[:60]}”. Hãy chọn một trong: {offered}.")
        return found

    return read


YES, NO = "có", "không"
yes_or_no = one_of({YES: "có", NO: "không"})


def email(value: Any) -> str:
    """Return an address as it is written down. Raises DomainError for what is none."""
    address = text(254)(value)
    try:
        validate_email(address)
    except ValidationError:
        raise WrongCell(f"“{address[:60]}” không phải là thư điện tử. Hãy ghi như ten@coquan.vn.") from None
    return address


@dataclass(frozen=True)
class SheetKind:
    """One kind of table that comes in: its columns, the first of which every row needs."""

    title: str  # of the sheet
    columns: Sequence[ImportColumn]
    key: str  # the column without which a sheet is not this one
    ignored: Sequence[str] = ()  # headings that may stand there and say nothing new
    other_headings: Mapping[str, str] = field(default_factory=dict)  # {as offices write it: the heading}

    @cached_property
    def by_heading(self) -> dict[str, ImportColumn]:
        return {column.heading: column for column in self.columns}
