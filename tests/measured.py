"""What `script/test --coverage` does not follow: tests that run over again what others run.

Following what is run makes it half as dear again, libraries included. So what is reported as run is a lower bound. Of a test of
many cases no more are followed when some in a row have shown nothing new.
"""

import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import coverage

# So many cases of one test may show nothing new before the others are not followed.
PATIENCE = 3
# By which coverage follows processes that a test starts.
FOLLOW_PROCESSES = "COVERAGE_PROCESS_CONFIG"


@contextmanager
def not_followed() -> Iterator[None]:
    """Let nothing be followed here, in threads and processes that are started meanwhile neither; nothing where nothing is."""
    if coverage.Coverage.current() is None:
        yield
        return
    here, in_threads, in_processes = sys.gettrace(), threading.gettrace(), os.environ.pop(FOLLOW_PROCESSES, None)
    sys.settrace(None)
    threading.settrace(None)
    try:
        yield
    finally:
        if in_processes is not None:
            os.environ[FOLLOW_PROCESSES] = in_processes
        threading.settrace(in_threads)
        sys.settrace(here)


class Novelty:
    """Which tests of many cases still show, in this process, something of the product that no test showed before."""

    def __init__(self) -> None:
        self._in_vain: Counter[str] = Counter()

    @contextmanager
    def followed(self, test: str) -> Iterator[None]:
        """Follow one case of a test, unless the last ones were followed in vain."""
        if coverage.Coverage.current() is None:
            yield
        elif self._in_vain[test] >= PATIENCE:
            with not_followed():
                yield
        else:
            before = _number_seen()
            yield
            self._in_vain[test] = 0 if _number_seen() > before else self._in_vain[test] + 1


def _number_seen() -> int:
    """Return how many steps from line to line were seen here. Coverage tells it without writing its file in no public way."""
    measured = coverage.Coverage.current()
    collector = measured and measured._collector
    return sum(map(len, collector.data.values())) if collector else 0
