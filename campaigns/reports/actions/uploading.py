"""The filled Excel form: received and compared, then all of it is written or nothing."""

import datetime as dt
import hashlib
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import QuerySet

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError
from emulation_portal.files.actions import MAX_BYTES, clean_name
from emulation_portal.files.enums import FileKind
from emulation_portal.spreadsheets.intake import Problem

from ..asked import Form, read_form
from ..excel.planning import AnotherForm, SheetPlan, meanwhile, plan_sheet
from ..excel.reading import read_file
from ..excel.said import Said
from ..models import ReportSheet, UnitReport
from ..policies import check_can_write
from ..typed import TypedWrong
from .writing import NotOpen, TypedRow, open_report, put_lines, put_text, put_value


class SheetWrong(DomainError):
    """Cells of the file cannot stand; `problems` say which and why. Nothing was kept."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("Tệp có ô chưa đúng nên chưa lưu gì. Hãy sửa trong tệp Excel rồi gửi lại.")
        self.problems = problems


class SheetGone(DomainError):
    """The file that was to be saved is there no more."""


class SheetOutdated(DomainError):
    """Somebody wrote after the preview was shown. `told`: where, and whose value stands; its preview is made anew."""

    def __init__(self, told: list[str]) -> None:
        super().__init__("Báo cáo đã đổi từ lúc bạn xem nên chưa lưu gì. Hãy xem lại rồi bấm “Lưu tất cả” lần nữa.")
        self.told = told


def receive_sheet(*, report: UnitReport, name: str, stream: BinaryIO, by: User) -> ReportSheet:
    """Đọc tệp: keep what it says and what it would change; the report stays as it is.

    Raises PermissionDenied, NotOpen, FileRefused, SheetWrong.
    """
    check_can_write(by, report)
    if not report.is_open:
        raise NotOpen(f"Báo cáo đang ở trạng thái “{report.get_status_display()}” nên không nhận tệp.")
    content, form = stream.read(MAX_BYTES + 1), read_form(report)
    said, problems = read_file(content, form)
    if problems:
        raise SheetWrong(problems)
    return ReportSheet.objects.create(
        report=report,
        file_name=clean_name(name, FileKind.XLSX),
        sha256=hashlib.sha256(content).hexdigest(),
        said=said.as_json(),
        created_by=by,
        **_shown_of(plan_sheet(said, form)),
    )


def _shown_of(plan: SheetPlan) -> dict[str, Any]:
    """Return the columns of what the preview shows."""
    return {"changes": [list(change) for change in plan.changes], "seen": plan.seen, "same_count": plan.same}


def save_sheet(*, sheet_id: int, by: User, now: dt.datetime) -> ReportSheet:
    """Lưu tất cả: write what the preview showed, in one transaction. Pressed twice it is done once.

    Raises PermissionDenied, NotOpen, SheetGone, AnotherForm, SheetOutdated: its preview then shows what would be written now.
    """
    with transaction.atomic():
        sheet, told = _save(sheet_id, by, now)
    if told is not None:
        raise SheetOutdated(told)
    return sheet


def _save(sheet_id: int, by: User, now: dt.datetime) -> tuple[ReportSheet, list[str] | None]:
    """Return the sheet, and when it was not written what is otherwise than it was shown."""
    sheet = _own(sheet_id, by).first()
    if sheet is not None and sheet.done_at:
        return sheet, None
    report = open_report(sheet.report_id, by=by) if sheet else None
    sheet = _own(sheet_id, by).select_for_update(of=("self",)).first()
    if sheet is None or report is None:
        raise SheetGone("Tệp này đã được bỏ nên chưa lưu gì. Hãy gửi lại tệp.")
    if sheet.done_at:
        return sheet, None
    form, plan = _plan(report, sheet)
    if told := _what_differs(sheet, plan, form):
        ReportSheet.objects.filter(pk=sheet.pk).update(**_shown_of(plan))
        return sheet, told
    _write(report, plan, by=by, now=now)
    sheet.done_at = now
    sheet.save(update_fields=["done_at"])
    facts: dict[str, Any] = {"file": sheet.file_name, "sha256": sheet.sha256, "changes": len(plan.changes)}
    record("report.filled_from_file", report, by=by, data=facts)
    return sheet, None


def _plan(report: UnitReport, sheet: ReportSheet) -> tuple[Form, SheetPlan]:
    form = read_form(report)
    try:
        return form, plan_sheet(Said.from_json(sheet.said), form)
    except TypedWrong:  # the catalogue's limits are others by now
        raise AnotherForm from None


def _what_differs(sheet: ReportSheet, plan: SheetPlan, form: Form) -> list[str]:
    if told := meanwhile(sheet.changes, sheet.seen, plan, form):
        return told
    shown = [change[:5] for change in sheet.changes]
    if shown != [list(change[:5]) for change in plan.changes]:
        return ["Tên hoặc cách ghi của chỉ tiêu đã đổi."]
    return []


def _write(report: UnitReport, plan: SheetPlan, *, by: User, now: dt.datetime) -> None:
    seen = dict(plan.seen)
    for indicator, raw in plan.values:
        typed = TypedRow(indicator, raw, seen=seen[indicator.code])
        seen[indicator.code] = put_value(report, typed, by=by, now=now).revision
    for indicator, lines in plan.lines:
        put_lines(report, indicator, lines, seen=seen[indicator.code], by=by, now=now)
    for part, body in plan.texts:
        put_text(report, part, body, seen=seen[part.value], by=by, now=now)


@transaction.atomic
def discard_sheet(*, sheet_id: int, by: User) -> None:
    """Bỏ tệp: of one that was not saved, as if it had never been sent. Twice is harmless."""
    _own(sheet_id, by).filter(done_at=None).delete()


def _own(sheet_id: int, by: User) -> QuerySet[ReportSheet]:
    return ReportSheet.objects.filter(pk=sheet_id, created_by=by.pk)
