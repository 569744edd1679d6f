"""Several at once, in threads and real transactions."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from emulation_portal.core.errors import DomainError


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads that start together; return "" or the name of the error of each."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        start.wait()
        try:
            act()
        except DomainError as error:
            return type(error).__name__
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def until_somebody_waits_for_a_lock() -> None:
    deadline = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            time.sleep(0.02)
    raise AssertionError("nobody waits for a lock")
