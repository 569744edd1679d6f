from celery import shared_task

from emulation_portal.core.dates import today

from .actions.reading import purge_readings


@shared_task(name="drafts.purge_readings")
def purge(**_ignored: object) -> None:
    purge_readings(on=today())
