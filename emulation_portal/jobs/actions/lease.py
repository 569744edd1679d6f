"""Keeping a claimed job ours while its work runs."""

import datetime as dt
import logging
import threading
import time
from types import TracebackType

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now

from ..models import Job
from .ending import LeaseLost

log = logging.getLogger(__name__)

_SECONDS_BETWEEN_WRITES = 0.3


def lease_end() -> CombinedExpression:
    """Return when a lease taken now runs out, by the database's clock."""
    return Now() + dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)


class Lease:
    """Renews the lease from a thread, so that slow work need not think of it; a killed process stops renewing.

    The thread opens its connection at the first renewal: short work pays nothing for it.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self._is_lost = False
        self._written_at = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep_renewing, name=f"lease of job {job.pk}", daemon=True)

    def __enter__(self) -> "Lease":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop.set()
        self._thread.join(timeout=1)  # not for ever: the database may be the one that hangs

    def progress(self, percent: int) -> None:
        """Show how far the work has come. Raises LeaseLost; a database that is away only costs the display."""
        if self._is_lost:
            raise LeaseLost(f"job {self.job.pk} was given to another while it was worked on")
        if time.monotonic() - self._written_at < _SECONDS_BETWEEN_WRITES:
            return
        self._written_at = time.monotonic()
        self._renew(progress_percent=max(0, min(100, percent)))
        if self._is_lost:
            raise LeaseLost(f"job {self.job.pk} was given to another while it was worked on")

    def _renew(self, **changes: int) -> None:
        try:
            mine = Job.objects.filter(pk=self.job.pk, owner=self.job.owner)
            self._is_lost = mine.update(lease_until=lease_end(), **changes) == 0
        except (DatabaseError, InterfaceError) as error:
            log.warning("job %s: the lease was not renewed: %s", self.job.pk, error)
            connection.close()

    def _keep_renewing(self) -> None:
        try:
            while not self._is_lost and not self._stop.wait(settings.JOB_LEASE_SECONDS / 3):
                self._renew()
        finally:
            connection.close()
