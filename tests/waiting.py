"""Waiting for what another process or thread does. A busy machine only takes longer."""

import time
from collections.abc import Callable
from typing import TypeVar

from django.db import connection

T = TypeVar("T")
PATIENCE = 300  # seconds, spent only when what is waited for never comes


def until(condition: Callable[[], T], what: str = "", *, seconds: float = PATIENCE) -> T:
    """Wait for a condition and return what it gave. Fails the test when it does not come true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what or condition} did not come within {seconds} s")


def until_somebody_waits_for_a_lock() -> None:
    """Wait until another connection to this test's database stands before a row that is locked."""

    def waiting() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(  # what another does is told to its owner only; which locks it lacks, to everybody
                "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE datname = current_database() AND NOT granted"
            )
            return cursor.fetchone()[0]

    until(waiting, "somebody who waits for a lock")
