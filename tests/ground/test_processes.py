"""The process manager starts again what dies, and leaves nothing behind."""

import os
import subprocess
import sys
import textwrap

import pytest
from ground.serve import answers
from ground.server_process import free_port

from tests.waiting import PATIENCE, until

from .conftest import ROOT, clean_environment, processes_of

pytestmark = pytest.mark.ground

MANAGER = """
import sys, time
from ground.children import adopt_orphans
from ground.processes import Process, StopRequested, stop_on_signals, stop_processes
stop_on_signals()
adopt_orphans()
processes = []
try:
    processes.append(Process("one", sys.argv[1:], {}, "/"))
    while True:
        processes[0].look_after()
        time.sleep(0.05)
except StopRequested:
    sys.exit(130)
finally:
    stop_processes(processes)
"""


def manage(folder, program):
    """Run a manager over one program, which is written to a file in a folder so that its processes can be found."""
    path = folder / "program.py"
    path.write_text(textwrap.dedent(program))
    return subprocess.Popen(
        [sys.executable, "-c", MANAGER, sys.executable, "-u", str(path)],
        env=clean_environment() | {"PYTHONPATH": str(ROOT / "script" / "lib")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


STUBBORN_FAMILY = """
    import os, signal, subprocess, sys, time
    if len(sys.argv) == 1:
        subprocess.Popen([sys.executable, __file__, "grandchild"], start_new_session=True)
    signal.signal(signal.SIGTERM, signal.SIG_IGN if len(sys.argv) > 1 else signal.SIG_DFL)
    print("started", flush=True)
    time.sleep(600)
"""


def test_stop_reaches_a_grandchild_that_left_the_session_and_ignores_it(tmp_path):
    manager = manage(tmp_path, STUBBORN_FAMILY)
    for _ in range(2):
        assert "started" in manager.stdout.readline()

    manager.terminate()
    manager.communicate(timeout=PATIENCE)

    assert manager.returncode == 130
    assert processes_of(tmp_path) == {}


def test_killed_manager_takes_its_processes_along(tmp_path):
    manager = manage(tmp_path, "import time; print('started'); time.sleep(600)")
    assert manager.stdout.readline() == "one    | started\n"

    manager.kill()
    manager.communicate(timeout=PATIENCE)

    until(lambda: not processes_of(tmp_path), "the process to end")


def test_process_that_dies_is_started_again(tmp_path):
    manager = manage(tmp_path, "import os, time; print(os.getpid()); time.sleep(600)")
    first = int(manager.stdout.readline().split()[-1])

    os.kill(first, 9)

    assert manager.stdout.readline() == "-> one ended (status -9); starting it again in 0.5 s\n"
    assert int(manager.stdout.readline().split()[-1]) != first
    manager.terminate()
    manager.communicate(timeout=PATIENCE)


def test_process_that_dies_at_once_is_started_again_more_and_more_rarely_and_never_given_up(tmp_path):
    manager = manage(tmp_path, "raise SystemExit('no such database')")

    said = [manager.stdout.readline() for _ in range(10)]
    assert manager.poll() is None
    manager.terminate()
    manager.communicate(timeout=PATIENCE)

    assert said[::2] == ["one    | no such database\n"] * 5
    assert said[1:8:2] == [f"-> one ended (status 1); starting it again in {pause} s\n" for pause in ("0.5", 1, 2, 5)]
    assert said[9].startswith("-> ERROR: one ended (status 1), 5 times running as soon as it was started;")
    assert said[9].endswith("The other parts go on without it; starting it again in 10 s\n")


SERVER = """
import sys
from ground.processes import Process, StopRequested, stop_on_signals, stop_processes
from ground.serve import watch
stop_on_signals()
port, folder = int(sys.argv[1]), sys.argv[2]
processes = []
try:
    for name in ("web", "worker", "beat"):
        processes.append(Process(name, [sys.executable, "-u", f"{folder}/{name}.py", str(port)], {}, folder))
    watch(processes, port, {"PUBLIC_URL": "here"})
except StopRequested:
    sys.exit(130)
finally:
    stop_processes(processes)
"""
WEB = """
import http.server, sys

http.server.test(http.server.SimpleHTTPRequestHandler, port=int(sys.argv[1]), bind="127.0.0.1")
"""


def serve(folder, port, **programs):
    for name, program in programs.items():
        (folder / f"{name}.py").write_text(program)
    (folder / "healthz").touch()
    return subprocess.Popen(
        [sys.executable, "-c", SERVER, str(port), str(folder)],
        env=clean_environment() | {"PYTHONPATH": str(ROOT / "script" / "lib")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_worker_and_beat_that_keep_dying_leave_the_web_server_alone(tmp_path):
    port = free_port()
    server = serve(tmp_path, port, web=WEB, worker="raise SystemExit(7)", beat="raise SystemExit(8)")

    complained = set()
    while complained < {"worker", "beat"}:
        line = server.stdout.readline()
        assert line, "the manager has ended"
        if line.startswith("-> ERROR:"):
            complained.add(line.split()[2])

    assert server.poll() is None
    assert answers(port)
    server.terminate()
    server.communicate(timeout=PATIENCE)
    assert server.returncode == 130


def test_web_server_that_never_comes_up_is_said_at_once(tmp_path):
    server = serve(tmp_path, free_port(), web="raise SystemExit(9)", worker="input()", beat="input()")

    said, _ = server.communicate(timeout=PATIENCE)

    assert server.returncode == 1
    assert "the web server ends as soon as it is started; its last words stand above" in said
