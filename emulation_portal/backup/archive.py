"""A backup is one plain tar file: the dump, the notes beside the log, the stored files, and last what it says of itself.

Any tar program opens it. It is read and written in pieces, however large it is; each entry is there whole or not at all.
"""

import hashlib
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from .manifest import BackupError, Manifest, SavedEntry, from_json, to_json

CHUNK = 1024 * 1024
DUMP, MANIFEST, SUM = "database.dump", "manifest.json", "manifest.sha256"
AUDIT, FILES = "audit", "files"
_MOST_MANIFEST = 512 * 1024 * 1024
_ORDINARY = (tarfile.REGTYPE, tarfile.AREGTYPE)


class ArchiveWriter:
    """Writes entries of which nobody knows the size beforehand: their heads are written anew once they are there."""

    def __init__(self, stream: BinaryIO, *, at: int) -> None:
        self.stream, self.at = stream, at  # in seconds since 1970
        self.entries: list[SavedEntry] = []

    def add(self, name: str, chunks: Iterable[bytes]) -> SavedEntry:
        """Write an entry. When the chunks fail it is taken back, so that the next can follow."""
        start, size, digest = self.stream.tell(), 0, hashlib.sha256()
        try:
            self.stream.write(self._head(name, 0))
            for chunk in chunks:
                self.stream.write(chunk)
                digest.update(chunk)
                size += len(chunk)
            self.stream.write(b"\0" * (-size % tarfile.BLOCKSIZE))
        except BaseException:
            self.stream.seek(start)
            self.stream.truncate()
            raise
        end = self.stream.tell()
        self.stream.seek(start)
        self.stream.write(self._head(name, size))
        self.stream.seek(end)
        self.entries.append(SavedEntry(name, size, digest.hexdigest()))
        return self.entries[-1]

    def finish(self, manifest: Manifest) -> None:
        text = to_json(manifest)
        self.add(MANIFEST, [text])
        self.add(SUM, [f"{hashlib.sha256(text).hexdigest()}  {MANIFEST}\n".encode()])  # as sha256sum -c reads it
        self.stream.write(b"\0" * 2 * tarfile.BLOCKSIZE)

    def _head(self, name: str, size: int) -> bytes:
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, self.at, 0o600
        return info.tobuf(tarfile.GNU_FORMAT)  # of one length, whatever the size


def check(stream: BinaryIO) -> Manifest:
    """Read the whole backup and return its manifest. Raises BackupError for anything that is not as it was made.

    No entry leads out of its folder, is a link or a device, comes twice, or is missing; nothing is there besides.
    """
    found, manifest_text, sum_text = [], b"", b""
    for info, chunks in _entries(stream):
        check_name(info.name)
        if info.name in (MANIFEST, SUM) and info.size > _MOST_MANIFEST:
            raise _damaged(f"{info.name} is too large")
        digest, size, kept = hashlib.sha256(), 0, []
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            kept += [chunk] if info.name in (MANIFEST, SUM) else []
        if info.name == MANIFEST:
            manifest_text = b"".join(kept)
        elif info.name == SUM:
            sum_text = b"".join(kept)
        else:
            found.append(SavedEntry(info.name, size, digest.hexdigest()))
    if not manifest_text or sum_text.split()[:1] != [hashlib.sha256(manifest_text).hexdigest().encode()]:
        raise _damaged("its end is missing, or its manifest was changed")
    manifest = from_json(manifest_text)
    _compare(manifest.entries, found)
    return manifest


def _compare(wanted: list[SavedEntry], found: list[SavedEntry]) -> None:
    by_name = {entry.name: entry for entry in found}
    if len(by_name) < len(found):
        raise _damaged("a file stands in it twice")
    for entry in wanted:
        there = by_name.pop(entry.name, None)
        if there is None:
            raise _damaged(f"{entry.name} is missing")
        if there != entry:
            raise _damaged(f"{entry.name} is not what was saved")
    if by_name:
        raise _damaged(f"{next(iter(by_name))} was added to it")
    if not wanted or wanted[0].name != DUMP:
        raise _damaged(f"it does not begin with {DUMP}")


def check_name(name: str) -> None:
    """Raise BackupError for a name that no backup of ours has, such as one that leads elsewhere."""
    first, *rest = name.split("/")
    is_known = (
        name in (DUMP, MANIFEST, SUM) or (first == AUDIT and len(rest) == 1) or (first == FILES and len(rest) > 1)
    )
    is_plain = name.isprintable() and "\\" not in name and not {"", ".", ".."} & {first, *rest}
    if not (is_known and is_plain):
        raise _damaged(f"it has an entry {name!r}")


def entries(stream: BinaryIO, beginning: str) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield name and chunks of the entries of a checked backup whose names begin so."""
    for info, chunks in _entries(stream):
        if info.name.startswith(beginning):
            yield info.name, chunks


def _entries(stream: BinaryIO) -> Iterator[tuple[tarfile.TarInfo, Iterator[bytes]]]:
    """Yield the entries from the beginning; the chunks of one are read before the next is asked for, or not at all."""
    stream.seek(0)
    with _told_as_damage(), tarfile.open(fileobj=stream, mode="r:") as archive:
        while info := archive.next():
            if info.type not in _ORDINARY or info.sparse is not None:
                raise _damaged(f"{info.name!r} is no ordinary file")
            yield info, _chunks(archive, info)
            archive.members.clear()  # type: ignore[attr-defined]  # it would keep them all


def _chunks(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[bytes]:
    with _told_as_damage():
        reader = archive.extractfile(info)
        while reader and (chunk := reader.read(CHUNK)):
            yield chunk


@contextmanager
def _told_as_damage() -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, ValueError, OverflowError) as error:
        raise _damaged(str(error)) from None


def _damaged(why: str) -> BackupError:
    return BackupError(f"the backup is damaged, or is none: {why}. Take another one")
