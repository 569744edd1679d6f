"""Ghi sổ: the columns of the register that are the clerk's own. What the paper says is never edited here."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.changes import plain
from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import Read, check_read

from .. import policies
from ..models import RegisterEntry


class WrongLine(DomainError):
    """What was written cannot stand in this line of the book."""


@dataclass(frozen=True)
class ClerkColumns:
    """Columns 6 to 10 of Sổ đăng ký văn bản đi. Source: NĐ 30/2020, Phụ lục IV."""

    archive_holder: str
    copies: int | None
    forwarded_on: dt.date | None
    received_by: str
    note: str


@transaction.atomic
def edit_line(
    *, entry_id: int, columns: ClerkColumns, by: User, today: dt.date, read: Read | None = None
) -> RegisterEntry:
    """Write the clerk's columns; the log keeps what stood there before. Nothing changed, nothing is logged.

    Raises PermissionDenied, WrongLine (void, or sent before the paper's date or in the future), ChangedMeanwhile.
    """
    entry = RegisterEntry.objects.select_for_update().get(pk=entry_id)
    policies.check_can_number(by, entry)
    if entry.voided_at:
        raise WrongLine(f"Số {entry.printed_number} đã hủy nên dòng này không sửa được nữa.")
    sent = columns.forwarded_on
    if sent and not entry.issued_on <= sent <= today:
        raise WrongLine(
            f"Ngày chuyển phải từ ngày văn bản ({short_date(entry.issued_on)}) đến hôm nay ({short_date(today)})."
        )
    changes = {
        name: [plain(getattr(entry, name)), plain(value)]
        for name, value in vars(columns).items()
        if getattr(entry, name) != value
    }
    if changes:
        check_read(entry, read)
        for name in changes:
            setattr(entry, name, getattr(columns, name))
        entry.save(update_fields=list(changes))
        record("register.line_edited", entry, by=by, data={"changed": changes})
    return entry
