"""How the portal is, from outside in: database, Redis, room for files, and whether work is taken up.

A worker that no longer listens still answers pings, so the age of the oldest waiting job is asked instead, and when the
sweep ran last: the clock asks for it every few seconds, so that either of the two has stopped when it has not.
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
from .models import Job, Routine
from .room import Room, look_for_room

log = logging.getLogger(__name__)

SWEEP, BACKUP = "jobs.sweep", "backup"
_PROBE = "emulation-portal:health"


@dataclass(frozen=True)
class Health:
    database: bool
    redis: bool
    room: Room
    oldest_waiting: dt.timedelta | None  # null: nothing waits, or the database cannot say
    swept: dt.timedelta | None  # how long ago; null: never, or the database cannot say
    failing: tuple[Routine, ...]
    backed_up: dt.timedelta | None = None  # how long ago; null: never, or the database cannot say

    @property
    def is_work_taken_up(self) -> bool:
        return self.oldest_waiting is None or self.oldest_waiting < _alarm()

    @property
    def is_worker_alive(self) -> bool:
        return self.swept is not None and self.swept < _alarm()

    @property
    def is_ready(self) -> bool:
        parts = (self.database, self.redis, self.room != Room.NONE, self.is_work_taken_up, self.is_worker_alive)
        return all(parts)

    @property
    def is_all_well(self) -> bool:
        """Return whether nobody needs to do anything, not even before something is full."""
        return self.is_ready and self.room == Room.ENOUGH and not self.failing and not self.is_backup_late

    @property
    def is_backup_late(self) -> bool:
        """Return whether somebody is to be told that the last backup is too old, or that there is none."""
        limit = dt.timedelta(hours=settings.BACKUP_ALARM_HOURS)
        return bool(limit) and self.database and (self.backed_up is None or self.backed_up > limit)


def _alarm() -> dt.timedelta:
    return dt.timedelta(seconds=settings.JOB_OLDEST_WAITING_ALARM_SECONDS)


def look(now: dt.datetime) -> Health:
    redis_answers, room = check_redis(), look_for_room()
    if not check_database():
        return Health(False, redis_answers, room, oldest_waiting=None, swept=None, failing=())
    routines = {routine.name: routine for routine in Routine.objects.order_by("name")}
    swept, backed_up = (_since_done(routines.get(name), now) for name in (SWEEP, BACKUP))
    return Health(
        database=True,
        redis=redis_answers,
        room=room,
        oldest_waiting=oldest_waiting_age(now),
        swept=swept,
        failing=tuple(routine for routine in routines.values() if routine.is_failing),
        backed_up=backed_up,
    )


def _since_done(routine: Routine | None, now: dt.datetime) -> dt.timedelta | None:
    return now - routine.done_at if routine and routine.done_at else None


def check_database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError) as error:
        log.warning("the database does not answer: %s", error)
        return False
    return True


def check_redis() -> bool:
    """Ask once, and briefly: a Redis that hangs must not hang the question.

    Something is written: a Redis that cannot save, or became a replica, answers pings and takes no hints.
    """
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1, retry=Retry(NoBackoff(), 0)
    )
    try:
        return bool(client.set(_PROBE, "1", ex=60))
    except redis.RedisError as error:
        log.warning("Redis does not answer: %s", error)
        return False
    finally:
        client.close()


def oldest_waiting_age(now: dt.datetime) -> dt.timedelta | None:
    """Return how long the longest-waiting job could have been taken up, were there a worker; null when none waits.

    Work that a silent worker holds waits since its lease ended; work whose attempts fail waits since it was wanted,
    between them too. What was put off, as a mail is whose server is away, waits since it may be tried again.
    """
    since = Case(
        When(state=JobState.RUNNING, then=F("lease_until")),
        When(attempts=0, then=Greatest("queued_at", "not_before")),
        default=F("queued_at"),
    )
    waiting = Job.objects.filter(Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING)).annotate(since=since)
    oldest: dt.datetime | None = waiting.filter(since__lte=now).aggregate(oldest=Min("since"))["oldest"]
    return now - oldest if oldest else None
