from collections.abc import Iterator
from pathlib import Path

import pgtrigger
import pytest
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.test import TransactionTestCase

FLUSHES = 20


def pytest_configure() -> None:
    # The real hasher takes a third of a second each, by design.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # whitenoise warns of a missing folder, and warnings are errors here.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True, scope="session")
def _flush_as_tests_need_it() -> Iterator[None]:
    """Transactional tests empty every table afterwards.

    The audit log refuses that, rightly, from everybody else. A worker, or a page that is still being answered, may hold
    one table and wait for another: the flush then steps back before the two block each other, and tries again.
    """
    teardown = TransactionTestCase._fixture_teardown

    def flush(self: TransactionTestCase) -> None:
        for attempt in range(1, FLUSHES + 1):
            try:
                # Shorter than deadlock_timeout (1 s), so that nobody is ever chosen as a victim.
                with pgtrigger.ignore(), connection.cursor() as cursor:
                    cursor.execute("SET lock_timeout = '500ms'")
                    teardown(self)
            except CommandError:
                if attempt == FLUSHES:
                    raise
            else:
                return
            finally:
                with connection.cursor() as cursor:
                    cursor.execute("RESET lock_timeout")

    TransactionTestCase._fixture_teardown = flush
    yield
    TransactionTestCase._fixture_teardown = teardown
