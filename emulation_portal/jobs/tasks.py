from typing import Any

from celery import current_task, shared_task
from celery.signals import task_failure, task_success
from django.conf import settings

from emulation_portal.core.dates import today
from emulation_portal.core.routines import routine

from . import actions

# The soft limit lets the work say that it took too long; the hard one, which kills the process, is the engine's.
_SOFT_LIMIT_SECONDS = max(10, settings.CELERY_TASK_TIME_LIMIT - 30)
_ROUTINES = frozenset(entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values())


@task_success.connect
def note_success(sender: Any, **_ignored: object) -> None:
    if sender.name in _ROUTINES:
        actions.note_routine(sender.name)


@task_failure.connect
def note_failure(sender: Any, exception: Exception, **_ignored: object) -> None:
    if sender.name in _ROUTINES:
        actions.note_routine(sender.name, exception)


@shared_task(name="jobs.run", soft_time_limit=_SOFT_LIMIT_SECONDS)
def run(*, job_id: int, **_ignored: object) -> None:
    actions.run(job_id, worker_name=current_task.request.hostname or "")


@routine("jobs.sweep", "Rà lại việc chạy nền")
def sweep(**_ignored: object) -> None:
    actions.sweep()


@routine("jobs.purge", "Xóa việc chạy nền đã quá hạn lưu")
def purge(**_ignored: object) -> None:
    actions.purge_jobs(on=today())
