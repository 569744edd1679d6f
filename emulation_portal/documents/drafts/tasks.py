from celery import shared_task

from emulation_portal.core.dates import today

from . import actions


@shared_task(name="drafts.purge_imports")
def purge_imports(**_ignored: object) -> None:
    actions.purge_imports(on=today())


@shared_task(name="drafts.purge_readings")
def purge_readings(**_ignored: object) -> None:
    actions.purge_readings(on=today())
