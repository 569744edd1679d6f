"""What `jobs` puts on the home page: one's own work that failed and waits for a decision."""

import datetime as dt
from typing import TYPE_CHECKING

from emulation_portal.core.work import WorkItem

from .enums import JobState
from .models import Job

if TYPE_CHECKING:
    from emulation_portal.accounts.models import User

_AT_MOST = 5


def work_items(user: "User", *, on: dt.date) -> list[WorkItem]:
    """Return the user's failed jobs, the latest first."""
    failed = Job.objects.filter(requested_by_id=user.pk, state=JobState.FAILED).order_by("-finished_at")[:_AT_MOST]
    return [
        WorkItem(f"Chưa tạo được: {job.label}", job.reason, job.get_absolute_url(), "Xem và thử lại") for job in failed
    ]
