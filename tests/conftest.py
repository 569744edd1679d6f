from collections.abc import Iterator
from pathlib import Path

import pgtrigger
import pytest
from django.conf import settings
from django.test import TransactionTestCase


def pytest_configure() -> None:
    # The real hasher takes a third of a second each, by design.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # whitenoise warns of a missing folder, and warnings are errors here.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True, scope="session")
def _allow_flush_of_append_only_tables() -> Iterator[None]:
    """Transactional tests empty every table afterwards; the audit log refuses that, rightly, from everybody else."""
    teardown = TransactionTestCase._fixture_teardown

    def teardown_without_triggers(self: TransactionTestCase) -> None:
        with pgtrigger.ignore():
            teardown(self)

    TransactionTestCase._fixture_teardown = teardown_without_triggers
    yield
    TransactionTestCase._fixture_teardown = teardown
