"""Finding what was left behind. Beat asks for it every few seconds; two sweeps at once are harmless."""

import datetime as dt
import logging
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from ..enums import JobState
from ..hints import send_hints
from ..models import Job
from .ending import give_back

log = logging.getLogger(__name__)

_AT_ONCE = 500  # with the pause below: what a worker refuses within seconds, should all of it be known already


@dataclass
class Swept:
    hinted: int = 0
    given_back: int = 0
    failed: int = 0


def sweep() -> Swept:
    """Take jobs back from silent workers, and tell Redis again of jobs it seems to have forgotten."""
    swept = Swept()
    for job_id in Job.objects.silent().order_by("lease_until").values_list("pk", flat=True)[:_AT_ONCE]:
        state = _give_back_if_silent(job_id)
        swept.given_back += state == JobState.QUEUED
        swept.failed += state == JobState.FAILED
    swept.hinted = _hint_again()
    return swept


@transaction.atomic
def _give_back_if_silent(job_id: int) -> JobState | None:
    """Take one job back. A locked row is left alone: its effect is being committed, or another sweep has it."""
    job = Job.objects.silent().select_for_update(skip_locked=True).filter(pk=job_id).first()
    if job is None:
        return None
    state = give_back(job, "Máy xử lý dừng giữa chừng.", now=True)
    log.warning("job %s (%s): its worker went silent, now %s", job.pk, job.kind, state)
    return state


def _hint_again() -> int:
    """Tell Redis of waiting jobs that it was not told of lately, oldest first; return how many it took."""
    lately = Now() - dt.timedelta(seconds=settings.JOB_LEASE_SECONDS / 3)
    with transaction.atomic():
        forgotten = Job.objects.claimable().filter(Q(hinted_at=None) | Q(hinted_at__lt=lately))
        jobs = list(
            forgotten.select_for_update(skip_locked=True).order_by("queued_at").values_list("pk", "queue")[:_AT_ONCE]
        )
        Job.objects.filter(pk__in=[pk for pk, _ in jobs]).update(hinted_at=Now())
    if not jobs or send_hints(jobs):
        return len(jobs)
    Job.objects.filter(pk__in=[pk for pk, _ in jobs], state=JobState.QUEUED).update(hinted_at=None)
    return 0
