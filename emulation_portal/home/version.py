"""Which version of the portal runs, for those who report a fault."""

from functools import cache
from pathlib import Path

from django.conf import settings

_LETTERS = 7


@cache
def portal_version() -> str:
    """Return the first letters of the commit that was checked out when this process asked first; nothing without one.

    Read from git's files: the program may be missing, or refuse since the checkout is another user's.
    """
    return commit_of(Path(settings.BASE_DIR) / ".git")[:_LETTERS]


def commit_of(folder: Path) -> str:
    """Return the commit that a folder of git stands at; nothing where it is none, or in an unknown state."""
    try:
        head = (folder / "HEAD").read_text().strip()
        if not head.startswith("ref: "):
            return head
        branch = head.removeprefix("ref: ")
        if (folder / branch).exists():
            return (folder / branch).read_text().strip()
        packed = (line.split() for line in (folder / "packed-refs").read_text().splitlines())
        return next((words[0] for words in packed if words[1:] == [branch]), "")
    except OSError:
        return ""
