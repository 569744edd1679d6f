"""Clearing away the rows of work that ended long ago."""

import datetime as dt

from emulation_portal.core.retention import kept_from

from ..enums import JobState
from ..models import Job


def purge_jobs(*, on: dt.date) -> int:
    """Forget jobs that ended so long ago that their rows are kept no longer; return how many. Twice is harmless."""
    forgotten = 0
    for state, what in ((JobState.DONE, "jobs.done"), (JobState.FAILED, "jobs.failed")):
        limit = kept_from(what, on)
        if limit is not None:
            forgotten += Job.objects.filter(state=state, finished_at__lt=limit).delete()[0]
    return forgotten
