"""Sổ đăng ký văn bản đi as a printed book: ten columns, landscape. Source: NĐ 30/2020/NĐ-CP, Phụ lục IV."""

import datetime as dt
from typing import Any

import msgspec
from django.template.loader import render_to_string

from emulation_portal.core.errors import DomainError
from emulation_portal.core.numbering import grouped, two_digits
from emulation_portal.core.vietnamese import nfc, upper
from emulation_portal.core.whole import hold_together

from ..paper_limits import PaperTooLarge
from .markup import close_up

MAX_ROWS = 3_000
TITLES = (
    "Số, ký hiệu văn\u00a0bản",
    "Ngày tháng văn\u00a0bản",
    "Tên loại và trích yếu nội dung văn\u00a0bản",
    "Người ký",
    "Nơi nhận văn bản",
    "Đơn vị, người nhận bản lưu",
    "Số lượng bản",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
)
# A row is as high as its longest cell, and that is the title or the recipients.
WIDTHS_MM = (29, 21, 54, 24, 49, 19, 13, 21, 12, 23)


class BookOutdated(DomainError):
    """The print was asked for by an older portal, which did not keep what the book said at that moment."""


class RegisterRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the book. A void number keeps its line and says so in the note."""

    number: str
    issued_on: dt.date | None = None
    title: str = ""
    signer: str = ""
    recipients: str = ""
    keeper: str = ""
    copies: str = ""
    sent_on: dt.date | None = None
    received: str = ""
    note: str = ""
    is_void: bool = False

    def cells(self) -> list[str]:
        """Return the ten cells as printed."""
        values = [getattr(self, name) for name in self.__struct_fields__ if name != "is_void"]
        return [f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else nfc(str(value or "")) for value in values]


class RegisterBook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The book of one issuer, series and year, as it stands when a print is asked for.

    `printed_on` stands below the title; `span` is the range of numbers, when not the whole book is printed.
    """

    issuer: tuple[str, ...]
    year: int
    rows: tuple[RegisterRow, ...]
    superior: tuple[str, ...] = ()
    series: str = ""
    printed_on: dt.date | None = None
    span: tuple[int, int] | None = None

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data: what the print will say, whatever is written into the book meanwhile."""
        plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return plain

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "RegisterBook":
        """Read what `to_json` wrote. Raises BookOutdated for a print of which only the key of the book was kept."""
        if "rows" not in data:
            raise BookOutdated("Bản in này được yêu cầu trước khi cổng nâng cấp. Hãy bấm “Xuất PDF” lại ở trang sổ.")
        return msgspec.convert(data, cls)


def check_length(book: RegisterBook) -> None:
    """Raise PaperTooLarge beyond what is printed in one piece."""
    if len(book.rows) > MAX_ROWS:
        raise PaperTooLarge(
            f"Phần sổ cần in có {grouped(len(book.rows))} dòng, vượt quá {grouped(MAX_ROWS)}. "
            "Hãy in theo từng khoảng số: ghi “từ số … đến số …” bên cạnh nút “Xuất PDF”."
        )


def book_html(book: RegisterBook) -> str:
    """Return the whole HTML of the book. Raises PaperTooLarge beyond what is printed in one piece."""
    check_length(book)
    context = {
        "book": book,
        "superior": [upper(line) for line in book.superior],
        "issuer": [upper(line) for line in book.issuer],
        "columns": list(zip(TITLES, WIDTHS_MM, range(1, len(TITLES) + 1), strict=True)),
        "span": f"Từ số {two_digits(book.span[0])} đến số {two_digits(book.span[1])}" if book.span else "",
        "rows": [(_cells(row), row.is_void) for row in book.rows],
    }
    return close_up(render_to_string("documents/register.html", context))


def _cells(row: RegisterRow) -> list[str]:
    """Return the cells; in the two wide columns numbers and dates stay on one line."""
    return [hold_together(cell) if at in (2, 4) else cell for at, cell in enumerate(row.cells())]
