"""The child that renders: its limits, its end, and what it never touches."""

import faulthandler
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from emulation_portal.documents.rendering.sandbox import Limits, RenderFailed, run_limited
from emulation_portal.jobs.registry import Interrupted

LIMITS = Limits(cpu_seconds=5, wall_seconds=20, memory_mb=200)


def _is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[-1]
    except FileNotFoundError:
        return False


def test_answer_of_any_size_comes_back_from_another_process() -> None:
    pdf, parent = run_limited(lambda: (os.urandom(10) * 1_000_000, os.getppid()), LIMITS)

    assert len(pdf) == 10_000_000
    assert parent == os.getpid()


def test_work_that_spins_is_ended_by_its_processor_time() -> None:
    def spin() -> tuple[bytes, int]:
        while True:
            pass

    with pytest.raises(RenderFailed, match="quá thời gian"):
        run_limited(spin, LIMITS._replace(cpu_seconds=1))


def test_work_that_sleeps_is_ended_by_the_clock_and_leaves_no_process(tmp_path: Path) -> None:
    def sleep() -> tuple[bytes, int]:
        (tmp_path / "pid").write_text(str(os.getpid()))
        time.sleep(60)
        return b"", 0

    start = time.monotonic()
    with pytest.raises(RenderFailed, match="quá thời gian"):
        run_limited(sleep, LIMITS._replace(wall_seconds=0.5))

    assert time.monotonic() - start < 5
    assert not _is_alive(int((tmp_path / "pid").read_text()))


def test_work_that_hoards_is_ended_by_its_memory() -> None:
    def hoard() -> tuple[bytes, int]:
        return b"x" * (1 << 30), 1

    with pytest.raises(RenderFailed, match="quá nhiều bộ nhớ"):
        run_limited(hoard, LIMITS)


def test_any_error_of_a_full_process_is_put_down_to_memory() -> None:
    def hoard() -> tuple[bytes, int]:
        held = []
        try:
            while True:
                held.append(bytearray(1 << 20))
        except MemoryError:
            raise SystemError("error return without exception set") from None

    with pytest.raises(RenderFailed, match="quá nhiều bộ nhớ"):
        run_limited(hoard, LIMITS)


def test_memory_is_counted_from_what_the_worker_already_holds() -> None:
    held = bytearray(150 << 20)

    pdf, _ = run_limited(lambda: (b"y" * (50 << 20), 1), LIMITS._replace(memory_mb=120))

    assert len(pdf) == 50 << 20
    assert len(held) == 150 << 20


@pytest.mark.parametrize("number", [signal.SIGABRT, signal.SIGSEGV])
def test_child_that_crashes_is_reported(number: signal.Signals) -> None:
    def crash() -> tuple[bytes, int]:
        faulthandler.disable()  # the test runner's; it would print every thread
        os.kill(os.getpid(), number)
        return b"", 0

    with pytest.raises(RenderFailed):
        run_limited(crash, LIMITS)


def test_child_killed_by_others_is_no_fault_of_the_paper() -> None:
    def be_killed() -> tuple[bytes, int]:
        os.kill(os.getpid(), signal.SIGKILL)
        return b"", 0

    with pytest.raises(Interrupted, match="giữa chừng"):
        run_limited(be_killed, LIMITS)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_child_goes_on_when_its_group_is_asked_to_end(number: signal.Signals) -> None:
    def be_asked() -> tuple[bytes, int]:
        os.kill(os.getpid(), number)
        return b"x", 1

    assert run_limited(be_asked, LIMITS) == (b"x", 1)


@pytest.mark.parametrize("error", [ValueError("x"), SystemExit(0), KeyboardInterrupt()])
def test_error_in_the_work_is_said_in_words_and_ends_only_the_child(error: BaseException) -> None:
    def fail() -> tuple[bytes, int]:
        raise error

    with pytest.raises(RenderFailed, match="Không dàn trang được"):
        run_limited(fail, LIMITS)


def test_interrupted_worker_takes_its_child_along(tmp_path: Path) -> None:
    class SoftTimeLimit(Exception):
        pass

    def interrupt(*_: object) -> None:
        raise SoftTimeLimit

    def sleep() -> tuple[bytes, int]:
        (tmp_path / "pid").write_text(str(os.getpid()))
        time.sleep(60)
        return b"", 0

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        with pytest.raises(SoftTimeLimit):
            run_limited(sleep, LIMITS)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

    assert not _is_alive(int((tmp_path / "pid").read_text()))


_WORKER = """
import os, sys, time
from emulation_portal.documents.rendering.sandbox import Limits, run_limited
def sleep():
    open(sys.argv[1], "w").write(str(os.getpid()))
    time.sleep(60)
run_limited(sleep, Limits(5, 60, 200))
"""


def test_killed_worker_leaves_no_rendering_behind(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    worker = subprocess.Popen([sys.executable, "-c", _WORKER, str(pid_file)], cwd=settings.BASE_DIR)
    _wait_for(lambda: pid_file.exists() and pid_file.read_text() != "")
    child = int(pid_file.read_text())
    assert _is_alive(child)

    worker.kill()
    worker.wait()

    _wait_for(lambda: not _is_alive(child))


def _wait_for(condition: object, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@pytest.mark.django_db
def test_database_connection_of_the_worker_survives_the_child() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        before = cursor.fetchone()

    run_limited(lambda: (b"x", 1), LIMITS)
    with pytest.raises(RenderFailed):
        run_limited(lambda: 1 / 0, LIMITS)  # type: ignore[arg-type, return-value]

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() == before


def test_no_file_descriptor_is_lost() -> None:
    before = len(os.listdir("/proc/self/fd"))

    for _ in range(5):
        run_limited(lambda: (b"x", 1), LIMITS)
        with pytest.raises(RenderFailed):
            run_limited(lambda: time.sleep(9), LIMITS._replace(wall_seconds=0.05))  # type: ignore[arg-type, return-value]

    assert len(os.listdir("/proc/self/fd")) == before
