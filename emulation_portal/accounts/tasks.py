from celery import shared_task

from emulation_portal.core.dates import today

from .actions import purge_sessions


@shared_task(name="accounts.purge_sessions")
def purge(**_ignored: object) -> None:
    purge_sessions(on=today())
