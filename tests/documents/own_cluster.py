"""A PostgreSQL cluster of the test's own, which may be stopped in the middle of things."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import environ
from django.conf import settings
from django.db import connection

from tests.jobs.machines import database_url

sys.path.insert(0, str(settings.BASE_DIR / "script" / "lib"))

from ground.commands import throw_away_dir
from ground.places import find_server_user
from ground.private_postgres import PrivatePostgres


@contextmanager
def own_cluster():
    """Start a cluster that is as durable as the real one, with our tables; afterwards nothing of it is left."""
    folder = throw_away_dir()
    postgres = PrivatePostgres(folder / "postgres", log_dir=folder, user=find_server_user())
    try:
        postgres.start()
        _copy_tables(database_url(), postgres.url)
        yield postgres
    finally:
        postgres.stop()
        shutil.rmtree(folder)


def _copy_tables(source, target):
    """Bring the tests' own tables over, which takes a tenth of migrating once more."""
    programs = Path(os.environ["PG_BIN"])
    dump = subprocess.run(
        [programs / "pg_dump", "--no-privileges", "--dbname", source], check=True, capture_output=True
    ).stdout
    restore = [programs / "psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", target]
    subprocess.run(restore, input=dump, check=True, capture_output=True)


@contextmanager
def database_at(url):
    """Let this process, its pages included, work on another database for a while."""
    here = environ.Env.db_url_config(url)
    usual = {name: connection.settings_dict[name] for name in ("HOST", "PORT", "USER", "PASSWORD", "NAME")}
    connection.close()
    connection.settings_dict.update({name: here[name] for name in usual})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(usual)
