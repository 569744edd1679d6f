"""The files beside the database: those of the storages, and what is noted beside the log."""

import hashlib
import os
from collections.abc import Container, Iterable, Iterator
from pathlib import Path, PurePath
from typing import IO, NamedTuple

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages

from emulation_portal.core.declarations import declared
from emulation_portal.core.kept_files import KeptFiles, NamedFile

from .archive import AUDIT, CHUNK, FILES
from .manifest import BackupError

_NOT_OURS = "staticfiles"  # made from the checkout


class Unreadable(Exception):
    """A stored file cannot be read."""


class FileInStorage(NamedTuple):
    alias: str
    name: str

    @property
    def entry(self) -> str:
        return f"{FILES}/{self.alias}/{self.name}"


def stored_files() -> Iterator[FileInStorage]:
    """Yield what lies in all storages, each file once; what a writer has only half written does not count."""
    places = _places()
    for place, alias in places.items():
        yield from (FileInStorage(alias, name) for name in _names(storages[alias], place, places))


class _Place(NamedTuple):
    """Where files lie: a folder of this machine, or the beginning of names in a bucket."""

    bucket: str
    path: PurePath


def _places() -> dict[_Place, str]:
    """Return the storages that keep files by their places, those first whose files rows name; of one place, one storage."""
    told = [kept.storage for kept in declared(KeptFiles)]
    places: dict[_Place, str] = {}
    for alias in dict.fromkeys([*told, *settings.STORAGES]):
        if alias != _NOT_OURS:
            places.setdefault(_place_of(alias), alias)
    return places


def _place_of(alias: str) -> _Place:
    storage = storages[alias]
    return _Place(getattr(storage, "bucket_name", ""), PurePath(getattr(storage, "location", alias)))


def _names(storage: Storage, place: _Place, places: Container[_Place], folder: str = "") -> Iterator[str]:
    """Yield the names below a folder, except where the place of another storage begins."""
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    beginning = f"{folder}/" if folder else ""
    yield from (f"{beginning}{name}" for name in sorted(names) if not name.startswith("."))
    for inner in (f"{beginning}{name}" for name in sorted(folders)):
        if place._replace(path=place.path / inner) not in places:
            yield from _names(storage, place, places, inner)


def named_files() -> dict[FileInStorage, NamedFile]:
    """Return the files that rows name. Where equal bytes are a paper's and a copy's, the paper's word counts."""
    found: dict[FileInStorage, NamedFile] = {}
    places = _places()
    for kept in declared(KeptFiles):
        alias = places[_place_of(kept.storage)]
        for named in kept.named():
            file = FileInStorage(alias, named.name)
            if file not in found or not named.may_be_made_again:
                found[file] = named
    return found


def read(file: FileInStorage) -> Iterator[bytes]:
    """Yield the bytes of a stored file. Raises Unreadable."""
    try:
        with storages[file.alias].open(file.name) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
    except OSError as error:
        raise Unreadable(str(error)) from error


def is_as_named(file: FileInStorage, sha256: str) -> bool:
    """Return whether the stored bytes have this hash; those that cannot be read have none."""
    digest = hashlib.sha256()
    try:
        for chunk in read(file):
            digest.update(chunk)
    except Unreadable:
        return False
    return digest.hexdigest() == sha256


def keep(file: FileInStorage, content: IO[bytes]) -> None:
    """Store a file under its name. Raises BackupError when the storage would give it another."""
    if storages[file.alias].save(file.name, File(content)) != file.name:
        raise BackupError(f"{file.entry} is there already. Restore into an empty folder")


def remove(files: Iterable[FileInStorage], notes: Iterable[Path]) -> None:
    """Remove the notes of a restore, and the files that they name."""
    for note in notes:
        note.unlink(missing_ok=True)
    for file in files:
        storages[file.alias].delete(file.name)


def check_no_files() -> None:
    """Raise BackupError unless the storages and the folder beside the log are empty."""
    for file in stored_files():
        raise BackupError(
            f"there are stored files already, such as {file.name}, in the storage “{file.alias}” ({settings.MEDIA_ROOT}). "
            "Move them away and restore again"
        )
    if notes := audit_notes():
        raise BackupError(
            f"{_note_of(next(iter(notes)))} is there already. Move the folder away and restore again, but "
            "keep it: it says which seal of the log was the newest"
        )


def audit_notes() -> dict[str, bytes]:
    """Return what is noted beside the log, by the names of the entries."""
    folder = Path(settings.AUDIT_DIR)
    notes = sorted(folder.iterdir()) if folder.is_dir() else []
    return {f"{AUDIT}/{note.name}": note.read_bytes() for note in notes if note.is_file() and note.suffix != ".new"}


def note_for_audit(name: str, content: bytes) -> Path:
    """Put a note back for the portal's own user alone."""
    note = _note_of(name)
    note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(note, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return note


def _note_of(entry: str) -> Path:
    return Path(settings.AUDIT_DIR) / entry.rpartition("/")[2]
