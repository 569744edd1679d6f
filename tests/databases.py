"""The first process of a run that needs a database migrates one; the others begin with a copy of it."""

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from django.core.management import call_command
from django.db import connection

from .measured import not_followed

TEMPLATE = "migrated"


def use_migrated_template() -> None:
    """Let this process's database be made from the migrated one, which is made first if nobody has yet."""
    with _one_at_a_time(), _server() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {TEMPLATE}")
            with _database_named(TEMPLATE), not_followed():
                call_command("migrate", verbosity=0)
    connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Keep out the other processes of this run, which share its folder for temporary files."""
    with (Path(tempfile.gettempdir()) / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _server() -> Iterator[psycopg2.extensions.cursor]:
    of = connection.settings_dict
    admin = psycopg2.connect(
        dbname="postgres", host=of["HOST"], port=of["PORT"], user=of["USER"], password=of["PASSWORD"]
    )
    admin.autocommit = True
    try:
        with admin.cursor() as cursor:
            yield cursor
    finally:
        admin.close()


@contextmanager
def _database_named(name: str) -> Iterator[None]:
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
