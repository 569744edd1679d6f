"""The program inside the sandbox: reads requests from a socket, does the work under their limits, answers.

Run by `sandbox.Sandbox` as `python -m ….sandboxed MODULE SOCKET PARENT`; it has no settings and no database.
"""

import ctypes
import gc
import importlib
import json
import math
import os
import resource
import signal
import socket
import sys
from io import BufferedRWPair
from itertools import count
from typing import Any

from emulation_portal.core.full_disk import is_disk_full

from .sandbox import ANSWER, DISK_FULL, DISK_FULL_STATUS, DONE, FAILED, OUT_OF_MEMORY, REQUEST

WAITING, AT_WORK = "press-waiting", "press-at-work"

_MEGABYTE = 1024 * 1024
_REQUESTS_OF_A_LIFE = 100
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15


def main(module: str, descriptor: str, parent: str) -> None:
    """Prepare, then answer until the other side is gone."""
    _die_with(int(parent))
    # Sent to the worker's whole group when it is asked to end: the worker decides, and may let this paper be finished.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    work = importlib.import_module(module)
    try:
        work.prepare()
    except OSError as error:
        if is_disk_full(error):
            sys.exit(DISK_FULL_STATUS)
        raise
    # Garbage is picked up between two requests; what is here now stays.
    gc.disable()
    gc.freeze()
    with socket.socket(fileno=int(descriptor)) as connection, connection.makefile("rwb") as stream:
        _serve(work, stream)


def _serve(work: Any, stream: BufferedRWPair) -> None:
    peak_at_start = _peak()
    for done in count(1):
        _show(WAITING)
        head = stream.read(REQUEST.size)
        if not head:
            return
        _show(AT_WORK)
        asked = json.loads(stream.read(REQUEST.unpack(head)[0]))
        memory = asked["memory_mb"] * _MEGABYTE
        outcome, content, pages = _do(work, asked["request"], asked["cpu_seconds"], memory)
        is_old = done >= _REQUESTS_OF_A_LIFE or _peak() - peak_at_start > memory // 4
        stream.write(ANSWER.pack(outcome, is_old, pages, len(content)))
        stream.write(content)
        stream.flush()
        gc.collect()


def _do(work: Any, request: dict[str, Any], cpu_seconds: int, memory: int) -> tuple[bytes, bytes, int]:
    """Return outcome, content and pages."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime) + cpu_seconds)
    most = _mapped() + memory
    _limit(resource.RLIMIT_AS, most)
    try:
        content, pages = work.work(**request)
        return DONE, content, pages
    except MemoryError:
        return OUT_OF_MEMORY, b"", 0
    except BaseException as error:
        if is_disk_full(error):
            return DISK_FULL, b"", 0  # and no line for a log that may stand on the same disk
        sys.stderr.write(f"rendering failed: {type(error).__name__}: {error}\n"[:500])
        # When memory runs out the libraries raise anything at all, not only MemoryError.
        is_full = most - _peak() < max(16 * _MEGABYTE, memory // 8)
        return OUT_OF_MEMORY if is_full else FAILED, b"", 0


def _limit(what: int, most: int) -> None:
    """Limit this process from here on; the next request sets the limit anew."""
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _mapped() -> int:
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()


def _peak() -> int:
    """Return the most bytes this process ever had mapped."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmPeak:"))


def _die_with(parent: int) -> None:
    """Ask the kernel to end this process with the worker, so that no rendering runs on unseen."""
    if _LIBC:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _show(name: str) -> None:
    """Show in `ps` what the process is doing. At most 15 letters."""
    if _LIBC:
        _LIBC.prctl(_PR_SET_NAME, name.encode(), 0, 0, 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
