"""What a process that does risky work does to itself: limits, and an end with its parent. Free of Django."""

import ctypes
import os
import resource
import signal
import sys

MEGABYTE = 1024 * 1024
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15


def limit(what: int, most: int) -> None:
    """Limit this process from here on; the next piece of work sets the limit anew."""
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def mapped_bytes() -> int:
    """Return how many bytes this process has mapped now."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()


def peak_bytes() -> int:
    """Return the most bytes this process ever had mapped."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmPeak:"))


def die_with(parent: int) -> None:
    """Ask the kernel to end this process with its parent, so that no work runs on unseen."""
    if _LIBC:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def show_as(name: str) -> None:
    """Show in `ps` what the process is doing. At most 15 letters."""
    if _LIBC:
        _LIBC.prctl(_PR_SET_NAME, name.encode(), 0, 0, 0)
