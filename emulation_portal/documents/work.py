"""What issued papers put on “Việc cần làm”: those of which the book does not say yet when they were sent out."""

import datetime as dt
from functools import partial
from typing import Any

from emulation_portal.core.work import NOTHING, OfRows, WorkItem, WorkList
from emulation_portal.law.working_days import after_working_days
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

from .enums import DocumentStatus, EntryKind
from .models import Document
from .regulations import DAYS_TO_SEND_OUT


def not_sent_out(user: Any, on: dt.date) -> WorkList:
    """Return the papers in force whose line of the book has no day of sending. Source: NĐ 30/2020/NĐ-CP Điều 18."""
    if not rights_of(user).hold(Role.CLERK):
        return NOTHING
    own = Document.objects.filter(rights_of(user).reach("issuer__unit", Role.CLERK))
    in_the_book = own.filter(entry__isnull=False)  # what a unit issued is in no book
    waiting = in_the_book.filter(status=DocumentStatus.ISSUED, kind=EntryKind.ISSUED, entry__forwarded_on=None)
    return OfRows(
        waiting.only("document_type", "number", "symbol", "issued_on", "frozen_at", "entry_id").order_by(
            "frozen_at", "pk"
        ),
        partial(_item, on=on),
    )


def _item(document: Document, *, on: dt.date) -> WorkItem:
    due_on = after_working_days(document.issued_on, DAYS_TO_SEND_OUT)
    return WorkItem(
        "In, trình ký, đóng dấu, gửi, rồi ghi ngày chuyển vào sổ",
        str(document),
        document.entry_url,
        "Ghi ngày chuyển",
        since=document.frozen_at,
        due_on=due_on,
        is_late=due_on < on,
    )
