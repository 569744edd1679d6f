"""Tables that are sent as Excel files: one is sent and read, looked at, and written all at once or not at all."""

import datetime as dt
import hashlib
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError
from emulation_portal.files.actions import MAX_BYTES, clean_name
from emulation_portal.files.enums import FileKind
from emulation_portal.spreadsheets.intake import Sent, take_in

from ..imports.planning import ImportPlan, differences, in_order
from ..imports.registry import importers
from ..models import SheetImport, Unit

DIFFERENCES_TOLD = 20
_PLANNED = ("steps", "problems", "digest", "created_count", "changed_count", "same_count", "problem_count")


class ImportNotWritten(DomainError):
    """Nothing was written; the message says why and what to do."""


class ImportOutdated(ImportNotWritten):
    """What would be written now is not what was shown. `told`: how it differs."""

    def __init__(self, told: list[str]) -> None:
        super().__init__("Dữ liệu trên cổng đã đổi từ lúc bạn xem nên chưa ghi gì. Hãy xem lại rồi bấm ghi lần nữa.")
        self.told = told


def receive_table(kind: str, name: str, stream: BinaryIO, *, alliance: Unit, by: User) -> SheetImport:
    """Đọc bảng: keep what it says and what it would do; nothing else is written.

    Raises PermissionDenied, FileRefused.
    """
    importers()[kind].check(by, alliance)
    kept = _read(kind, name, stream.read(MAX_BYTES + 1), alliance, by)
    _save_in_parts(kept)  # when all else that was needed to plan is gone
    return kept


def _read(kind: str, name: str, content: bytes, alliance: Unit, by: User) -> SheetImport:
    importer = importers()[kind]
    sent = take_in(content, importer.sheet)
    plan = importer.plan(sent, alliance)
    kept = SheetImport(
        kind=kind,
        alliance=alliance,
        file_name=clean_name(name, FileKind.XLSX),
        sha256=hashlib.sha256(content).hexdigest(),
        rows=len(sent.rows),
        sent={} if plan.problems else sent.as_json(),
        created_by=by,
    )
    _keep_plan(kept, plan)
    return kept


def _save_in_parts(kept: SheetImport) -> None:
    """Write the long columns one after the other: each is held several times while it is written."""
    long = {name: getattr(kept, name) for name in ("sent", "steps")}
    with transaction.atomic():
        kept.sent, kept.steps = {}, []
        SheetImport.objects.bulk_create([kept])
        for name in list(long):
            setattr(kept, name, long.pop(name))
            kept.save(update_fields=[name])


def _keep_plan(kept: SheetImport, plan: ImportPlan) -> None:
    problems = in_order(plan.problems)
    kept.problems = [[problem.address, problem.message] for problem in problems]
    kept.steps = [] if problems else plan.steps
    kept.digest, kept.same_count, kept.problem_count = plan.digest, plan.same, len(problems)
    kept.created_count, kept.changed_count = plan.created, plan.changed


def apply_import(*, import_id: int, by: User, at: dt.datetime) -> SheetImport:
    """Ghi: do what was shown, in one transaction. Pressed twice it is done once; what has changed since is shown first.

    Raises PermissionDenied, ImportNotWritten (problems; somebody took a code a moment ago), ImportOutdated: its preview then
    shows what would be done now.
    """
    try:
        with transaction.atomic():
            kept, plan, told = _apply(import_id, by, at)
    except IntegrityError as error:
        raise ImportNotWritten(
            "Có người vừa ghi trùng với dữ liệu trong tệp nên chưa ghi gì. Hãy mở lại trang này rồi bấm ghi lần nữa."
        ) from error
    if told is not None:
        _keep_plan(kept, plan)
        kept.save(update_fields=_PLANNED)
        raise ImportOutdated(told)
    return kept


def _apply(import_id: int, by: User, at: dt.datetime) -> tuple[SheetImport, ImportPlan, list[str] | None]:
    kept = _own(import_id, by).select_for_update(of=("self",)).defer("steps", "problems").get()
    kept.importer.check(by, kept.alliance)
    if kept.done_at:
        return kept, ImportPlan(), None
    if kept.problem_count:
        raise ImportNotWritten("Tệp còn lỗi nên chưa ghi được. Hãy sửa tệp rồi gửi lại.")
    importer, sent = kept.importer, Sent.from_json(kept.sent)
    if importer.lock is not None:
        importer.lock(sent, kept.alliance)
    plan = importer.plan(sent, kept.alliance)
    if plan.problems:
        return kept, plan, [f"Ô {each.address}: {each.message}" for each in in_order(plan.problems)[:DIFFERENCES_TOLD]]
    if plan.digest != kept.digest:
        return kept, plan, differences(kept.steps, plan.steps)[:DIFFERENCES_TOLD]
    sent.rows.clear()  # many lines are much, and from here on the plan has what is needed of them
    plan.steps.clear()
    importer.write(plan, kept.alliance, by=by, on=at.date())
    kept.done_at = at
    kept.save(update_fields=["done_at"])
    facts: dict[str, Any] = {"kind": kept.kind, "file": kept.file_name, "sha256": kept.sha256, "rows": kept.rows}
    counts = {"created": kept.created_count, "changed": kept.changed_count}
    record("units.imported", kept.alliance, by=by, name=kept.file_name, at=kept.alliance, data=facts | counts)
    return kept, plan, None


@transaction.atomic
def discard_table(*, import_id: int, by: User) -> None:
    """Bỏ bảng: of one that was not written, as if it had never been sent. Twice is harmless. Raises PermissionDenied."""
    _own(import_id, by).filter(done_at=None).delete()


def _own(import_id: int, by: User) -> QuerySet[SheetImport]:
    """Return the table, if it is there still. Raises PermissionDenied for that of somebody else."""
    rows = SheetImport.objects.filter(pk=import_id)
    own = SheetImport.objects.visible_to(by).filter(pk=import_id)
    if rows.exists() and not own.exists():
        raise PermissionDenied("Bảng này do người khác gửi.")
    return own
