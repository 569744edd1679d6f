"""The health page tells when the last backup was made, and of one that failed in the night."""

import logging

from django.db import DatabaseError, InterfaceError

from emulation_portal.core.errors import DomainError
from emulation_portal.core.full_disk import is_disk_full
from emulation_portal.jobs.actions import note_routine
from emulation_portal.jobs.health import BACKUP

log = logging.getLogger(__name__)


class NightWithoutBackup(DomainError):
    """The backup of the night was not made."""


def note_backup(error: Exception | None) -> None:
    """Note how a backup ended; where the database does not take the note, the backup is as good without."""
    try:
        note_routine(BACKUP, _in_words(error) if error else None)
    except (DatabaseError, InterfaceError):
        log.exception("how the backup ended could not be noted")


def _in_words(error: Exception) -> NightWithoutBackup:
    why = "Ổ đĩa chứa bản sao lưu đã đầy." if is_disk_full(error) else "Chi tiết nằm trong nhật ký máy chủ."
    return NightWithoutBackup(f"Đêm qua không lập được bản sao lưu. {why}")
