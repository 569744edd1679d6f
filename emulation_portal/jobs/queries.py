from typing import TYPE_CHECKING

from django.db.models import Count, Max, Min, Q

from .enums import JobState
from .models import Job, JobQuerySet

if TYPE_CHECKING:
    import datetime as dt


def years_of_jobs(jobs: JobQuerySet) -> list[int]:
    """Return the years from the first job's to the latest's, newest first: jobs are kept for a year or two."""
    ends = jobs.aggregate(first=Min("created_at__year"), last=Max("created_at__year"))
    return list(range(ends["last"], ends["first"] - 1, -1)) if ends["last"] else []


def counts_by_state(since: "dt.datetime") -> dict[str, int]:
    """Return how many jobs wait and run now, and how many ended since then."""
    ended = Q(finished_at__gte=since)
    return Job.objects.aggregate(
        queued=Count("pk", filter=Q(state=JobState.QUEUED)),
        running=Count("pk", filter=Q(state=JobState.RUNNING)),
        done=Count("pk", filter=ended & Q(state=JobState.DONE)),
        failed=Count("pk", filter=ended & Q(state=JobState.FAILED)),
    )
