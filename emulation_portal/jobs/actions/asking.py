"""Asking for background work. How it is carried out stands in `running`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction
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

# What workers do until the next sweep, and more; it tells them of the rest, so that nobody waits for thousands of hints.
HINTED_AT_ONCE = 500
ROWS_AT_ONCE = 1_000


class NotFailed(DomainError):
    """Only work that failed can be asked for again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """One piece of work that is asked for. `at`: the unit for which it is done, when that is neither its subject's
    place nor where the asker serves.
    """

    kind: str
    key: str
    args: dict[str, Any]
    label: str
    subject: models.Model | None = None
    subject_url: str = ""
    at: Place | None = None


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
    """Write down one piece of work for the background, as `enqueue_many` does several: never call it in a loop."""
    wish = Wish(kind=kind, key=key, args=args, label=label, subject=subject, subject_url=subject_url, at=at)
    return enqueue_many([wish], by=by, is_first=is_first)[0]


def enqueue_many(wishes: Sequence[Wish], *, by: User | None = None, is_first: bool = False) -> list[Job]:
    """Write down work for the background, in the transaction that makes it necessary; hint at it after commit.

    Returns the jobs in the order of the wishes. The same key again is the job that is there, whatever has become of it.
    `is_first`: nobody can have asked before, since what it is done for is of this transaction; then nothing is looked
    up. However many are asked for, they cost a few statements and one connection to Redis.
    Raises ValueError outside a transaction, for an unknown kind, or when another kind has the key.
    """
    if not transaction.get_connection().in_atomic_block:
        raise ValueError("work is asked for in the transaction of the act that wants it")
    wanted: dict[str, Job] = {}
    for wish in wishes:
        if wish.key not in wanted:
            wanted[wish.key] = _row(wish, by=by, is_hinted=len(wanted) < HINTED_AT_ONCE)
    if is_first:
        Job.objects.bulk_create(wanted.values(), batch_size=ROWS_AT_ONCE)
        known: dict[str, Job] = {}
    else:
        known = _write_what_is_missing(wanted)
    jobs = wanted | known
    for wish in wishes:
        if jobs[wish.key].kind != wish.kind:
            raise ValueError(
                f"the key {wish.key!r} belongs to a job of kind {jobs[wish.key].kind!r}, not {wish.kind!r}"
            )
    _hint_after_commit([job for key, job in wanted.items() if key not in known and job.hinted_at is not None])
    return [jobs[wish.key] for wish in wishes]


def _row(wish: Wish, *, by: User | None, is_hinted: bool) -> Job:
    place = place_of(wish.subject, at=wish.at, by=by)
    return Job(
        kind=wish.kind,
        queue=get_handler(wish.kind).queue,
        key=wish.key,
        args=wish.args,
        label=_clip(squeeze(wish.label), 300),
        subject_type=wish.subject._meta.label_lower if wish.subject else "",
        subject_id=str(wish.subject.pk) if wish.subject else "",
        subject_url=wish.subject_url,
        requested_by=by,
        place=place.path if place else "",
        hinted_at=Now() if is_hinted else None,  # about to be; taken back when Redis does not hear it
    )


def _write_what_is_missing(wanted: Mapping[str, Job]) -> dict[str, Job]:
    """Write the jobs whose keys nobody has; return the others as they stand.

    In the order of the keys, so that two who ask for the same do not wait crosswise.
    """
    known = Job.objects.in_bulk(list(wanted), field_name="key")
    while new := [wanted[key] for key in sorted(wanted) if key not in known]:
        try:
            with transaction.atomic():
                Job.objects.bulk_create(new, batch_size=ROWS_AT_ONCE)
            break
        except IntegrityError:  # somebody else asked for one of them a moment ago
            found = Job.objects.in_bulk(list(wanted), field_name="key")
            if len(found) == len(known):
                raise
            known = found
    return known


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
        state=JobState.QUEUED,
        attempts=0,
        reason="",
        progress_percent=0,
        not_before=None,
        finished_at=None,
        started_at=None,
        queued_at=Now(),
        hinted_at=Now(),
    )
    record(
        "job.retried",
        job,
        by=by,
        from_status=before,
        to_status=JobState.QUEUED,
        data={"failed_because": reason},
    )
    job.refresh_from_db()
    _hint_after_commit([job])
    return job


def _hint_after_commit(jobs: Sequence[Job]) -> None:
    hints = [(job.pk, job.queue) for job in jobs]
    if not hints:
        return

    def hint() -> None:
        if not send_hints(hints):
            Job.objects.filter(pk__in=[pk for pk, _ in hints]).update(hinted_at=None)  # the next sweep tells it

    transaction.on_commit(hint, robust=True)


def _clip(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
