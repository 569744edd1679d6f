"""How a claim ends: done, failed, or back in the queue. Each end is one transaction that first looks at the fence."""

import datetime as dt
import logging
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from ..enums import JobState
from ..models import Job
from ..registry import Handler, get_handler

log = logging.getLogger(__name__)

# Seconds before the second, third … attempt: soon for a hiccup, late for an outage.
BACKOFF_SECONDS = (2, 10, 60, 300)


class LeaseLost(Exception):
    """The job was given to another worker, which will bring it to its end. Nothing of ours may count."""


@transaction.atomic
def finish(job: Job, handler: Handler, result: Any) -> None:
    """Make the result count and mark the job done, both or neither. Raises LeaseLost and whatever the effect raises."""
    _lock_what_is_still_ours(job)
    outcome = handler.effect(job.args, result)
    _end(job, state=JobState.DONE, finished_at=Now(), progress_percent=100, outcome=outcome or {}, reason="")


@transaction.atomic
def fail(job: Job, reason: str) -> None:
    """Mark the job failed, with the reason its requester reads. Raises LeaseLost."""
    _lock_what_is_still_ours(job)
    _end(job, state=JobState.FAILED, finished_at=Now(), reason=reason)
    try:
        with transaction.atomic():
            get_handler(job.kind).on_failed(job.args, reason)
    except Exception:  # a broken epilogue must not hide the failure itself
        log.exception("job %s: on_failed of %s broke", job.pk, job.kind)


def give_back(job: Job, reason: str, *, now: bool = False) -> JobState:
    """Queue the job for its next attempt, or fail it when it has had its last. Raises LeaseLost."""
    if job.attempts >= settings.JOB_MAX_ATTEMPTS:
        fail(job, f"{reason} Đã thử {job.attempts} lần.")
        return JobState.FAILED
    pause = BACKOFF_SECONDS[min(job.attempts, len(BACKOFF_SECONDS)) - 1]
    with transaction.atomic():
        _lock_what_is_still_ours(job)
        _end(
            job,
            state=JobState.QUEUED,
            reason=f"{reason} Hệ thống tự thử lại (đã thử {job.attempts} lần).",
            hinted_at=None,
            not_before=None if now else Now() + dt.timedelta(seconds=pause),
            progress_percent=0,
        )
    return JobState.QUEUED


@transaction.atomic
def put_off(job: Job, reason: str) -> JobState:
    """Queue the job for a while later as if it had not been tried: the machine is to blame, not the work. Raises LeaseLost."""
    _lock_what_is_still_ours(job)
    pause = dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)
    _end(
        job,
        state=JobState.QUEUED,
        reason=reason,
        hinted_at=None,
        not_before=Now() + pause,
        progress_percent=0,
        attempts=F("attempts") - 1,
    )
    return JobState.QUEUED


def _lock_what_is_still_ours(job: Job) -> None:
    """The fence. While the lock is held nobody can take the job, however long ago the lease ended."""
    if not Job.objects.select_for_update().filter(pk=job.pk, owner=job.owner).exists():
        raise LeaseLost(f"job {job.pk} is no longer owned by {job.owner}")


def _end(job: Job, **changes: Any) -> None:
    Job.objects.filter(pk=job.pk).update(owner=None, lease_until=None, **changes)
