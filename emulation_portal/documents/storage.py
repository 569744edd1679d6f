"""Files that never change: named by their SHA-256 and written so that half a file cannot be seen."""

import fcntl
import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages

_ASIDE = ".writing-"
COPIES = "copies"  # the folder of what may be made again


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
        _flush_folder(target.parent)
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


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def document_storage() -> Storage:
    return storages["documents"]


def store(folder: str, content: bytes) -> tuple[str, str]:
    """Keep the bytes; return the storage name and the SHA-256 in hexadecimal. Storing the same again is harmless."""
    digest = hashlib.sha256(content).hexdigest()
    name = f"{folder}/{digest[:2]}/{digest}.pdf"
    document_storage().save(name, ContentFile(content))
    return name, digest
