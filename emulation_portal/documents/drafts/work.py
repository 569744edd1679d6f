"""What drafts put on “Việc cần làm” beside what waits in their procedures: files that were read and not confirmed."""

import datetime as dt
from typing import Any

from emulation_portal.core.work import WorkItem

from .models import PaperImport


def work_items(user: Any, *, on: dt.date) -> list[WorkItem]:
    """Return the user's own files that wait for their preview to be confirmed."""
    waiting = PaperImport.objects.visible_to(user).defer("source_text", "parsed").order_by("-pk")
    return [
        WorkItem("Xem lại tệp văn bản đã đọc", source.file_name, source.get_absolute_url(), "Xem lại")
        for source in waiting[:5]
    ]
