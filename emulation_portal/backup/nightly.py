"""A folder of backups, one for each night: the newest are kept."""

import datetime as dt
import fcntl
from contextlib import suppress
from pathlib import Path

from django.utils import timezone

_PATTERN = "portal-[0-9]*-[0-9]*.tar"


def name_for(folder: Path, now: dt.datetime) -> Path:
    return folder / f"portal-{timezone.localtime(now):%Y%m%d-%H%M%S}.tar"


def remove_old(folder: Path, *, keep: int) -> list[Path]:
    """Remove all but the newest backups, and what killed ones left; return what went. Files of other names stay."""
    old = sorted(folder.glob(_PATTERN))[:-keep]
    old += [part for part in folder.glob(f"{_PATTERN}.part") if _is_left(part)]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def _is_left(part: Path) -> bool:
    """Return whether nobody writes this file any more."""
    with suppress(OSError), part.open("rb") as stream:  # BlockingIOError: its writer lives
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
