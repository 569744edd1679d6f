"""The process that renders: its limits, its end, and what it cannot reach."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from ast import literal_eval
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from emulation_portal.core.full_disk import is_disk_full
from emulation_portal.documents.rendering import sandboxed
from emulation_portal.documents.rendering.sandbox import Limits, RenderFailed, Sandbox
from emulation_portal.jobs.registry import Interrupted
from tests.waiting import PATIENCE, until

pytestmark = pytest.mark.slow
LIMITS = Limits(cpu_seconds=30, wall_seconds=PATIENCE, memory_mb=200)
MODULE = "tests.documents.misbehaviour"


@pytest.fixture
def sandbox():
    sandbox = Sandbox(MODULE)
    yield sandbox
    sandbox.close()


def ask(sandbox, what, *args, limits=LIMITS):
    return sandbox.run({"what": what, "args": args}, limits)


def _is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[-1]
    except FileNotFoundError:
        return False


def test_answers_of_any_size_come_from_one_other_process(sandbox) -> None:
    content, first = ask(sandbox, "answer", 10_000_000)
    _, second = ask(sandbox, "answer")

    assert len(content) == 10_000_000
    assert first == second != os.getpid()


def test_a_request_of_any_size_arrives(sandbox) -> None:
    with pytest.raises(RenderFailed):  # an unknown thing to do, and no broken pipe
        ask(sandbox, "x" * 5_000_000)


def test_a_full_disk_is_the_machines_fault_and_not_the_papers(sandbox) -> None:
    with pytest.raises(OSError) as at_work:
        ask(sandbox, "write_without_room")
    cramped = Sandbox("tests.documents.cramped")
    with pytest.raises(OSError) as at_start:
        cramped.run({}, LIMITS)
    cramped.close()

    assert is_disk_full(at_work.value)
    assert is_disk_full(at_start.value)


def test_it_is_started_early_and_only_once(sandbox) -> None:
    sandbox.start()
    sandbox.start()

    _, pid = ask(sandbox, "answer")

    assert Path(f"/proc/{pid}/comm").read_text().strip() in (sandboxed.WAITING, sandboxed.AT_WORK)
    assert _children().count(pid) == len([p for p in _children() if _runs_misbehaviour(p)]) == 1


def _children() -> list[int]:
    own = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text()
    return [int(pid) for pid in own.split()]


def _runs_misbehaviour(pid: int) -> bool:
    return MODULE in Path(f"/proc/{pid}/cmdline").read_text()


def test_work_that_spins_is_ended_by_its_processor_time(sandbox) -> None:
    with pytest.raises(RenderFailed, match="quá thời gian"):
        ask(sandbox, "spin", limits=LIMITS._replace(cpu_seconds=1))


def test_processor_time_is_counted_for_each_request(sandbox) -> None:
    """A limit of two seconds is not used up by what was done before. A machine that stalls may add a second to one."""
    told = [ask(sandbox, "burn_and_tell_the_limit", 0.7, limits=LIMITS._replace(cpu_seconds=2)) for _ in range(5)]

    assert len({pid for _, pid in told}) == 1
    # From 2 on, less the moment that was used since; the limit counts whole seconds.
    assert [left for left, _ in told if not 1.95 < float(left) <= 3] == []


def test_work_that_sleeps_is_ended_by_the_clock_and_leaves_no_process(sandbox) -> None:
    _, pid = ask(sandbox, "answer")

    with pytest.raises(RenderFailed, match="quá thời gian"):
        ask(sandbox, "sleep", limits=LIMITS._replace(wall_seconds=0.5))

    assert not _is_alive(pid)


@pytest.mark.parametrize("what", ["hoard", "hoard_and_say_something_else"])
def test_work_that_hoards_is_ended_by_its_memory(sandbox, what: str) -> None:
    with pytest.raises(RenderFailed, match="quá nhiều bộ nhớ"):
        ask(sandbox, what)


def test_memory_is_counted_from_what_is_already_held(sandbox) -> None:
    _, held = ask(sandbox, "hold", 150 << 20, limits=LIMITS._replace(memory_mb=1000))

    content, _ = ask(sandbox, "answer", 50 << 20, limits=LIMITS._replace(memory_mb=120))

    assert held == 1
    assert len(content) == 50 << 20


@pytest.mark.parametrize("number", [signal.SIGABRT, signal.SIGSEGV])
def test_a_crash_is_reported(sandbox, number: int) -> None:
    with pytest.raises(RenderFailed):
        ask(sandbox, "be_signalled", int(number))


def test_being_killed_by_others_is_no_fault_of_the_paper(sandbox) -> None:
    with pytest.raises(Interrupted, match="giữa chừng"):
        ask(sandbox, "be_signalled", int(signal.SIGKILL))


def test_being_killed_between_two_requests_harms_neither(sandbox) -> None:
    _, pid = ask(sandbox, "answer")
    os.kill(pid, signal.SIGKILL)
    until(lambda: not _is_alive(pid))

    content, another = ask(sandbox, "answer")

    assert content == b"y"
    assert another != pid


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_goes_on_when_its_group_is_asked_to_end(sandbox, number: int) -> None:
    assert ask(sandbox, "be_signalled", int(number)) == (b"x", 1)


@pytest.mark.parametrize("error", ["ValueError", "SystemExit", "KeyboardInterrupt"])
def test_an_error_is_said_in_words_and_the_next_request_gets_a_new_process(sandbox, error: str) -> None:
    _, pid = ask(sandbox, "answer")

    with pytest.raises(RenderFailed, match="Không dàn trang được"):
        ask(sandbox, "fail", error)

    assert not _is_alive(pid)
    assert ask(sandbox, "answer")[1] != pid


def test_a_module_that_cannot_be_prepared_is_reported_each_time() -> None:
    sandbox = Sandbox("tests.documents.there_is_no_such_module")
    for _ in range(2):
        with pytest.raises(RenderFailed, match="quản trị hệ thống"):
            ask(sandbox, "answer")
    sandbox.close()


def test_an_old_process_is_replaced(sandbox) -> None:
    pids = [ask(sandbox, "answer")[1] for _ in range(sandboxed._REQUESTS_OF_A_LIFE + 1)]

    assert len(set(pids[:-1])) == 1
    assert pids[-1] != pids[-2]
    assert not _is_alive(pids[0])


def test_a_process_that_grew_is_replaced(sandbox) -> None:
    _, first = ask(sandbox, "answer", 100 << 20)
    _, second = ask(sandbox, "answer")

    assert first != second


def test_two_threads_take_turns(sandbox) -> None:
    sizes = range(1, 41)
    seen: dict[int, int] = {}

    def work(size: int) -> None:
        seen[size] = len(ask(sandbox, "answer", size * 1000)[0])

    sandbox.start()  # by the thread that lives on, as the system ends the process with the thread that started it
    threads = [threading.Thread(target=work, args=(size,)) for size in sizes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == {size: size * 1000 for size in sizes}


def test_a_forked_process_starts_its_own(sandbox) -> None:
    _, ours = ask(sandbox, "answer")
    folder = Path(sandbox._child._folder.path)
    read_end, write_end = os.pipe()
    forked = os.fork()
    if forked == 0:
        try:
            _, theirs = ask(sandbox, "answer")
            os.write(write_end, str(theirs).encode())
            sandbox.close()
        finally:
            os._exit(0)
    os.waitpid(forked, 0)
    os.close(write_end)
    theirs = int(os.read(read_end, 20))
    os.close(read_end)

    assert theirs != ours
    assert ask(sandbox, "answer")[1] == ours
    assert folder.exists()


def test_an_interrupted_worker_takes_it_along(sandbox) -> None:
    class SoftTimeLimit(Exception):
        pass

    def interrupt(*_: object) -> None:
        raise SoftTimeLimit

    _, pid = ask(sandbox, "answer")
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        with pytest.raises(SoftTimeLimit):
            ask(sandbox, "sleep")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

    assert not _is_alive(pid)


_WORKER = f"""
import sys
from emulation_portal.documents.rendering.sandbox import Limits, Sandbox
Sandbox("{MODULE}").run({{"what": "sleep", "args": sys.argv[1:]}}, Limits(5, 60, 200))
"""


def test_a_killed_worker_leaves_no_rendering_behind(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    worker = subprocess.Popen([sys.executable, "-c", _WORKER, str(pid_file)], cwd=settings.BASE_DIR)
    until(lambda: pid_file.exists() and pid_file.read_text() != "")
    child = int(pid_file.read_text())
    assert _is_alive(child)

    worker.kill()
    worker.wait()

    until(lambda: not _is_alive(child))


_IDLE_WORKER = f"""
import tempfile
from emulation_portal.documents.rendering.sandbox import Limits, Sandbox
Sandbox("{MODULE}").run({{"what": "answer", "args": []}}, Limits(5, 60, 200))
"""


def test_a_worker_that_ends_leaves_no_process_and_no_file_behind(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", _IDLE_WORKER],
        cwd=settings.BASE_DIR,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "ResourceWarning" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_worker_laid_down_is_swept_up_by_the_next(sandbox, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ask(sandbox, "answer")
    of_a_living_one = Path(sandbox._child._folder.path)
    of_a_dead_one = tmp_path / "rendering-dead"
    of_one_just_made = tmp_path / "rendering-new"
    for folder in (of_a_dead_one, of_one_just_made):
        folder.mkdir()
    (of_a_dead_one / "regular.ttf").write_text("font")
    for folder in (of_a_dead_one, of_a_living_one):
        os.utime(folder, (0, 0))

    following = Sandbox(MODULE)
    following.start()
    following.close()

    assert set(tmp_path.iterdir()) == {of_a_living_one, of_one_just_made}


@pytest.mark.django_db
def test_it_knows_neither_database_nor_secrets(sandbox) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")

    content, _ = ask(sandbox, "look_around")
    seen = literal_eval(content.decode())

    assert {"DATABASE_URL", "SECRET_KEY", "REDIS_URL"} <= set(os.environ)
    assert set(seen["environment"]) <= {
        "DJANGO_SETTINGS_MODULE",
        "HOME",
        "LANG",
        "LC_ALL",
        "LC_CTYPE",
        "PATH",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONPATH",
        "TMPDIR",
        "XDG_CACHE_HOME",
    }
    assert sum(name.startswith("socket:") for name in seen["files"]) == 1
    assert seen["modules"] == []


@pytest.mark.django_db
def test_database_connection_of_the_worker_survives(sandbox) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        before = cursor.fetchone()

    ask(sandbox, "answer")
    with pytest.raises(RenderFailed):
        ask(sandbox, "fail", "ValueError")

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() == before


def test_no_file_descriptor_is_lost(sandbox) -> None:
    before = len(os.listdir("/proc/self/fd"))

    for _ in range(3):
        ask(sandbox, "answer")
        with pytest.raises(RenderFailed):
            ask(sandbox, "sleep", limits=LIMITS._replace(wall_seconds=0.05))

    assert len(os.listdir("/proc/self/fd")) == before
