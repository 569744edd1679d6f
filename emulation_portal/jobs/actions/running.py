"""Carrying out one job: claim, work, effect."""

import logging
import time
import uuid
from collections.abc import Callable
from typing import TypeVar

from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connection
from django.db.models import F
from django.db.models.functions import Now

from emulation_portal.core.errors import DomainError
from emulation_portal.core.full_disk import is_disk_full

from ..enums import JobState
from ..models import Job
from ..registry import Away, Interrupted, get_handler
from .ending import LeaseLost, fail, finish, give_back, put_off
from .lease import Lease, lease_end

log = logging.getLogger(__name__)

T = TypeVar("T")

# A restart of PostgreSQL takes some seconds; work that is finished waits for it rather than being done again.
_PAUSES_SECONDS = (0.2, 0.5, 1, 2, 4)


def run(job_id: int, worker_name: str) -> JobState | None:
    """Do the job's work and make it count once, whoever else was told to do it too.

    Returns the state the job was brought to, or None when it was not, or is no longer, ours.
    """
    job = claim(job_id)
    if job is None:
        return None
    log.info("job %s (%s): attempt %s by %s", job.pk, job.kind, job.attempts, worker_name)
    try:
        handler = get_handler(job.kind)
        with Lease(job) as lease:
            result = handler.work(job.args, lease.progress)
        close_old_connections()  # the connection may have died while the work ran: have it looked at before use
        _when_the_database_answers(lambda: finish(job, handler, result))
    except LeaseLost:
        log.warning("job %s: taken over by another worker; what we did is thrown away", job.pk)
        return None
    except DomainError as error:
        reason = str(error)
        return _unless_lost(lambda: fail(job, reason) or JobState.FAILED)
    except Exception as error:
        if isinstance(error, Away):
            log.warning("job %s (%s) is put off: %s", job.pk, job.kind, error)
        else:
            log.exception("job %s (%s): attempt %s failed", job.pk, job.kind, job.attempts)
        reason = reason_in_words(error)
        end = put_off if is_disk_full(error) or isinstance(error, Away) else give_back
        return _unless_lost(lambda: end(job, reason))
    return JobState.DONE


def claim(job_id: int) -> Job | None:
    """Take a waiting job, or return None: one conditional UPDATE decides between any number of workers."""
    owner = uuid.uuid4()
    taken = (
        Job.objects.claimable()
        .filter(pk=job_id)
        .update(
            state=JobState.RUNNING,
            owner=owner,
            lease_until=lease_end(),
            attempts=F("attempts") + 1,
            started_at=Now(),
            progress_percent=0,
        )
    )
    return Job.objects.filter(pk=job_id, owner=owner).first() if taken else None


def reason_in_words(error: Exception) -> str:
    """Say what went wrong as a user can read it; the technical part stands in the log."""
    if is_disk_full(error):
        return "Máy chủ hết chỗ lưu tệp. Việc được giữ lại và tự chạy khi có chỗ; bạn không cần gửi lại."
    match error:
        case Away():
            return f"{error} Cổng tự gửi lại cho đến khi được."
        case Interrupted() | DomainError():
            return str(error)
        case SoftTimeLimitExceeded():
            return "Việc chạy quá lâu nên bị dừng."
        case OperationalError() | InterfaceError():
            return "Mất kết nối với cơ sở dữ liệu."
        case MemoryError():
            return "Máy chủ không đủ bộ nhớ."
        case OSError():
            return "Máy chủ không đọc hoặc ghi được tệp, hoặc không kết nối được."
        case _:
            return "Có lỗi ngoài dự kiến; chi tiết nằm trong nhật ký máy chủ."


def _unless_lost(end: Callable[[], JobState]) -> JobState | None:
    close_old_connections()
    try:
        return _when_the_database_answers(end)
    except LeaseLost:
        return None


def _when_the_database_answers(end: Callable[[], T]) -> T:
    """Commit an end, waiting out a short outage. Twice is harmless: after a lost answer the fence finds us gone."""
    for pause in _PAUSES_SECONDS:
        try:
            return end()
        except (OperationalError, InterfaceError) as error:
            log.warning("the database does not answer, again in %s s: %s", pause, error)
            _forget_broken_connection()
            time.sleep(pause)
    return end()


def _forget_broken_connection() -> None:
    if not connection.in_atomic_block:
        try:
            connection.close()
        except DatabaseError:
            log.debug("closing a broken connection failed", exc_info=True)
