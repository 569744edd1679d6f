"""script/server, script/manage and script/test as a newcomer runs them, from a folder that is not the checkout."""

import http.client
import os
import re
import signal
import socket
import subprocess
from contextlib import closing

import pytest
from ground.places import make_data_dir
from ground.server_process import free_port

from tests.waiting import PATIENCE, until

from .conftest import ROOT, clean_environment, processes_of

pytestmark = pytest.mark.ground


def command(name, *arguments):
    return [str(ROOT / "script" / name), *arguments]


@pytest.fixture
def outside(tmp_path, var):
    """Where and with what environment the scripts are run; `PORTAL_VAR` keeps them off the checkout's own data."""
    return {"cwd": tmp_path, "env": clean_environment() | {"PORTAL_VAR": str(var)}, "stdin": subprocess.DEVNULL}


def test_server_runs_until_it_is_interrupted_and_shares_with_manage(outside, var):
    port = free_port()
    log = outside["cwd"] / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen(command("server", "--port", str(port)), stdout=out, stderr=out, **outside)
    try:
        until(lambda: server.poll() is not None or "is ready" in log.read_text(), "the portal")
        assert f"The portal is ready:  http://localhost:{port}\n" in log.read_text(), log.read_text()
        with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            assert connection.getresponse().status == 200

        second = subprocess.run(command("server"), capture_output=True, text=True, **outside)
        assert second.returncode == 1
        assert f"already running at http://localhost:{port}\n" in second.stderr

        shown = subprocess.run(command("manage", "showmigrations", "--plan"), capture_output=True, text=True, **outside)
        assert shown.returncode == 0
        assert "[X]" in shown.stdout
        assert "[ ]" not in shown.stdout

        role = "from django.db import connection as c; k = c.cursor(); k.execute('SELECT current_user'); print(k.fetchone())"
        asked = [command("manage", "shell", "--no-imports", "-c", role), command("manage", "migrate", "--check")]
        answers = [subprocess.run(each, capture_output=True, text=True, **outside) for each in asked]
        assert answers[0].stdout == "('portal_runtime',)\n"  # as the portal itself
        assert answers[1].returncode == 0, answers[1].stderr  # as who owns the tables

        mailed = subprocess.run(command("manage", "sendtestemail", "a@example.vn"), capture_output=True, **outside)
        assert mailed.returncode == 0
        assert list((var / "mail").iterdir()) != []
        assert open_to_others(var) == []

        server.send_signal(signal.SIGINT)
        assert server.wait(PATIENCE) == 130
    finally:
        server.kill()
        server.wait()
    assert processes_of(var) == {}
    assert log.read_text().endswith("-> Stopped; nothing is left running\n")


def open_to_others(var):
    """Return what others on this machine may enter, read or see; PostgreSQL's user may pass through the folder itself."""
    here = [path for path in (var, *var.rglob("*")) if not path.is_symlink()]
    return [str(path) for path in here if path.stat().st_mode & (0o067 if path == var else 0o077)]


def test_what_an_earlier_version_left_open_is_closed(tmp_path):
    for folder in ("mail", "log", "something"):
        (tmp_path / "var" / folder).mkdir(parents=True, mode=0o755)
    (tmp_path / "var" / "secret").write_text("known to all")
    (tmp_path / "var" / "secret").chmod(0o644)
    (tmp_path / "var").chmod(0o755)

    make_data_dir(tmp_path / "var")

    assert open_to_others(tmp_path / "var") == []


def test_port_of_another_program_is_named(outside, var):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        refused = subprocess.run(command("server", "--port", str(port)), capture_output=True, text=True, **outside)

    assert refused.returncode == 1
    assert refused.stderr.endswith(
        f"Error: port {port} is in use by another program; choose another with script/server --port {port + 1}\n"
    )
    assert processes_of(var) == {}


def test_interrupt_while_starting_leaves_nothing_running(outside, var):
    server = subprocess.Popen(
        command("server", "--port", str(free_port())), stderr=subprocess.PIPE, text=True, **outside
    )
    # Another test's script may be looking at the checkout; then this one first says that it waits.
    assert any(line.startswith("-> Starting postgres and redis") for line in server.stderr)
    until(lambda: processes_of(var), "the keeper")

    server.send_signal(signal.SIGTERM)
    server.communicate(timeout=PATIENCE)

    assert server.returncode == 143
    until(lambda: not processes_of(var), "everything to stop")


def test_manage_passes_on_output_exit_status_and_folder(outside, var):
    (outside["cwd"] / "kế hoạch.txt").write_text("644/KH-LMHTX")

    def manage(code):
        return subprocess.run(
            command("manage", "shell", "--no-imports", "-c", code), capture_output=True, text=True, **outside
        )

    read = manage("print(open('kế hoạch.txt').read())")
    failed = manage("raise SystemExit(7)")

    assert (read.stdout, read.returncode) == ("644/KH-LMHTX\n", 0)
    assert failed.returncode == 7
    assert processes_of(var) == {}


def test_made_up_secrets_never_reach_production(outside):
    environment = outside["env"] | {"PORTAL_MODE": "production"}

    refused = subprocess.run(
        command("manage", "check"), capture_output=True, text=True, **outside | {"env": environment}
    )

    assert refused.returncode == 1
    assert "SECRET_KEY is not set" in refused.stderr


def test_tests_pass_on_the_exit_status_and_leave_nothing(tmp_path):
    suite = tmp_path / "test_left.py"
    suite.write_text(
        "import os, subprocess, tempfile\n"
        "def test_left():\n"
        "    subprocess.Popen(['sleep', '600'], start_new_session=True)\n"
        "    print('left', tempfile.mkdtemp(), os.environ['PORTAL_VAR'])\n"
        "    assert os.environ['PORTAL_MODE'] == 'test' and 'EMAIL_URL' not in os.environ\n"
        "    assert False\n"
    )
    environment = clean_environment() | {"EMAIL_URL": "smtp://example", "PORTAL_VAR": "/nonexistent"}

    run = subprocess.run(
        command("test", "-p", "no:cacheprovider", "-s", "--rootdir", str(tmp_path), "-c", os.devnull, str(suite)),
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )

    assert run.returncode == 1
    assert "1 failed" in run.stdout.splitlines()[-1]
    temporary, var = re.search(r"left (\S+) (\S+)", run.stdout).groups()
    assert temporary.startswith(var)
    assert not os.path.exists(var)
    assert processes_of(var) == {}
