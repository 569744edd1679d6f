"""How the portal is, from outside in: database, Redis, and whether work is taken up.

A worker that no longer listens still answers pings, so the age of the oldest waiting job is asked instead.
"""

import datetime as dt
import logging
from dataclasses import dataclass

import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Case, F, Min, Q, When
from django.db.models.functions import Greatest
from redis.backoff import NoBackoff
from redis.retry import Retry

from .enums import JobState
from .models import Job

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Health:
    database: bool
    redis: bool
    oldest_waiting: dt.timedelta | None  # null: nothing waits, or the database cannot say

    @property
    def is_work_taken_up(self) -> bool:
        alarm = dt.timedelta(seconds=settings.JOB_OLDEST_WAITING_ALARM_SECONDS)
        return self.oldest_waiting is None or self.oldest_waiting < alarm

    @property
    def is_ready(self) -> bool:
        return self.database and self.redis and self.is_work_taken_up


def look(now: dt.datetime) -> Health:
    database = check_database()
    return Health(database, check_redis(), oldest_waiting_age(now) if database else None)


def check_database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError) as error:
        log.warning("the database does not answer: %s", error)
        return False
    return True


def check_redis() -> bool:
    """Ask once, and briefly: a Redis that hangs must not hang the question."""
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1, retry=Retry(NoBackoff(), 0)
    )
    try:
        return bool(client.ping())
    except redis.RedisError as error:
        log.warning("Redis does not answer: %s", error)
        return False
    finally:
        client.close()


def oldest_waiting_age(now: dt.datetime) -> dt.timedelta | None:
    """Return how long the longest-waiting job could have been taken up, were there a worker; null when none waits.

    Work that a silent worker holds waits since its lease ended; an attempt put off waits since its time came.
    """
    since = Case(
        When(state=JobState.RUNNING, then=F("lease_until")), default=Greatest("queued_at", "not_before")
    )  # fmt: skip
    waiting = Job.objects.filter(Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING)).annotate(since=since)
    oldest: dt.datetime | None = waiting.filter(since__lte=now).aggregate(oldest=Min("since"))["oldest"]
    return now - oldest if oldest else None
