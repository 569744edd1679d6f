"""The scripts are tested from outside, on folders and servers of their own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "script" / "lib"))

from ground.commands import throw_away_dir  # noqa: E402

from tests.waiting import until  # noqa: E402


@pytest.fixture(scope="module")
def var():
    """A data folder that PostgreSQL's user can reach; pytest's own are closed to it. One cluster does for all tests."""
    folder = throw_away_dir()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def users(var):
    """Start processes that use the servers in `var` until they are told to leave."""
    started = []

    def start():
        user = subprocess.Popen(
            [sys.executable, "-c", USER, str(var)],
            env=clean_environment() | {"PYTHONPATH": str(ROOT / "script" / "lib")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(user)
        return user, *user.stdout.readline().split()

    yield start
    for user in started:
        user.kill()
        user.communicate()
    until(lambda: not processes_of(var), "everything to stop")


USER = """
import sys
from pathlib import Path
from ground.keeper import use_servers
with use_servers(Path(sys.argv[1]), ["postgres", "redis"]) as (addresses, lock):
    print(addresses["postgres"], addresses["redis"], flush=True)
    sys.stdin.readline()
"""


def clean_environment():
    """What a newcomer's shell has: nothing of the portal's. Empty variables keep this checkout's `.env` out."""
    names = ("PATH", "HOME", "LANG", "TMPDIR")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return kept | dict.fromkeys(("DATABASE_URL", "REDIS_URL", "PORTAL_MODE", "SAMPLE_PERSONAS", "PUBLIC_URL"), "")


def processes_of(folder):
    """Return the command lines of the processes that name a folder."""
    found = {}
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and int(process.name) != os.getpid():
            try:
                command = (process / "cmdline").read_bytes()
            except OSError:
                continue
            if os.fsencode(folder) in command:
                found[int(process.name)] = command.replace(b"\0", b" ").decode()
    return found
