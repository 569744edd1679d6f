from typing import TYPE_CHECKING

from django.db.models import Count, Q

from .enums import JobState
from .models import Job, JobQuerySet

if TYPE_CHECKING:
    import datetime as dt


def years_of_jobs(jobs: JobQuerySet) -> list[int]:
    """Return the years that hold jobs, newest first."""
    return [day.year for day in jobs.datetimes("created_at", "year", order="DESC")]


def counts_by_state(since: "dt.datetime") -> dict[str, int]:
    """Return how many jobs wait and run now, and how many ended since then."""
    ended = Q(finished_at__gte=since)
    return Job.objects.aggregate(
        queued=Count("pk", filter=Q(state=JobState.QUEUED)),
        running=Count("pk", filter=Q(state=JobState.RUNNING)),
        done=Count("pk", filter=ended & Q(state=JobState.DONE)),
        failed=Count("pk", filter=ended & Q(state=JobState.FAILED)),
    )
