"""PostgreSQL's own programs, and what is asked of the database before and after they ran."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.db import connection, transaction

from .archive import CHUNK
from .manifest import BackupError, TableState

# So that a row reads the same wherever and by whom it is summed up.
_SPELLING = """
SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, MDY'; SET LOCAL IntervalStyle = 'postgres';
SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1;
SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0
"""
_SUM = """
SELECT count(*), coalesce(sum(('x' || left(digest, 16))::bit(64)::bigint), 0)::text
FROM (SELECT md5((row_of_it.*)::text) AS digest FROM {table} AS row_of_it) AS digests
"""
_OURS = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
  AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
ORDER BY relname
"""
_PARAMETERS = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}
# An extension or a schema may have been there before, and be another's.
_OF_OTHERS = re.compile(r"^\d+; \d+ \d+ (?:COMMENT - (?:EXTENSION|SCHEMA)|SCHEMA - public)\b")


def server_version() -> int:
    connection.ensure_connection()
    return int(connection.connection.server_version) // 10000


def find_program(name: str) -> str:
    """Return the program that fits the server: of its version where there is one, else a newer one. Raises BackupError."""
    wanted = server_version()
    here = Path(f"/usr/lib/postgresql/{wanted}/bin/{name}")
    found = str(here) if here.exists() else shutil.which(name)
    if found is None:
        raise BackupError(f"{name} is not installed. Install it: apt-get install postgresql-client-{wanted}")
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"(\d+)\.?\d*", said)
    if version is None or int(version[1]) < wanted:
        raise BackupError(
            f"the server is PostgreSQL {wanted}, and {said.strip()} is older. Install postgresql-client-{wanted}"
        )
    return found


@contextmanager
def frozen_view() -> Iterator[str]:
    """See the database as it is at this moment for as long as the block lasts; give the name under which others see it so."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(_SPELLING)
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def table_states() -> dict[str, TableState]:
    """Return what all tables hold. Called in a `frozen_view`."""
    states = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        for (table,) in cursor.fetchall():
            cursor.execute(_SUM.format(table=f"public.{connection.ops.quote_name(table)}"))
            states[table] = TableState(*cursor.fetchone())
    return states


def check_empty() -> None:
    """Raise BackupError unless the database holds nothing, and this role may fill it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, has_schema_privilege('public', 'CREATE')")
        role, is_owner = cursor.fetchone()
        cursor.execute(_OURS)
        names = [name for (name,) in cursor.fetchall()]
    if names:
        database = connection.settings_dict["NAME"]
        raise BackupError(
            f"the database {database} is not empty: it has {names[0]} and {len(names) - 1} others. Restore into a new one; "
            "docs/backup.md says how it is made"
        )
    if not is_owner:
        raise BackupError(
            f"{role} may make no tables in this database. Restore as the role that owns it, with its DATABASE_URL"
        )


def dump(snapshot: str) -> Generator[bytes, None, None]:
    """Yield the dump of a `frozen_view` in pieces. Raises BackupError when pg_dump fails."""
    command = [find_program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
    command += [f"--snapshot={snapshot}", "--lock-wait-timeout=60s"]
    with _running(command) as process:
        assert process.stdout
        while chunk := process.stdout.read(CHUNK):
            yield chunk


def load(chunks: Iterable[bytes], table_of_contents: Iterable[bytes]) -> None:
    """Make everything that a dump holds, or nothing: it is one transaction. Both are the bytes of the dump."""
    program = find_program("pg_restore")
    with tempfile.NamedTemporaryFile("w", prefix="portal-restore-") as wanted:
        wanted.writelines(line for line in _contents(program, table_of_contents) if not _OF_OTHERS.match(line))
        wanted.flush()
        command = [program, "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        command += [f"--use-list={wanted.name}", f"--dbname={connection.settings_dict['NAME']}"]
        connection.close()
        with _running(command, stdin=subprocess.PIPE) as process:
            _feed(process, chunks)


def _contents(program: str, chunks: Iterable[bytes]) -> list[str]:
    with (
        tempfile.TemporaryFile("w+") as said,
        _running([program, "--list"], stdin=subprocess.PIPE, stdout=said) as process,
    ):
        _feed(process, chunks)
        process.wait()
        said.seek(0)
        return said.readlines()


def _feed(process: subprocess.Popen[bytes], chunks: Iterable[bytes]) -> None:
    assert process.stdin
    with suppress(BrokenPipeError):  # it has read enough, or its exit status says what was wrong
        for chunk in chunks:
            process.stdin.write(chunk)
        process.stdin.close()


@contextmanager
def _running(
    command: list[str], stdin: int = subprocess.DEVNULL, stdout: int | IO[str] = subprocess.PIPE
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of PostgreSQL's beside the block; it ends with it. Raises BackupError with its words when it fails."""
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=complaints, env=_environment()) as process,
    ):
        try:
            yield process
        except BaseException:
            process.kill()
            raise
        if process.stdin:
            with suppress(BrokenPipeError):
                process.stdin.close()
        if process.wait():
            complaints.seek(0)
            words = complaints.read().decode(errors="replace").strip()
            raise BackupError(f"{Path(command[0]).name} failed:\n{words[-4000:]}")


def _environment() -> dict[str, str]:
    """Return the variables by which the programs reach the database of this connection; the password is in no command line."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    given = connection.get_connection_params()
    return ours | {variable: str(given[name]) for name, variable in _PARAMETERS.items() if given.get(name)}
