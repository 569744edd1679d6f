"""Taking files in at the door, putting them at things, and taking them away."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.cleaning import MAX_FILE_MB
from emulation_portal.core.errors import DomainError
from emulation_portal.core.full_disk import is_disk_full
from emulation_portal.core.retention import kept_from
from emulation_portal.core.vietnamese import nfc, squeeze
from emulation_portal.jobs.bounded import Bounds, OutOfBounds, TooManyAtOnce, run_bounded

from .enums import FileKind
from .models import StoredFile
from .storage import FileDamaged, open_verified

SAME_PRESS = dt.timedelta(minutes=1)
MAX_BYTES = MAX_FILE_MB * 1024 * 1024
MOST_AT_A_THING = 50
# Of one file: reading it through, and writing a picture anew, which takes its pixels in memory.
BOUNDS = Bounds(cpu_seconds=5, wall_seconds=20, memory_mb=100)
OF_PICTURES = Bounds(cpu_seconds=10, wall_seconds=30, memory_mb=400)
NO_ROOM = "Máy chủ hết chỗ lưu tệp nên chưa nhận được tệp này. Hãy báo quản trị hệ thống rồi gửi lại."
_INSPECT = "emulation_portal.files.inspection.inspect"
_PICTURE_MAGIC = (b"\xff\xd8\xff", b"\x89PNG")


class FileRefused(DomainError):
    """The file may not come in; the message says why and what to do."""


class TooManyFiles(DomainError):
    """No more files fit at the thing."""


def file_storage() -> Storage:
    return storages["files"]


def inspect_file(content: bytes, *, allowed: Sequence[FileKind]) -> tuple[dict[str, Any], bytes]:
    """Return what the bytes are, and those to keep, as `inspection.inspect` does in a process of its own.

    Raises FileRefused.
    """
    if not content:
        raise FileRefused("Tệp rỗng. Hãy kiểm tra lại tệp rồi chọn lại.")
    if len(content) > MAX_BYTES:
        raise FileRefused(f"Tệp nặng hơn {MAX_FILE_MB} MB. Hãy giảm dung lượng ảnh trong tệp rồi gửi lại.")
    bounds = OF_PICTURES if content.startswith(_PICTURE_MAGIC) else BOUNDS
    try:
        facts, kept = run_bounded(_INSPECT, {"allowed": [str(kind) for kind in allowed]}, content, bounds)
    except TooManyAtOnce as error:
        raise FileRefused(str(error)) from None
    except OutOfBounds:
        raise FileRefused(
            "Tệp quá phức tạp nên cổng không nhận. Hãy lưu lại tệp, hoặc in ra PDF, rồi gửi lại."
        ) from None
    if "refused" in facts:
        raise FileRefused(facts["refused"])
    return facts, kept


def receive_file(name: str, stream: BinaryIO, *, allowed: Sequence[FileKind], by: User) -> StoredFile:
    """Nhận tệp: look it over and keep it, at nothing yet. The same again within a minute is the same file.

    Raises FileRefused, when the disk is full too, and then nothing is kept.
    """
    content = stream.read(MAX_BYTES + 1)
    facts, kept = inspect_file(content, allowed=allowed)
    small = facts.pop("thumbnail", 0)
    kept, thumbnail = (kept[:-small], kept[-small:]) if small else (kept, b"")
    sha256, kind = hashlib.sha256(kept).hexdigest(), FileKind(facts.pop("kind"))
    since = timezone.now() - SAME_PRESS
    same = StoredFile.objects.filter(sent_by=by, sha256=sha256, subject_type="", sent_at__gt=since).first()
    if same:
        return same
    key = uuid.uuid4()
    folder = f"files/{key.hex[:2]}/{key.hex}"
    with _kept_whole_or_not_at_all(folder, f"{folder}.small"):
        storage_name = file_storage().save(folder, ContentFile(kept))
        thumbnail_name = file_storage().save(f"{folder}.small", ContentFile(thumbnail)) if thumbnail else ""
        return StoredFile.objects.create(
            key=key,
            name=clean_name(name, kind),
            kind=kind,
            size_bytes=len(kept),
            sha256=sha256,
            facts=facts,
            storage_name=storage_name,
            thumbnail_name=thumbnail_name,
            sent_by=by,
            looked_at=timezone.now(),
        )


@contextmanager
def _kept_whole_or_not_at_all(*names: str) -> Iterator[None]:
    """Delete the bytes when one of them, or the row, does not come to be. Raises FileRefused when there is no room."""
    try:
        yield
    except BaseException as error:
        _delete_bytes(names)
        if is_disk_full(error):
            raise FileRefused(NO_ROOM) from error
        raise


def clean_name(name: str, kind: FileKind) -> str:
    """Return the name as it is shown and handed out: without folders, with the ending of what the file is."""
    bare = squeeze(nfc(name)).replace("\\", "/").rpartition("/")[2]
    bare = "".join(letter for letter in bare if letter.isprintable() and letter not in '"<>|:*?').strip(". ")
    stem, dot, ending = bare.rpartition(".")
    is_known = dot and ending.lower() in {kind, "jpeg"}
    return f"{(stem if is_known else bare)[:180].strip() or 'tep'}.{kind}"


@transaction.atomic
def attach_file(file: StoredFile, subject: Model, *, by: User) -> StoredFile:
    """Put a loose file at a thing, for who reads that; the thing's own log says so. Whether `by` may is the caller's to ask.

    Raises FileRefused when it is not theirs or stands elsewhere, TooManyFiles.
    """
    row = StoredFile.objects.select_for_update().get(pk=file.pk)
    target = (subject._meta.label_lower, str(subject.pk))
    if (row.subject_type, row.subject_id) == target:
        return row
    if not row.is_loose or row.sent_by_id != by.pk:
        raise FileRefused("Tệp này đã được dùng ở chỗ khác. Hãy gửi lại tệp.")
    if StoredFile.objects.filter(subject_type=target[0], subject_id=target[1]).count() >= MOST_AT_A_THING:
        raise TooManyFiles(f"Đã có {MOST_AT_A_THING} tệp ở đây. Hãy gộp bớt tệp rồi gửi lại.")
    row.subject_type, row.subject_id = target
    row.save(update_fields=["subject_type", "subject_id"])
    return row


def detach_file(file: StoredFile) -> None:
    """Take a file away from its thing: it is loose again, and goes with the loose ones in the night, when no backup reads it.

    Whether that is allowed, and the log, is the caller's.
    """
    StoredFile.objects.filter(pk=file.pk).update(subject_type="", subject_id="")


def hand_file_on(file: StoredFile, subject: Model) -> None:
    """Let a file stand at another thing of the same kept record: it is shown at its first place no more, and never loose.

    Whether that is allowed, and the log, is the caller's.
    """
    target = {"subject_type": subject._meta.label_lower, "subject_id": str(subject.pk)}
    StoredFile.objects.filter(pk=file.pk).update(**target)


def _delete_bytes(names: Sequence[str]) -> None:
    for name in names:
        with suppress(OSError):
            file_storage().delete(name)


def purge_loose(*, on: dt.date) -> int:
    """Throw away files that stand at nothing, never did or no more; return how many. Twice is harmless."""
    limit = kept_from("files.loose", on)
    loose = StoredFile.objects.filter(subject_type="", sent_at__lt=limit) if limit else StoredFile.objects.none()
    number = 0
    for key in loose.values_list("pk", flat=True):
        number += _remove_loose(key)
    return number


@transaction.atomic
def _remove_loose(key: uuid.UUID) -> bool:
    """Remove the file unless somebody put it at a thing meanwhile; return whether."""
    file = StoredFile.objects.select_for_update().filter(pk=key, subject_type="").first()
    if file is None:
        return False
    names = [name for name in (file.storage_name, file.thumbnail_name) if name]
    file.delete()
    transaction.on_commit(lambda: _delete_bytes(names))
    return True


def sweep_files(*, most: int = 2_000) -> int:
    """Compare the bytes of the files that were looked at longest ago; return how many are damaged, each told to the log."""
    damaged = 0
    for file in StoredFile.objects.order_by(F("looked_at").asc(nulls_first=True))[:most]:
        damaged += not is_whole(file)
    return damaged


def is_whole(file: StoredFile) -> bool:
    """Compare the bytes with what was kept, and keep what came of it."""
    error = ""
    try:
        open_verified(file_storage(), file.storage_name, file.sha256).close()
    except FileDamaged as found:
        error = str(found)
    was_damaged, file.is_damaged, file.looked_at = file.is_damaged, bool(error), timezone.now()
    is_there = StoredFile.objects.filter(pk=file.pk).update(is_damaged=file.is_damaged, looked_at=file.looked_at)
    if is_there and file.is_damaged and not was_damaged:
        record("file.damaged", file, by=None, data={"error": error})
    return not is_there or not file.is_damaged
