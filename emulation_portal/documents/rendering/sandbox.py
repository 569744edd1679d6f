"""Run one rendering in a forked child with limits on processor time, memory and wall clock.

Only workers render, and no thread of theirs holds what a rendering needs, so a plain fork is safe. The child ends by `os._exit`, so it closes no
inherited database connection and runs nobody's exit handlers.
"""

import ctypes
import gc
import os
import resource
import select
import signal
import struct
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from emulation_portal.core.errors import DomainError
from emulation_portal.jobs.registry import Interrupted

_HEADER = struct.Struct("!cI")  # outcome, pages
_DONE, _OUT_OF_MEMORY, _FAILED = b"D", b"M", b"F"
_PR_SET_PDEATHSIG = 1
_MEGABYTE = 1024 * 1024

TOO_LONG = "Dàn trang quá thời gian cho phép. Hãy rút gọn hoặc tách văn bản rồi thử lại."
TOO_MUCH_MEMORY = "Dàn trang cần quá nhiều bộ nhớ. Hãy rút gọn hoặc tách văn bản, nhất là các bảng, rồi thử lại."
KILLED = "Máy chủ dừng việc dàn trang giữa chừng, có thể vì thiếu bộ nhớ."
LAYOUT_FAILED = "Không dàn trang được văn bản này. Hãy báo cho quản trị hệ thống."


class RenderFailed(DomainError):
    """The paper could not be printed; the message says why, in words for the clerk."""


class Limits(NamedTuple):
    cpu_seconds: int
    wall_seconds: float
    memory_mb: int


def run_limited(work: Callable[[], tuple[bytes, int]], limits: Limits) -> tuple[bytes, int]:
    """Return what `work` returns, computed in a child under limits.

    Raises RenderFailed: out of time, out of memory, or broken; Interrupted when others killed the child. The child never outlives this call, nor this process.
    """
    sys.stderr.flush()
    with tempfile.TemporaryDirectory(prefix="rendering-") as folder:
        return _judge(*_run(work, limits, folder))


def _run(work: Callable[[], tuple[bytes, int]], limits: Limits, folder: str) -> tuple[bytes, int]:
    """Return what the child answered, and its exit status."""
    read_end, write_end = os.pipe()
    parent = os.getpid()
    with warnings.catch_warnings():
        # Python warns of forking beside threads. Ours are the lease's and Pango's; the child uses nothing of theirs.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        tempfile.tempdir = folder  # what a killed child leaves lying is swept up by its parent
        _child(work, limits, read_end, write_end, parent)
    os.close(write_end)
    deadline = time.monotonic() + limits.wall_seconds
    try:
        answer = _read_all(read_end, deadline)
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        os.close(read_end)
        _, status = os.waitpid(child, 0)
    return answer, status


def _read_all(read_end: int, deadline: float) -> bytes:
    """Read to the end of the pipe. Raises RenderFailed when the clock runs out first."""
    chunks: list[bytes] = []
    while True:
        ready, _, _ = select.select([read_end], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise RenderFailed(TOO_LONG)
        chunk = os.read(read_end, _MEGABYTE)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)


def _judge(answer: bytes, status: int) -> tuple[bytes, int]:
    if len(answer) >= _HEADER.size and os.waitstatus_to_exitcode(status) == 0:
        outcome, pages = _HEADER.unpack_from(answer)
        if outcome == _DONE:
            return answer[_HEADER.size :], pages
        if outcome == _OUT_OF_MEMORY:
            raise RenderFailed(TOO_MUCH_MEMORY)
    exitcode = os.waitstatus_to_exitcode(status)
    if exitcode == -signal.SIGXCPU:
        raise RenderFailed(TOO_LONG)
    # The kernel when the host has no memory, or somebody who stops the machine: the paper itself may be all right.
    if exitcode == -signal.SIGKILL:
        raise Interrupted(KILLED)
    # The text libraries end the process themselves when they get no memory.
    if exitcode in (-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV, -signal.SIGBUS):
        raise RenderFailed(TOO_MUCH_MEMORY)
    raise RenderFailed(LAYOUT_FAILED)


def _child(work: Callable[[], tuple[bytes, int]], limits: Limits, read_end: int, write_end: int, parent: int) -> None:
    """Do the work and leave; never returns."""
    answer, most = _HEADER.pack(_FAILED, 0), 0
    try:
        os.close(read_end)
        for number in (signal.SIGALRM, signal.SIGQUIT, signal.SIGUSR1):
            signal.signal(number, signal.SIG_DFL)
        # Sent to the worker's whole group when it is asked to end: the worker decides, and may let this paper be finished.
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        _die_with(parent)
        most = _limit(limits)
        gc.disable()
        pdf, pages = work()
        answer = _HEADER.pack(_DONE, pages) + pdf
    except MemoryError:
        answer = _HEADER.pack(_OUT_OF_MEMORY, 0)
    except BaseException as error:
        with suppress(BaseException):
            if _was_full(most, limits):
                answer = _HEADER.pack(_OUT_OF_MEMORY, 0)
            sys.stderr.write(f"rendering failed: {type(error).__name__}: {error}\n"[:500])
            sys.stderr.flush()
    finally:
        with suppress(BaseException):
            with os.fdopen(write_end, "wb") as pipe:
                pipe.write(answer)
            os._exit(0)
        os._exit(1)


def _die_with(parent: int) -> None:
    """Ask the kernel to end this child when the worker is killed, so that no rendering runs on unseen."""
    if _LIBC:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def _limit(limits: Limits) -> int:
    """Set the limits on this process; return how many bytes it may map in all."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    with open("/proc/self/statm", encoding="ascii") as statm:
        mapped = int(statm.read().split()[0]) * resource.getpagesize()
    most = mapped + limits.memory_mb * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    return most


def _was_full(most: int, limits: Limits) -> bool:
    """Say whether memory ran out: the libraries then raise anything at all, not only MemoryError."""
    with open("/proc/self/status", encoding="ascii") as status:
        peak = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmPeak:"))
    return bool(most) and most - peak < max(16, limits.memory_mb // 8) * _MEGABYTE
