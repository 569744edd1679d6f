"""A database that lives as long as one script, which migrates it and tells what it found as JSON."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings
from django.db import connection


def told_by(script: Path, **environment: str) -> Any:
    """Run a script in a process of its own, over an empty database of its own, and return what it told."""
    with _empty_database() as url:
        own = {"DATABASE_URL": url, "PYTHONPATH": str(settings.BASE_DIR), **environment}
        done = subprocess.run(
            [sys.executable, str(script)],
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | own,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@contextmanager
def _empty_database() -> Iterator[str]:
    """Make a database beside that of the tests and yield its address; nothing of it stays."""
    server, name = connection.settings_dict, f"migrated_{os.getpid()}"
    where = {"host": server["HOST"], "port": server["PORT"], "user": server["USER"], "password": server["PASSWORD"]}
    admin = psycopg2.connect(dbname="postgres", **where)
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield f"postgres://{where['user']}:{where['password']}@{where['host']}:{where['port']}/{name}"
    finally:
        with admin.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        admin.close()
