"""The process manager starts again what dies, and leaves nothing behind."""

import os
import subprocess
import sys
import textwrap

from .conftest import ROOT, clean_environment, processes_of, until

MANAGER = """
import sys, time
from ground.children import adopt_orphans
from ground.processes import Process, StopRequested, stop_on_signals, stop_processes
stop_on_signals()
adopt_orphans()
processes = []
try:
    processes.append(Process("one", sys.argv[1:], {}, "/"))
    while processes[0].look_after():
        time.sleep(0.05)
    sys.exit(1)
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
    manager.communicate(timeout=30)

    assert manager.returncode == 130
    assert processes_of(tmp_path) == {}


def test_killed_manager_takes_its_processes_along(tmp_path):
    manager = manage(tmp_path, "import time; print('started'); time.sleep(600)")
    assert manager.stdout.readline() == "one    | started\n"

    manager.kill()
    manager.communicate(timeout=30)

    until(lambda: not processes_of(tmp_path), "the process to end")


def test_process_that_dies_is_started_again(tmp_path):
    manager = manage(tmp_path, "import os, time; print(os.getpid()); time.sleep(600)")
    first = int(manager.stdout.readline().split()[-1])

    os.kill(first, 9)

    assert manager.stdout.readline() == "-> one ended (status -9); starting it again\n"
    assert int(manager.stdout.readline().split()[-1]) != first
    manager.terminate()
    manager.communicate(timeout=30)


def test_process_that_dies_at_once_is_given_up_after_five_times(tmp_path):
    manager = manage(tmp_path, "raise SystemExit('no such database')")

    said, _ = manager.communicate(timeout=30)

    assert manager.returncode == 1
    assert said.count("no such database") == 5
    assert "one ends as soon as it is started" in said
