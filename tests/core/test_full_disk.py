"""A full disk is told from every other trouble, however deep it lies."""

import errno

import pytest

from emulation_portal.core.full_disk import is_disk_full


def raised_from(cause: BaseException | None, context: BaseException | None = None) -> Exception:
    error = ValueError("what the library made of it")
    error.__cause__, error.__context__ = cause, context
    return error


FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("error", [FULL, raised_from(FULL), raised_from(None, FULL), raised_from(raised_from(FULL))])
def test_full_disk(error: Exception) -> None:
    assert is_disk_full(error)


@pytest.mark.parametrize(
    "error",
    [
        None,
        ValueError("ENOSPC"),
        OSError("no number"),
        OSError(errno.EIO, "bad sector"),
        OSError(errno.EACCES, "shut"),
        FileNotFoundError(errno.ENOENT, "No such file"),
        raised_from(OSError(errno.EPERM, "no")),
    ],
)
def test_other_trouble(error: Exception | None) -> None:
    assert not is_disk_full(error)
