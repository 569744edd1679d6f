"""The program inside the sandbox: reads requests from a socket, does the work under their limits, answers.

Run by `sandbox.Sandbox` as `python -m ….sandboxed MODULE SOCKET PARENT`; it has no settings and no database.
"""

import gc
import importlib
import json
import math
import resource
import signal
import socket
import sys
from io import BufferedRWPair
from itertools import count
from typing import Any

from emulation_portal.core.full_disk import is_disk_full
from emulation_portal.core.process_limits import MEGABYTE, die_with, limit, mapped_bytes, peak_bytes, show_as

from .sandbox import ANSWER, DISK_FULL, DISK_FULL_STATUS, DONE, FAILED, OUT_OF_MEMORY, REQUEST

WAITING, AT_WORK = "press-waiting", "press-at-work"

_REQUESTS_OF_A_LIFE = 100


def main(module: str, descriptor: str, parent: str) -> None:
    """Prepare, then answer until the other side is gone."""
    die_with(int(parent))
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
    peak_at_start = peak_bytes()
    for done in count(1):
        show_as(WAITING)
        head = stream.read(REQUEST.size)
        if not head:
            return
        show_as(AT_WORK)
        asked = json.loads(stream.read(REQUEST.unpack(head)[0]))
        memory = asked["memory_mb"] * MEGABYTE
        outcome, content, pages = _do(work, asked["request"], asked["cpu_seconds"], memory)
        is_old = done >= _REQUESTS_OF_A_LIFE or peak_bytes() - peak_at_start > memory // 4
        stream.write(ANSWER.pack(outcome, is_old, pages, len(content)))
        stream.write(content)
        stream.flush()
        gc.collect()


def _do(work: Any, request: dict[str, Any], cpu_seconds: int, memory: int) -> tuple[bytes, bytes, int]:
    """Return outcome, content and pages."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime) + cpu_seconds)
    most = mapped_bytes() + memory
    limit(resource.RLIMIT_AS, most)
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
        is_full = most - peak_bytes() < max(16 * MEGABYTE, memory // 8)
        return OUT_OF_MEMORY if is_full else FAILED, b"", 0


if __name__ == "__main__":
    main(*sys.argv[1:])
