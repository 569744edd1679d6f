"""Telling Celery that a job is there. A hint may be lost, late or doubled: the row decides, the sweep hints again."""

import logging
from collections.abc import Iterable

from celery import current_app

log = logging.getLogger(__name__)

# A page waits for this, so it is short; a Redis that hangs costs one of these, a Redis that is down costs nothing.
_IMPATIENT = {"socket_connect_timeout": 1, "socket_timeout": 1, "max_retries": 0, "connect_retries_timeout": 1}


def send_hints(jobs: Iterable[tuple[int, str]]) -> bool:
    """Tell the workers of these (job id, queue); say whether Redis took all of them. Raises nothing.

    Each call has a connection of its own: nothing to go stale in a forked worker or when Redis comes back.
    """
    options = {**current_app.conf.broker_transport_options, **_IMPATIENT}
    try:
        with current_app.connection_for_write(transport_options=options) as connection:
            for job_id, queue in jobs:
                current_app.send_task(
                    "jobs.run", kwargs={"job_id": job_id}, queue=queue, connection=connection, retry=False
                )
    except Exception as error:  # whatever Redis or its client says: the work is safe in the database
        log.warning("Redis took no hint, the sweep will tell it again: %s: %s", type(error).__name__, error)
        return False
    return True
