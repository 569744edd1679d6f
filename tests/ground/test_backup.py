"""script/backup saves a portal that is being written to; script/restore makes the same portal of it in another place."""

import hashlib
import http.client
import json
import shutil
import signal
import subprocess
from contextlib import closing

import psycopg2
import pytest
from ground.commands import throw_away_dir
from ground.server_process import free_port

from tests.waiting import PATIENCE, until

from .conftest import ROOT, clean_environment, processes_of

pytestmark = pytest.mark.ground

# As an office on its busiest day; the first paper has no file yet, and a worker is to be found elsewhere only.
WRITER = """
import itertools, time
from django.utils import timezone
from emulation_portal.audit.actions import seal_events
from tests.factories.documents import issued_document
issued_document()
for number in itertools.count(1):
    issued_document(file=f"%PDF-1.7 {number}".encode())
    if number % 10 == 0:
        seal_events(at=timezone.now())
    print(number, flush=True)
    time.sleep(0.01)
"""


@pytest.fixture
def places():
    """The data folders of two portals of this checkout, the second of them empty."""
    folders = [throw_away_dir() for _ in range(2)]
    yield folders
    for folder in folders:
        until(lambda folder=folder: not processes_of(folder), "everything to stop")
        shutil.rmtree(folder, ignore_errors=True)


def in_place(var, cwd):
    own = {"PORTAL_VAR": str(var), "SAMPLE_PERSONAS": "0"}
    return {"cwd": cwd, "env": clean_environment() | own, "stdin": subprocess.DEVNULL, "text": True}


def script(name, *arguments, **where):
    done = subprocess.run([str(ROOT / "script" / name), *arguments], capture_output=True, **where)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_backup_under_writes_is_restored_elsewhere_and_runs_there(places, tmp_path):
    office, elsewhere = (in_place(var, tmp_path) for var in places)
    script("manage", "migrate", "--verbosity", "0", **office)
    script("manage", "createcachetable", **office)
    command = [str(ROOT / "script" / "manage"), "shell", "--no-imports", "-c", WRITER]
    with (tmp_path / "written").open("w") as out, subprocess.Popen(command, stdout=out, **office) as writer:
        try:
            until(lambda: writer.poll() is None and written(tmp_path) >= 20, "the first papers")
            before = written(tmp_path)
            told = script("backup", "portal.tar", **office)
            meanwhile = written(tmp_path)
        finally:
            writer.terminate()

    shutil.copy(places[0] / "secret_key", places[1] / "secret_key")
    restored = script("restore", "portal.tar", **elsewhere)

    assert told.startswith("portal.tar: ")
    assert meanwhile > before + 5  # else nobody wrote
    assert "migrations" not in restored
    assert sorted(path.name for path in tmp_path.iterdir()) == ["portal.tar", "written"]
    papers = runs_and_finishes_its_work(places[1], elsewhere)
    assert before < papers <= meanwhile + 2


def written(folder) -> int:
    return (folder / "written").read_text().count("\n")


def runs_and_finishes_its_work(var, where) -> int:
    """Run the portal until the work that waited in the backup is done; return how many papers it has, each with its bytes."""
    port = free_port()
    with (var / "server.log").open("w") as log:
        server = subprocess.Popen(
            [str(ROOT / "script" / "server"), "--port", str(port)], stdout=log, stderr=log, **where
        )
    try:
        until(lambda: server.poll() is not None or readyz(port) == 200, "the restored portal")
        assert server.poll() is None, (var / "server.log").read_text()
        address = json.loads((var / "run" / "servers.json").read_text())["postgres_runtime"]
        with closing(psycopg2.connect(address)) as connection, connection, connection.cursor() as cursor:

            def ask(sql):
                cursor.execute(sql)
                return cursor.fetchall()

            until(lambda: ask("SELECT count(*) FROM jobs_job WHERE state <> 'done'") == [(0,)], "all work")
            files = dict(ask("SELECT storage_name, sha256 FROM documents_documentfile"))
            assert len(files) == ask("SELECT count(*) FROM documents_document")[0][0]
            assert ask("SELECT max(size_bytes) > 10000 FROM documents_documentfile") == [(True,)]  # that of the first
        for name, sha256 in files.items():
            assert hashlib.sha256((var / "media" / name).read_bytes()).hexdigest() == sha256
        assert "còn nguyên" in script("manage", "audit_verify", **where)
        return len(files)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(PATIENCE)


def readyz(port) -> int:
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
            connection.request("GET", "/readyz", headers={"Host": "localhost"})
            return connection.getresponse().status
    except OSError:
        return 0
