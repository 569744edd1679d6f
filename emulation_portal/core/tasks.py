from celery import shared_task

from .caching import purge_cache
from .dates import today


@shared_task(name="core.purge_cache")
def purge(**_ignored: object) -> None:
    purge_cache(on=today())
