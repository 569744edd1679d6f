"""The Excel files that are filled in and sent back: empty, with an example and a guide, or with what is known."""

from collections.abc import Iterable, Sequence
from typing import IO, Any

from emulation_portal.core.dates import today
from emulation_portal.core.numbering import grouped
from emulation_portal.core.sheets import Sheet, write_book
from emulation_portal.spreadsheets.columns import CLEAR, NO, YES, SheetKind
from emulation_portal.spreadsheets.intake import MOST_ROWS

from ..enums import UnitKind
from ..models import Position, Unit
from .unit_sheet import UNIT_SHEET

_TOGETHER = 2_000


def template_of(kind: SheetKind, rows: Iterable[Sequence[object]] = ()) -> IO[bytes]:
    """Return the file: the table, one row as an example on a sheet of its own, and what each column takes."""
    headings = [column.heading for column in kind.columns]
    choices = {at: column.choices for at, column in enumerate(kind.columns) if column.choices}
    example = [column.example for column in kind.columns]
    return write_book(
        [
            Sheet(kind.title, headings, rows, choices),
            Sheet("Ví dụ", headings, [example], is_filtered=False),
            Sheet("Hướng dẫn", ["Cột", "Cần ghi", "Bắt buộc"], _guide(kind), is_filtered=False),
        ]
    )


def _guide(kind: SheetKind) -> list[tuple[str, str, str]]:
    rows = [(c.heading, c.hint, "Khi thêm mới" if c.is_required else "") for c in kind.columns]
    rules = [
        f"Điền vào trang “{kind.title}”, dưới dòng tiêu đề; không gộp ô, không dùng công thức. Nhiều nhất {grouped(MOST_ROWS)} dòng.",
        f"Với dòng đã có trên cổng: ô để trống giữ nguyên; ghi dấu {CLEAR} để xóa trống.",
        "Thứ tự cột thế nào cũng được; cột không cần thì bỏ. Ngày ghi ngày/tháng/năm.",
        "Gửi tệp xong, cổng cho xem trước từng thay đổi; có lỗi ở ô nào thì chưa ghi gì.",
    ]
    return [*rows, *(("Lưu ý", rule, "") for rule in rules)]


def unit_rows(alliance: Unit) -> Iterable[list[Any]]:
    """Yield the units of an alliance below it as rows of the table."""
    names = [column.name for column in UNIT_SHEET.columns]
    units = Unit.objects.filter(root_id=alliance.pk).exclude(kind=UnitKind.ALLIANCE).order_by("name", "pk")
    fields = ["parent__code" if name == "parent" else name for name in names]
    at = names.index("kind")
    for row in units.values_list(*fields).iterator(chunk_size=_TOGETHER):
        yield [*row[:at], UnitKind(row[at]).label, *row[at + 1 :]]


def people_rows(alliance: Unit) -> Iterable[list[Any]]:
    """Yield the present posts in an alliance below it as rows of the table."""
    posts = Position.objects.in_force(on=today()).filter(unit__root_id=alliance.pk).order_by("unit__name", "unit", "pk")
    fields = ("person", "unit__code", "person__full_name", "person__birth_date", "title", "is_head", "effective_from")
    for *said, is_head, since, user, email in posts.values_list(
        *fields, "person__user", "person__user__email"
    ).iterator(chunk_size=_TOGETHER):
        yield [str(said[0]), *said[1:], YES if is_head else NO, since, YES if user else NO, email]
