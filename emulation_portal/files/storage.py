"""Files that never change: written so that half a file cannot be seen, and read through before they are handed out."""

import fcntl
import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage

_ASIDE = ".writing-"
CHUNK = 256 * 1024


class FileDamaged(Exception):
    """The stored bytes are gone, or are not those that were kept."""


def open_verified(storage: Storage, name: str, sha256: str) -> IO[bytes]:
    """Return the stored file, read through once and found whole. Raises FileDamaged."""
    stream: IO[bytes] | None = None
    digest = hashlib.sha256()
    try:
        stream = storage.open(name)
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    except OSError as error:  # gone, or the disk gives its bytes no more
        if stream is not None:
            stream.close()
        raise FileDamaged(f"{name} cannot be read: {error}") from error
    if digest.hexdigest() != sha256:
        stream.close()
        raise FileDamaged(f"{name} has SHA-256 {digest.hexdigest()}, not {sha256}")
    stream.seek(0)
    return stream


class DurableFileSystemStorage(FileSystemStorage):
    """Write aside, flush to the disk, then rename: after a crash the name either holds the whole file or nothing."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name  # the name is the content, so the same name is the same file

    def _save(self, name: str, content: File) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_away_what_killed_writers_left(target.parent)
        handle, aside = _begin_aside(target.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                for chunk in content.chunks():
                    stream.write(chunk)
                stream.flush()
                os.fsync(stream.fileno())
            os.chmod(aside, 0o600)
            os.replace(aside, target)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
        flush_folder(target.parent)
        return name


def _begin_aside(folder: Path) -> tuple[int, str]:
    """Open a new file that is locked for as long as its writer lives."""
    while True:
        handle, aside = tempfile.mkstemp(dir=folder, prefix=_ASIDE)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle, aside
        os.close(handle)  # cleared away by another between its making and its lock


def _clear_away_what_killed_writers_left(folder: Path) -> None:
    for aside in folder.glob(f"{_ASIDE}*"):
        with suppress(OSError), aside.open("rb") as stream:  # BlockingIOError: its writer lives
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            aside.unlink()


def flush_folder(folder: Path) -> None:
    """Have the names in the folder on the disk: a file that was just renamed is there after a crash."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
