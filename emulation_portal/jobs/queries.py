from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.timezone import localtime

from .enums import JobState
from .models import Job, JobQuerySet

if TYPE_CHECKING:
    import datetime as dt


def years_of_jobs(jobs: JobQuerySet) -> list[int]:
    """Return the years from the newest job back to the oldest: two rows are looked at, however many there are."""
    at = jobs.values_list("created_at", flat=True)
    years = [localtime(end).year for end in at.order_by("-pk")[:1].union(at.order_by("pk")[:1])]
    return list(range(max(years), min(years) - 1, -1)) if years else []


def counts_by_state(since: "dt.datetime") -> dict[str, int]:
    """Return how many jobs wait and run now, and how many ended since then."""
    ended = Q(finished_at__gte=since)
    return Job.objects.aggregate(
        queued=Count("pk", filter=Q(state=JobState.QUEUED)),
        running=Count("pk", filter=Q(state=JobState.RUNNING)),
        done=Count("pk", filter=ended & Q(state=JobState.DONE)),
        failed=Count("pk", filter=ended & Q(state=JobState.FAILED)),
    )
