from celery import current_task, shared_task
from django.conf import settings

from emulation_portal.core.dates import today

from . import actions

# The soft limit lets the work say that it took too long; the hard one, which kills the process, is the engine's.
_SOFT_LIMIT_SECONDS = max(10, settings.CELERY_TASK_TIME_LIMIT - 30)


@shared_task(name="jobs.run", soft_time_limit=_SOFT_LIMIT_SECONDS)
def run(*, job_id: int, **_ignored: object) -> None:
    actions.run(job_id, worker_name=current_task.request.hostname or "")


@shared_task(name="jobs.sweep")
def sweep(**_ignored: object) -> None:
    actions.sweep()


@shared_task(name="jobs.purge")
def purge(**_ignored: object) -> None:
    actions.purge_jobs(on=today())
