import gc
import sys
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from django.conf import settings
from django.core.management.base import CommandError
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections, connection
from django.db.backends.signals import connection_created
from django.test import TransactionTestCase

from emulation_portal.core.runtime_role import grant_to

from . import databases, measured, turns

sys.path.insert(0, str(settings.BASE_DIR / "script" / "lib"))

from ground.private_postgres import RUNTIME_USER

FLUSHES = 200
# Between two looks for garbage. With Python's own 700, 121 tests and the migration before them took 36 s, and take 30 s so.
NEW_OBJECTS = 20_000
# Left out by script/test --fast. That tests bear these marks, test_marks.py holds.
HEAVY = ("browser", "worker", "ground", "migration", "slow")
# Not followed by script/test --coverage: what these run of the product, others run too. Migrations are not measured.
NEVER_FOLLOWED = {*HEAVY, "repeats"}
NOT_FOLLOWED = pytest.StashKey[bool]()
NOVELTY = measured.Novelty()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fast", action="store_true", help=f"leave out what is marked {', '.join(HEAVY)}")
    parser.addoption(
        "--every-actor", action="store_true", help="ask every page as everybody, not as one of each class of rights"
    )


def pytest_configure(config: pytest.Config) -> None:
    turns.EVERYBODY_ASKS = config.getoption("every_actor")
    if config.getoption("fast"):
        wanted, light = config.option.markexpr, f"not ({' or '.join(HEAVY)})"
        config.option.markexpr = f"({wanted}) and {light}" if wanted else light
    # The real hasher takes a third of a second each, by design.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # whitenoise warns of a missing folder, and warnings are errors here.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {mark.name for mark in item.iter_markers()} & NEVER_FOLLOWED:
            item.stash[NOT_FOLLOWED] = True


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what stays to the end: Django, the product and the tests themselves."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    with _as_it_is_followed(item):
        return (yield)


def _as_it_is_followed(item: pytest.Item) -> AbstractContextManager[None]:
    if NOT_FOLLOWED in item.stash:
        return measured.not_followed()
    name, _, case = item.nodeid.partition("[")
    return NOVELTY.followed(name) if case else nullcontext()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any, request: pytest.FixtureRequest
) -> None:
    """Migrate once for all processes of a run. One process alone gains nothing by it."""
    if hasattr(request.config, "workerinput"):
        with django_db_blocker.unblock():
            databases.use_migrated_template()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The whole server is thrown away: a database that a killed worker has not left yet need not be dropped first."""
    return True


@pytest.fixture(autouse=True, scope="session")
def _flush_as_tests_need_it() -> Iterator[None]:
    """Transactional tests empty every table afterwards, that of the cache too: it counts who knocked at the door.

    The audit log refuses that, rightly, from everybody else. A worker, or a page that is still being answered, may hold
    one table and wait for another: the flush then steps back before the two block each other, and tries again.
    """
    teardown = TransactionTestCase._fixture_teardown

    def flush(self: TransactionTestCase) -> None:
        for attempt in range(1, FLUSHES + 1):
            try:
                # Shorter than deadlock_timeout (1 s), so that nobody is ever chosen as a victim.
                with pgtrigger.ignore(), connection.cursor() as cursor:
                    cursor.execute("RESET ROLE")  # only who owns the tables empties them
                    cursor.execute("SET lock_timeout = '500ms'")
                    teardown(self)
                    cursor.execute("TRUNCATE cache")  # no model's table
            except (CommandError, OperationalError):
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


@pytest.fixture(scope="session")
def runtime_role(django_db_setup, django_db_blocker) -> str:
    """The role that the portal runs as, which may do in the tests' tables what it may do in an office's."""
    with django_db_blocker.unblock():
        grant_to(RUNTIME_USER)
    return RUNTIME_USER


@pytest.fixture
def as_the_portal(runtime_role: str, django_db_blocker) -> Iterator[None]:
    """The test's connections, those that are opened anew too, have the rights of the portal's own role."""

    def take_role(connection, **_kwargs) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {runtime_role}")

    with django_db_blocker.unblock():
        connection_created.connect(take_role)
        if connection.connection:
            take_role(connection)
        yield
        connection_created.disconnect(take_role)
        if connection.connection and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")


@pytest.fixture
def served(settings, tmp_path: Path) -> Iterator[None]:
    """Serve the portal that is measured inside the test's transaction, which a request's end would close."""
    settings.ROOT_URLCONF = "emulation_portal.accounts.measured_urls"
    settings.MEDIA_ROOT = tmp_path
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)
