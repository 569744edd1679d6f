"""Child processes that end with us: those we started, and those that they left behind."""

import ctypes
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """From now on, a descendant whose parent dies becomes our child, so that `end_children` finds it."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_children(*, patience: float) -> None:
    """Ask every child to end, kill those that do not within `patience` seconds, and wait for all."""
    for sign, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 10.0)):
        deadline = time.monotonic() + seconds
        asked: set[int] = set()
        while children := find_children():
            if time.monotonic() > deadline:
                break
            for child in children:
                if child not in asked:
                    with suppress(ProcessLookupError):
                        os.kill(child, sign)
                    asked.add(child)
                with suppress(ChildProcessError):
                    os.waitpid(child, os.WNOHANG)
            time.sleep(0.05)


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
