"""Which errors say that nothing more can be written on this machine. Known to the sandbox too, so free of Django."""

import errno

# The disk or a quota is full, the disk went read-only, or the process may write no longer files. It is the machine
# that is to blame and never the work, so the work can wait.
_NUMBERS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG})
_DISK_OF_POSTGRESQL_IS_FULL = "53100"
_NO_FOLDER_FOR_DRAFTS = "No usable temporary directory"  # so says `tempfile`, which tries to write in each


def is_disk_full(error: BaseException | None) -> bool:
    """Return whether the error, or what it came from, is one of these."""
    while error is not None:
        if isinstance(error, OSError) and (error.errno in _NUMBERS or _NO_FOLDER_FOR_DRAFTS in str(error)):
            return True
        if getattr(error, "pgcode", None) == _DISK_OF_POSTGRESQL_IS_FULL:
            return True
        error = error.__cause__ or error.__context__
    return False
