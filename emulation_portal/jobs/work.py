"""What `jobs` puts on the home page: one's own work that failed and waits for a decision."""

import datetime as dt
from typing import TYPE_CHECKING

from emulation_portal.core.work import OfRows, WorkItem, WorkList

from .enums import JobState
from .models import Job

if TYPE_CHECKING:
    from emulation_portal.accounts.models import User


def own_failed_jobs(user: "User", on: dt.date) -> WorkList:
    """Return the user's failed jobs, the latest first."""
    failed = Job.objects.filter(requested_by_id=user.pk, state=JobState.FAILED).order_by("-finished_at", "-pk")
    return OfRows(failed.only("label", "reason", "finished_at"), _item)


def _item(job: Job) -> WorkItem:
    return WorkItem(
        f"Chưa tạo được: {job.label}", job.reason, job.get_absolute_url(), "Xem và thử lại", since=job.finished_at
    )
