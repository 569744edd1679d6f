"""What `script/test --coverage` does not follow: tests that run over again what others run.

Following what is run makes it half as dear again, libraries included. So what is reported as run is a lower bound.
"""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import coverage

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
