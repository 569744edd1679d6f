"""Making a backup while the portal runs: the database as of one moment, and every file that it names.

Files are named by their content and stored before a row names them, so what is copied after that moment has all of them.
The notes beside the log are read before it: they name a seal that is in the database by then.
"""

import datetime as dt
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from emulation_portal.core.full_disk import is_disk_full
from emulation_portal.core.kept_files import NamedFile
from emulation_portal.files.storage import flush_folder
from emulation_portal.home.version import commit_of

from . import postgresql, stores
from .archive import DUMP, ArchiveWriter, check
from .manifest import FORMAT, BackupError, Manifest, applied_migrations, fingerprint_of_key

Say = Callable[[str], None]
_MOST_NAMED = 20


def save(path: Path, *, now: dt.datetime, overwrite: bool, despite_damage: bool, say: Say) -> Manifest:
    """Save database and files into one new file, which is there whole or not at all.

    Raises BackupError: it is there already, cannot be written, the disk is full, or a paper's file is not what it should be.
    """
    if Path(settings.MEDIA_ROOT).resolve() in path.resolve().parents:
        raise BackupError(f"{path} lies among the files that are saved. Choose another folder")
    with _new_file(path, overwrite=overwrite) as stream:
        manifest = _write(stream, now=now, despite_damage=despite_damage, say=say)
        say("Reading it back")
        _flush(stream)
        if check(stream) != manifest:
            raise BackupError(
                "what was read back is not what was written: this disk cannot be trusted. Save to another"
            )
    return manifest


def _write(stream: BinaryIO, *, now: dt.datetime, despite_damage: bool, say: Say) -> Manifest:
    writer = ArchiveWriter(stream, at=int(now.timestamp()))
    notes = stores.audit_notes()
    with postgresql.frozen_view() as view:
        say("Saving the database")
        with closing(postgresql.dump(view)) as chunks:
            writer.add(DUMP, chunks)
        tables, named, migrations = postgresql.table_states(), stores.named_files(), applied_migrations()
    for name, content in notes.items():
        writer.add(name, [content])
    say("Saving the stored files")
    damaged = _write_files(writer, named, say)
    if damaged and not despite_damage:
        raise BackupError(_told(damaged))
    for words in damaged:
        say(f"Saved although damaged: {words}")
    manifest = Manifest(
        format=FORMAT,
        made_at=now,
        commit=commit_of(settings.BASE_DIR / ".git"),
        postgresql=postgresql.server_version(),
        secret_key=fingerprint_of_key(),
        is_sample=settings.SAMPLE_PERSONAS,
        migrations=migrations,
        tables=tables,
        entries=list(writer.entries),
    )
    writer.finish(manifest)
    return manifest


def _write_files(writer: ArchiveWriter, named: dict[stores.FileInStorage, NamedFile], say: Say) -> list[str]:
    """Copy all that is stored; return what of it is not as the rows say, in words."""
    saved: dict[stores.FileInStorage, str] = {}
    unreadable: dict[stores.FileInStorage, str] = {}
    for file in stores.stored_files():
        try:
            saved[file] = writer.add(file.entry, stores.read(file)).sha256
        except stores.Unreadable as error:  # gone since it was listed, as copies go in the night; or the disk is bad
            unreadable[file] = str(error)
    if missing := [file for file in named if file not in saved]:
        now_named = stores.named_files()
        for file in [file for file in missing if file not in now_named]:
            del named[file]
            say(f"Left out, for it was removed meanwhile: {file.name}")
    return [
        f"{file.name} is missing: {unreadable.get(file, 'it is not there')}"
        if file not in saved
        else f"{file.name} has SHA-256 {saved[file]}"
        for file, as_named in named.items()
        if not as_named.may_be_made_again and saved.get(file) != as_named.sha256
    ]


def _told(damaged: list[str]) -> str:
    more = [f"… and {len(damaged) - _MOST_NAMED} others"] if len(damaged) > _MOST_NAMED else []
    words = "\n".join([*damaged[:_MOST_NAMED], *more])
    return (
        f"nothing was saved, for stored files are not what they should be:\n{words}\nTake them out of an older "
        "backup, as docs/backup.md says; or save all the same with --despite-damage"
    )


@contextmanager
def _new_file(path: Path, *, overwrite: bool) -> Iterator[BinaryIO]:
    """Give a file aside, which gets its name when the block ends well and goes when it does not."""
    part = path.with_name(f"{path.name}.part")
    try:
        _check_free(path, overwrite=overwrite)
        stream = _begin(part)
        try:
            with stream:
                yield stream
                _flush(stream)
                _check_free(path, overwrite=overwrite)
                part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        flush_folder(path.parent)
    except OSError as error:
        if is_disk_full(error):
            raise BackupError(
                f"there is no room for the backup in {path.parent.absolute()} ({error.strerror}). Nothing was kept of it. "
                "Make room, or save to another disk"
            ) from error
        raise BackupError(f"{error.filename or path} cannot be written: {error.strerror}. Nothing was saved") from error


def _check_free(path: Path, *, overwrite: bool) -> None:
    if path.is_dir() or (path.exists() and not overwrite):
        raise BackupError(f"{path} is there already. Choose another name, or say --overwrite")


def _begin(part: Path) -> BinaryIO:
    """Open the file aside for its owner alone, locked for as long as its writer lives: what a killed one left is taken over."""
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise BackupError(f"{part} is just being written by another backup. Wait for it") from None
    os.fchmod(handle, 0o600)
    os.ftruncate(handle, 0)
    return os.fdopen(handle, "w+b")


def _flush(stream: BinaryIO) -> None:
    """Have it all on the disk, and read from there from now on."""
    stream.flush()
    os.fsync(stream.fileno())
    os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
