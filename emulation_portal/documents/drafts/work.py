"""What drafts put on “Việc cần làm” beside what waits in their procedures: files that were read and not confirmed."""

import datetime as dt
from typing import Any

from emulation_portal.core.work import OfRows, WorkItem, WorkList

from .models import PaperImport


def unconfirmed_files(user: Any, on: dt.date) -> WorkList:
    """Return the user's own files that wait for their preview to be confirmed."""
    waiting = PaperImport.objects.visible_to(user).defer("source_text", "parsed").order_by("-pk")
    return OfRows(waiting, _item)


def _item(source: PaperImport) -> WorkItem:
    return WorkItem(
        "Xem lại tệp văn bản đã đọc", source.file_name, source.get_absolute_url(), "Xem lại", since=source.created_at
    )
