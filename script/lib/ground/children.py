"""Child processes that end with us: those we started, and those that they left behind."""

import ctypes
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """From now on, a descendant whose parent dies becomes our child, so that `end_children` finds it."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_children(*, patience: float) -> None:
    """Ask every child to end, kill those that do not within `patience` seconds, and wait for all."""
    end_processes(find_children, patience=patience)


def end_processes(find: Callable[[], list[int]], *, patience: float) -> None:
    """End the processes that `find` finds until it finds none: with a request first, by force after `patience` seconds."""
    for sign, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 10.0)):
        deadline = time.monotonic() + seconds
        asked: set[int] = set()
        while (found := find()) and time.monotonic() < deadline:
            for process in found:
                if process not in asked:
                    with suppress(ProcessLookupError):
                        os.kill(process, sign)
                    asked.add(process)
                with suppress(ChildProcessError):
                    os.waitpid(process, os.WNOHANG)
            time.sleep(0.05)


def find_marked(mark: str) -> list[int]:
    """Return the process numbers of our user's processes that have `NAME=value` in their environment."""
    marked = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                if mark.encode() in (folder / "environ").read_bytes().split(b"\0"):
                    marked.append(int(folder.name))
    return marked


def find_children() -> list[int]:
    """Return the process numbers of our children, the dead but not yet buried ones included."""
    children = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                # pid (name) state parent …; the name may hold anything, so look behind its last bracket
                parent = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()[1]
                if int(parent) == os.getpid():
                    children.append(int(folder.name))
    return children
