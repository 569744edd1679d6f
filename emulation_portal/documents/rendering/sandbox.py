"""Work that may go wrong, done by a process of its own under limits of processor time, memory and wall clock.

The process knows neither the database nor any secret: it gets a short environment, requests by a socket, and nothing
else. It is started early, keeps what is slow to set up, answers one request after the other, and is replaced when it
has grown old, after any failure, and when somebody killed it.
"""

import atexit
import errno
import fcntl
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from emulation_portal.core.errors import DomainError
from emulation_portal.jobs.registry import Interrupted

REQUEST = struct.Struct("!I")  # bytes of JSON that follow
ANSWER = struct.Struct("!c?II")  # outcome, whether the process has grown old, pages, bytes of the file that follow
DONE, OUT_OF_MEMORY, DISK_FULL, FAILED = b"D", b"M", b"R", b"F"
DISK_FULL_STATUS = 28  # with which the process ends when it cannot even set up

TOO_LONG = "Dàn trang quá thời gian cho phép. Hãy rút gọn hoặc tách văn bản rồi thử lại."
TOO_MUCH_MEMORY = "Dàn trang cần quá nhiều bộ nhớ. Hãy rút gọn hoặc tách văn bản, nhất là các bảng, rồi thử lại."
KILLED = "Máy chủ dừng việc dàn trang giữa chừng, có thể vì thiếu bộ nhớ."
LAYOUT_FAILED = "Không dàn trang được văn bản này. Hãy báo cho quản trị hệ thống."

_ROOT = Path(__file__).resolve().parents[3]
_PASSED_ON = ("HOME", "LANG", "LC_ALL", "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "XDG_CACHE_HOME")
_MEGABYTE = 1024 * 1024
_PREFIX = "rendering-"
_SECONDS_TO_LOCK = 10


class RenderFailed(DomainError):
    """The paper could not be printed; the message says why, in words for the clerk."""


class Limits(NamedTuple):
    """What one request may use: seconds of processor, seconds by the clock, megabytes beyond what is held already."""

    cpu_seconds: int
    wall_seconds: float
    memory_mb: int


class Sandbox:
    """One process that does `work(**request) -> (bytes, pages)` of the named module, after its `prepare()`."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._lock = threading.Lock()
        self._child: _Child | None = None
        os.register_at_fork(after_in_child=self._forget)
        atexit.register(self.close)

    def start(self) -> None:
        """Start the process, unless it runs; do not wait for it to be ready."""
        with self._lock:
            self._running()

    def run(self, request: dict[str, Any], limits: Limits) -> tuple[bytes, int]:
        """Return what the work gives for this request, whose values are plain data.

        Raises RenderFailed: out of time, out of memory, or broken; Interrupted when others killed the process; OSError
        when the disk is full. What is under way never outlives this call, nor this process.
        """
        with self._lock:
            child = self._running()
            try:
                answer = child.ask(request, limits)
            except BaseException:
                self._end()
                raise
            if child.is_old:
                self._end()
                self._running()
            return answer

    def close(self) -> None:
        """End the process, and remove what it laid down."""
        with self._lock:
            self._end()

    def _running(self) -> "_Child":
        if self._child and not self._child.is_alive():
            self._end()
        if not self._child:
            self._child = _Child(self._module)
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child:
            child.end()

    def _forget(self) -> None:
        """Leave the process to the one that started it: two who talk to it at once would mix up their papers."""
        self._lock = threading.Lock()
        self._child = None


class _Child:
    """The process, seen from outside."""

    def __init__(self, module: str) -> None:
        self.is_old = False
        _sweep()
        self._folder = _Folder(tempfile.mkdtemp(prefix=_PREFIX))
        ours, theirs = socket.socketpair()
        self._socket = ours
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        command = (sys.executable, "-m", f"{__package__}.sandboxed", module, str(theirs.fileno()), str(os.getpid()))
        try:
            self._process = subprocess.Popen(
                command,
                cwd=_ROOT,
                env=environment | {"TMPDIR": self._folder.path},
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        finally:
            theirs.close()

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: dict[str, Any], limits: Limits) -> tuple[bytes, int]:
        deadline = time.monotonic() + limits.wall_seconds
        try:
            asked = {"cpu_seconds": limits.cpu_seconds, "memory_mb": limits.memory_mb, "request": request}
            data = json.dumps(asked).encode()
            self._send(REQUEST.pack(len(data)) + data, deadline)
            outcome, self.is_old, pages, size = ANSWER.unpack(self._receive(ANSWER.size, deadline))
            content = self._receive(size, deadline)
        except TimeoutError:
            raise RenderFailed(TOO_LONG) from None
        except (EOFError, OSError):
            raise self._reason_of_death() from None
        if outcome == DONE:
            return content, pages
        if outcome == DISK_FULL:
            raise _disk_full()
        raise RenderFailed(TOO_MUCH_MEMORY if outcome == OUT_OF_MEMORY else LAYOUT_FAILED)

    def _send(self, data: bytes, deadline: float) -> None:
        self._socket.settimeout(max(0.001, deadline - time.monotonic()))
        self._socket.sendall(data)

    def _receive(self, size: int, deadline: float) -> bytes:
        content = bytearray()
        while len(content) < size:
            self._socket.settimeout(max(0.001, deadline - time.monotonic()))
            chunk = self._socket.recv(min(size - len(content), _MEGABYTE))
            if not chunk:
                raise EOFError
            content += chunk
        return bytes(content)

    def _reason_of_death(self) -> Exception:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        status = self._process.poll()
        if status == DISK_FULL_STATUS:
            return _disk_full()
        if status == -signal.SIGXCPU:
            return RenderFailed(TOO_LONG)
        # The kernel when the host has no memory, or somebody who stops the machine: the paper itself may be all right.
        if status == -signal.SIGKILL:
            return Interrupted(KILLED)
        # The text libraries end the process themselves when they get no memory.
        if status in (-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV, -signal.SIGBUS):
            return RenderFailed(TOO_MUCH_MEMORY)
        return RenderFailed(LAYOUT_FAILED)

    def end(self) -> None:
        self._socket.close()
        self._process.kill()
        self._process.wait()
        self._folder.remove()


def _disk_full() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class _Folder:
    """Where the process lays down its fonts. Locked by its owner, so that others see when the owner is gone.

    Raises OSError when it is locked already, or not ours.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._lock = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._lock)
            raise

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)


def _sweep() -> None:
    """Remove the folders of workers that were killed."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _SECONDS_TO_LOCK:
                _Folder(str(path)).remove()
