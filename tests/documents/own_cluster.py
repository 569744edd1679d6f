"""A PostgreSQL cluster of the test's own, which may be stopped in the middle of things."""

import shutil
import sys
from contextlib import contextmanager

import environ
from django.conf import settings
from django.core.management import call_command
from django.db import connection

sys.path.insert(0, str(settings.BASE_DIR / "script" / "lib"))

from ground.commands import throw_away_dir
from ground.places import find_server_user
from ground.private_postgres import PrivatePostgres


@contextmanager
def own_cluster():
    """Start a migrated cluster that is as durable as the real one; afterwards nothing of it is left."""
    folder = throw_away_dir()
    postgres = PrivatePostgres(folder / "postgres", log_dir=folder, user=find_server_user())
    try:
        postgres.start()
        with database_at(postgres.url):
            call_command("migrate", verbosity=0)
        yield postgres
    finally:
        postgres.stop()
        shutil.rmtree(folder)


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
