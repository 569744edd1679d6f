from collections.abc import Iterator

import pgtrigger
import pytest
from django.test import TransactionTestCase


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
