"""Several at once, in threads and real transactions."""

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
