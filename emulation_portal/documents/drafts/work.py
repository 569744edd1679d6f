"""What drafts put on “Việc cần làm” beside what waits in their procedures: files and corrections not finished."""

import datetime as dt
from typing import Any

from emulation_portal.core.work import NOTHING, OfRows, WorkItem, WorkList
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

from .enums import DraftStatus, Relation
from .models import Draft, PaperImport


def unconfirmed_files(user: Any, on: dt.date) -> WorkList:
    """Return the user's own files that wait for their preview to be confirmed."""
    waiting = PaperImport.objects.visible_to(user).defer("source_text", "parsed").order_by("-pk")
    return OfRows(waiting, _item)


def unfinished_corrections(user: Any, on: dt.date) -> WorkList:
    """Return the transcriptions that an officer began to correct and has not put right yet; the clerk has them otherwise."""
    if not rights_of(user).hold(Role.OFFICER):
        return NOTHING
    begun = Draft.objects.visible_to(user).filter(
        drafted_by=user.pk, relation=Relation.CORRECTION, status=DraftStatus.DRAFT, revision=1
    )
    return OfRows(begun.order_by("-pk"), _correction)


def _correction(draft: Draft) -> WorkItem:
    return WorkItem(
        "Sửa chỗ sai của bản nhập lại",
        " ".join(draft.summary.split()),
        draft.get_absolute_url(),
        "Sửa chỗ sai",
        since=draft.owner_since,
    )


def _item(source: PaperImport) -> WorkItem:
    return WorkItem(
        "Xem lại tệp văn bản đã đọc", source.file_name, source.get_absolute_url(), "Xem lại", since=source.created_at
    )
