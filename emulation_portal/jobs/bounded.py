"""Work on bytes that strangers sent, each piece in a process of its own that ends with it.

The process knows neither the database nor any secret, writes no file, and has so much processor time, memory and time
by the clock. (Papers of our own are printed by a process that stays, `documents.rendering.sandbox`: its fonts are costly.)
"""

import json
import logging
import os
import signal
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, NamedTuple

from emulation_portal.core.errors import DomainError

log = logging.getLogger(__name__)

MOST_SAID = 2_000
# Of one web process: whoever sends many files that are slow to read leaves threads for everybody else.
AT_ONCE = 3
WAITED_FOR_A_TURN_SECONDS = 10.0
_TURNS = threading.BoundedSemaphore(AT_ONCE)
HEAD = struct.Struct("!II")  # bytes of JSON, and of content behind it
OUT_OF_MEMORY = 12  # with which the process ends when it gets no memory
_ROOT = Path(__file__).resolve().parents[2]
_PASSED_ON = (
    "LANG",
    "LC_ALL",
    "PATH",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONPATH",
    "COVERAGE_PROCESS_START",
    "COVERAGE_PROCESS_CONFIG",
)


class Bounds(NamedTuple):
    """Seconds of processor, seconds by the clock, megabytes beyond what the process holds when it begins."""

    cpu_seconds: int
    wall_seconds: float
    memory_mb: int


class TooManyAtOnce(DomainError):
    """Other files are being read; this one may be sent again in a while."""

    def __init__(self) -> None:
        super().__init__("Máy chủ đang đọc nhiều tệp khác. Hãy thử lại sau ít phút.")


class OutOfBounds(DomainError):
    """The work took more than it was given, or broke down. `what` is time, memory or failure."""

    def __init__(self, what: str) -> None:
        super().__init__("Máy chủ không đọc được tệp trong giới hạn cho phép. Hãy lưu lại tệp rồi thử lại.")
        self.what = what


def run_bounded(work: str, request: dict[str, Any], content: bytes, bounds: Bounds) -> tuple[dict[str, Any], bytes]:
    """Call the function `package.module.name` as `name(content, **request) -> (dict, bytes)` in a new process.

    Values are plain data. Raises OutOfBounds, TooManyAtOnce; what is under way never outlives this call, nor this
    process.
    """
    if not _TURNS.acquire(timeout=WAITED_FOR_A_TURN_SECONDS):
        raise TooManyAtOnce
    try:
        return _run(work, request, content, bounds)
    finally:
        _TURNS.release()


def _run(work: str, request: dict[str, Any], content: bytes, bounds: Bounds) -> tuple[dict[str, Any], bytes]:
    asked = json.dumps({"request": request, "cpu_seconds": bounds.cpu_seconds, "memory_mb": bounds.memory_mb}).encode()
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    command = (sys.executable, "-m", f"{__package__}.bounded_child", work, str(os.getpid()))
    with subprocess.Popen(
        command, cwd=_ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            answer, said = process.communicate(
                HEAD.pack(len(asked), len(content)) + asked + content, bounds.wall_seconds
            )
        except subprocess.TimeoutExpired:
            process.kill()
            raise OutOfBounds("time") from None
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0 or len(answer) < HEAD.size:
        what = _what_ended_it(process.returncode)
        if what == "failure":  # the fault is ours, and nobody else would see it
            log.error("%s ended with %s: %s", work, process.returncode, said.decode("utf-8", "replace")[-MOST_SAID:])
        raise OutOfBounds(what)
    told, size = HEAD.unpack_from(answer)
    behind = HEAD.size + told
    return json.loads(answer[HEAD.size : behind]), answer[behind : behind + size]


def _what_ended_it(status: int) -> str:
    if status == -signal.SIGXCPU:
        return "time"
    # Libraries end the process themselves when they get no memory.
    is_memory = status in {OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGTRAP}
    return "memory" if is_memory else "failure"
