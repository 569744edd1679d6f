"""Asking for background work. How it is carried out stands in `running`."""

from typing import Any

from django.db import models, transaction
from django.db.models.functions import Now

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError
from emulation_portal.core.vietnamese import squeeze
from emulation_portal.rights.held import Place, place_of

from .. import policies
from ..enums import JobState
from ..hints import send_hints
from ..models import Job
from ..registry import get_handler


class NotFailed(DomainError):
    """Only work that failed can be asked for again."""


def enqueue(
    kind: str,
    *,
    key: str,
    args: dict[str, Any],
    label: str,
    by: User | None = None,
    subject: models.Model | None = None,
    subject_url: str = "",
    at: Place | None = None,
    is_first: bool = False,
) -> Job:
    """Write down work for the background, in the transaction that makes it necessary; hint at it after commit.

    `at`: the unit for which it is done, when that is neither its subject's place nor where the asker serves.
    The same key again returns the job that is there, whatever has become of it. `is_first`: nobody can have asked before,
    since what it is done for is of this transaction; then nothing is looked up. Raises ValueError outside a
    transaction, for an unknown kind, or when another kind has the key.
    """
    if not transaction.get_connection().in_atomic_block:
        raise ValueError("enqueue() belongs into the transaction of the act that wants the work")
    queue, place = get_handler(kind).queue, place_of(subject, at=at, by=by)
    wanted: dict[str, Any] = {
        "kind": kind,
        "queue": queue,
        "args": args,
        "label": _clip(squeeze(label), 300),
        "subject_type": subject._meta.label_lower if subject else "",
        "subject_id": str(subject.pk) if subject else "",
        "subject_url": subject_url,
        "requested_by": by,
        "place": place.path if place else "",
        "hinted_at": Now(),  # about to be; taken back when Redis does not hear it
    }
    if is_first:
        job, created = Job.objects.create(key=key, **wanted), True
    else:
        job, created = Job.objects.get_or_create(key=key, defaults=wanted)
    if job.kind != kind:
        raise ValueError(f"the key {key!r} belongs to a job of kind {job.kind!r}, not {kind!r}")
    if created:
        _hint_after_commit(job)
    return job


@transaction.atomic
def retry(*, job_id: int, by: User) -> Job:
    """Thử lại: queue failed work again, with its full number of attempts.

    Raises PermissionDenied (neither requester nor office), NotFailed (somebody was faster). After commit: a hint.
    """
    job = Job.objects.select_for_update().get(pk=job_id)  # two clicks: the second sees what the first did
    policies.check_can_retry(by, job)
    if job.state != JobState.FAILED:
        raise NotFailed(f"“{job.label}” đang ở trạng thái “{job.get_state_display()}” nên không cần chạy lại.")
    reason, before = job.reason, job.state
    Job.objects.filter(pk=job.pk).update(
        state=JobState.QUEUED, attempts=0, reason="", progress_percent=0, not_before=None, finished_at=None,
        started_at=None, queued_at=Now(), hinted_at=Now(),
    )  # fmt: skip
    record(
        "job.retried", job, by=by, from_status=before, to_status=JobState.QUEUED,
        data={"failed_because": reason},
    )  # fmt: skip
    job.refresh_from_db()
    _hint_after_commit(job)
    return job


def _hint_after_commit(job: Job) -> None:
    def hint() -> None:
        if not send_hints([(job.pk, job.queue)]):
            Job.objects.filter(pk=job.pk).update(hinted_at=None)  # the next sweep tells it

    transaction.on_commit(hint, robust=True)


def _clip(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
