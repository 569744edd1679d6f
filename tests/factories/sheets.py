"""Excel files as offices send them: made by a library, and some with what no library writes by itself."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from emulation_portal.accounts.models import User
from emulation_portal.spreadsheets.intake import Sent, SheetRow
from units.enums import ImportKind
from units.imports.unit_plan import plan_units
from units.models import SheetImport

from .people import alliance

HEADINGS = (
    "Mã đơn vị",
    "Tên đơn vị",
    "Tên gọi tắt",
    "Loại đơn vị",
    "Trực thuộc",
    "Xã, phường",
    "Địa chỉ",
    "Điện thoại",
    "Thư điện tử",
    "Ngày gia nhập",
)


def xlsx(rows: Sequence[Sequence[Any]], title: str = "Đơn vị", change: Callable[[Any], None] | None = None) -> bytes:
    """Return a file of these rows, the first of which are the headings; `change` may do to the sheet what it likes."""
    book = Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(list(row))
    if change:
        change(page)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def units_xlsx(*rows: Sequence[Any], change: Callable[[Any], None] | None = None) -> bytes:
    return xlsx([HEADINGS, *rows], change=change)


def edited(content: bytes, part: str, pattern: str, put: str) -> bytes:
    """Return the file with something else in one of its parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name).decode()
            new.writestr(name, re.sub(pattern, put, data) if name == part else data)
    return stream.getvalue()


def table(*, by: User, steps: int = 1) -> SheetImport:
    """Return a table of units that was sent and waits, as if it would create so many."""
    says = [{"code": f"HTX-9{at}", "name": "Hợp tác xã Mới", "kind": "cooperative"} for at in range(steps)]
    rows = [SheetRow(at, each) for at, each in enumerate(says, start=2)]
    table_sent = Sent({"code": "A", "name": "B", "kind": "C"}, rows)
    plan = plan_units(table_sent, alliance())
    return SheetImport.objects.create(
        kind=ImportKind.UNITS,
        alliance=alliance(),
        file_name="don-vi.xlsx",
        sha256="0" * 64,
        sent=table_sent.as_json(),
        steps=plan.steps,
        digest=plan.digest,
        rows=steps,
        created_count=steps,
        changed_count=0,
        same_count=0,
        problem_count=0,
        created_by=by,
    )


def sent(content: bytes, name: str = "don-vi.xlsx") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content)}
