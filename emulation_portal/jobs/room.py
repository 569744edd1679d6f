"""Whether there is room for files."""

import logging
import os
import tempfile
from enum import Enum
from pathlib import Path

from django.conf import settings

log = logging.getLogger(__name__)

_PROBE_BYTES = 4096
_MIN_FREE_FILES = 1000


class Room(Enum):
    ENOUGH = "ok"
    NEARLY_FULL = "nearly_full"
    NONE = "unwritable"


def look_for_room() -> Room:
    """Return how it stands in the worst of the folders where files are written: papers, mails, what is being made."""
    try:
        being_made = tempfile.gettempdir()
    except OSError as error:  # it tries to write
        log.error("%s", error)
        return Room.NONE
    folders = {Path(settings.MEDIA_ROOT), Path(settings.VAR_DIR), Path(being_made)}
    return max(map(_look_at, folders), key=list(Room).index)


def _look_at(folder: Path) -> Room:
    """Write a little and look how much is left: a disk with room may be read-only, one that is writable nearly full."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"\0" * _PROBE_BYTES)
        disk = os.statvfs(folder)
    except OSError as error:
        log.error("no file can be written in %s: %s", folder, error)
        return Room.NONE
    # Some file systems make files as needed and tell 0 of both.
    has_few_files = disk.f_files > 0 and disk.f_favail < _MIN_FREE_FILES
    if has_few_files or disk.f_bavail * disk.f_frsize < settings.FILES_MIN_FREE_MB * 1024 * 1024:
        log.warning("the disk of %s is nearly full", folder)
        return Room.NEARLY_FULL
    return Room.ENOUGH
