"""Putting a backup into an empty place, and looking whether all of it is there and proves what it should."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import Error as DatabaseTrouble
from django.db import connection

from emulation_portal.audit.verifying import look_over
from emulation_portal.core.full_disk import is_disk_full
from emulation_portal.core.runtime_role import RoleRefused, check_role, let_owner_alone_ignore_triggers

from . import archive, postgresql, stores
from .manifest import BackupError, Manifest, TableState, applied_migrations, check_settings

Say = Callable[[str], None]


@dataclass
class Restored:
    """What came of it. `wrong`: what is in place and yet not as it should be, in words."""

    manifest: Manifest
    files: int = 0
    migrations: int = 0
    papers: int = 0
    events: int = 0
    wrong: list[str] = field(default_factory=list)


def restore(path: Path, *, with_another_key: bool, say: Say) -> Restored:
    """Restore a backup. Everything is looked at before anything is written; what cannot be finished is taken back.

    Raises BackupError: the file is damaged, the portal older, the key another, the place not empty, the disk full.
    """
    with _opened(path) as stream:
        say("Checking the backup")
        manifest = archive.check(stream)
        check_settings(manifest, with_another_key=with_another_key)
        _check_place(manifest)
        _put(stream, manifest, say)
    restored = Restored(manifest, files=len(manifest.entries) - 1)  # all but the dump
    for words, step in _AFTERWARDS.items():
        say(words)
        try:
            step(restored)
        except (DatabaseTrouble, CommandError) as error:  # all is in place by now, and stays
            restored.wrong.append(f"{words} failed: {error}")
            break
    return restored


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}") from None


def _check_place(manifest: Manifest) -> None:
    """Raise BackupError unless everything can be put where it belongs."""
    server = postgresql.server_version()
    if server < manifest.postgresql:
        raise BackupError(
            f"the backup is of PostgreSQL {manifest.postgresql}, and this server is {server}. Restore into the same or newer"
        )
    postgresql.check_empty()
    stores.check_no_files()
    postgresql.find_program("pg_restore")
    for entry in manifest.entries:
        if entry.name.startswith(f"{archive.FILES}/") and _file(entry.name).alias not in settings.STORAGES:
            raise BackupError(f"the portal has no storage for {entry.name}. Restore with the settings of the old one")
    if settings.RUNTIME_DATABASE_ROLE:
        try:
            with connection.cursor() as cursor:
                check_role(settings.RUNTIME_DATABASE_ROLE, cursor)
        except RoleRefused as error:
            raise BackupError(str(error)) from None


def _put(stream: BinaryIO, manifest: Manifest, say: Say) -> None:
    """Put files and rows in their place. The rows are one transaction and come last: without them, the files go again."""
    files: list[stores.FileInStorage] = []
    notes: list[Path] = []
    with ExitStack() as on_failure:
        on_failure.callback(lambda: stores.remove(files, notes))
        try:
            say("Restoring the stored files")
            _put_files(stream, files)
            for name, chunks in archive.entries(stream, f"{archive.AUDIT}/"):
                notes.append(stores.note_for_audit(name, b"".join(chunks)))
        except OSError as error:
            if is_disk_full(error):
                raise BackupError("there is no room for the stored files. What was restored is taken back") from error
            raise BackupError(f"a file cannot be stored: {error}. What was restored is taken back") from error
        say("Restoring the database")
        postgresql.load(_dump(stream), _dump(stream))
        on_failure.pop_all()


def _put_files(stream: BinaryIO, files: list[stores.FileInStorage]) -> None:
    for name, chunks in archive.entries(stream, f"{archive.FILES}/"):
        with TemporaryFile() as content:  # what a storage takes is read more than once by some
            for chunk in chunks:
                content.write(chunk)
            content.seek(0)
            files.append(_file(name))
            stores.keep(files[-1], content)


def _file(entry: str) -> stores.FileInStorage:
    _files, alias, name = entry.split("/", 2)
    return stores.FileInStorage(alias, name)


def _dump(stream: BinaryIO) -> Iterator[bytes]:
    for _name, chunks in archive.entries(stream, archive.DUMP):
        yield from chunks
        return


def _compare(restored: Restored) -> None:
    """Tell of tables that do not hold what was saved, and of files that are not the same bytes."""
    saved = restored.manifest
    with postgresql.frozen_view():
        there = postgresql.table_states()
    for table in sorted(saved.tables.keys() | there.keys()):
        if saved.tables.get(table) != there.get(table):
            restored.wrong.append(
                f"table {table}: {_told(saved.tables.get(table))} saved, {_told(there.get(table))} there"
            )
    wanted = {_file(entry.name): entry.sha256 for entry in saved.entries if entry.name.startswith(f"{archive.FILES}/")}
    for file, sha256 in wanted.items():
        if not stores.is_as_named(file, sha256):
            restored.wrong.append(f"{file.name} is not the file that was saved")


def _told(table: TableState | None) -> str:
    return f"{table.rows} rows with the sum {table.digest} were" if table else "it was not"


def _migrate(restored: Restored) -> None:
    """Bring an older backup up to this portal; grants what the portal's role may do, for a dump holds no grants."""
    with connection.cursor() as cursor:
        let_owner_alone_ignore_triggers(cursor)
    call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a dump brings no statistics, and without them pages are slow
    restored.migrations = len(set(applied_migrations()) - {tuple(each) for each in restored.manifest.migrations})


def _prove(restored: Restored) -> None:
    """Look whether every paper's file is what the paper says, and whether the log still says what was sealed."""
    for file, named in stores.named_files().items():
        if named.may_be_made_again:
            continue
        if stores.is_as_named(file, named.sha256):
            restored.papers += 1
        else:
            restored.wrong.append(f"{file.name} is missing, or not what its paper says")
    found = look_over()
    restored.events = found.events
    restored.wrong += found.named
    if more := found.count - len(found.named):
        restored.wrong.append(f"… and {more} other places of the log; audit_verify tells of it")


_AFTERWARDS = {
    "Comparing with what was saved": _compare,
    "Migrating the database": _migrate,
    "Looking over papers and log": _prove,
}
