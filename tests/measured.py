"""What `script/test --coverage` follows: of a test with many cases every eighth, and no test that repeats what others run.

Following what is run makes it half as dear again, libraries included, and most cases run the same lines. So what is
reported as run is a lower bound; a line that is reported as not run may be run by a case that was not followed.
"""

import os
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import coverage

EVERY = 8
# By which coverage follows processes that a test starts.
FOLLOW_PROCESSES = "COVERAGE_PROCESS_CONFIG"


def left_out(tests: Iterable[tuple[str, str]]) -> set[int]:
    """Return the places of the cases that are not followed. Each test is the names of its module and of itself.

    Every test of a module begins its count one further: tables that share their rows are followed at other rows.
    """
    cases: Counter[tuple[str, str]] = Counter()
    begins: dict[tuple[str, str], int] = {}
    tests_of: Counter[str] = Counter()
    found = set()
    for place, test in enumerate(tests):
        if test not in begins:
            begins[test] = tests_of[test[0]]
            tests_of[test[0]] += 1
        if cases[test] and (cases[test] + begins[test]) % EVERY:
            found.add(place)
        cases[test] += 1
    return found


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
