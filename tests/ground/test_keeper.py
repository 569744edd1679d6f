"""The private servers live exactly as long as somebody uses them, whatever is killed."""

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from urllib.parse import urlsplit

import psycopg2
import pytest
import redis

from tests.waiting import PATIENCE, until

from .conftest import processes_of

pytestmark = pytest.mark.ground


def query(address, sql):
    with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else None


def leave(user):
    user.communicate("\n", timeout=PATIENCE)
    assert user.returncode == 0


def postmaster(var):
    return int((var / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


def keeper(var):
    (pid,) = [pid for pid, command in processes_of(var).items() if "run.py keep" in command]
    return pid


def test_two_users_share_servers_that_stop_after_the_last(var, users):
    first, postgres, broker = users()
    second, *addresses = users()
    assert addresses == [postgres, broker]

    leave(first)
    assert query(postgres, "SELECT 1") == [(1,)]
    assert redis.Redis.from_url(broker).ping()

    leave(second)
    assert processes_of(var) == {}


def test_data_are_kept_and_names_sort_as_vietnamese_does(var, users):
    first, postgres, _ = users()
    query(postgres, 'CREATE TABLE name (it text COLLATE "vi-x-icu")')
    query(postgres, "INSERT INTO name VALUES ('Đông'), ('Dung'), ('Ê'), ('Em'), ('Ân')")
    leave(first)

    second, postgres, _ = users()
    assert query(postgres, "SELECT it FROM name ORDER BY it") == [("Ân",), ("Dung",), ("Đông",), ("Em",), ("Ê",)]
    leave(second)


def runtime_address(var):
    return json.loads((var / "run" / "servers.json").read_text())["postgres_runtime"]


def test_portal_has_a_role_of_its_own_that_owns_nothing(var, users):
    user, postgres, _ = users()

    assert query(postgres, "SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user") == [
        ("portal", True)
    ]
    assert query(runtime_address(var), "SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user") == [
        ("portal_runtime", False)
    ]
    leave(user)


def test_cluster_of_an_earlier_release_gets_the_role(var, users):
    """It had one role, and one password."""
    user, postgres, _ = users()
    query(postgres, "DROP ROLE portal_runtime")
    leave(user)
    (var / "postgres" / "runtime_password").unlink()

    user, *_ = users()

    assert query(runtime_address(var), "SELECT current_user") == [("portal_runtime",)]
    leave(user)


def test_lost_password_of_the_role_is_made_anew(var, users):
    user, *_ = users()
    before = runtime_address(var).rpartition("@")[0]
    leave(user)
    (var / "postgres" / "runtime_password").unlink()

    user, *_ = users()

    assert runtime_address(var).rpartition("@")[0] != before
    assert query(runtime_address(var), "SELECT current_user") == [("portal_runtime",)]
    leave(user)


def test_nobody_gets_in_without_the_password(var, users):
    user, postgres, broker = users()
    host = postgres.rpartition("@")[2]

    for intruder in (f"postgres://portal@{host}", f"postgres://portal:guess@{host}"):
        with pytest.raises(psycopg2.OperationalError, match="password"):
            query(intruder, "SELECT 1")
    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url("redis://" + broker.rpartition("@")[2]).ping()
    assert (var / "run" / "servers.json").stat().st_mode & 0o077 == 0
    assert (var / "postgres").stat().st_mode & 0o077 == 0
    leave(user)


def test_killed_user_leaves_nothing_running(var, users):
    user, *_ = users()

    user.kill()

    until(lambda: not processes_of(var), "the servers to stop")


def test_what_a_killed_user_left_behind_ends_before_the_servers_do(var, users):
    """A worker asked to end finishes its task first, and a task may hang."""
    user, *_ = users()
    mark = json.loads((var / "run" / "servers.json").read_text())["PORTAL_KEEPER"]
    busy = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('busy', flush=True); time.sleep(600)"
    )
    worker = subprocess.Popen(
        [sys.executable, "-c", busy], env={"PORTAL_KEEPER": mark}, stdout=subprocess.PIPE, start_new_session=True
    )
    stranger = subprocess.Popen(["sleep", "600"], env={"PATH": os.defpath, "PORTAL_KEEPER": "another"})
    assert worker.stdout.readline() == b"busy\n"

    user.kill()

    try:
        assert worker.wait(PATIENCE) == -signal.SIGKILL
        until(lambda: not processes_of(var), "the servers to stop")
        assert stranger.poll() is None
    finally:
        worker.stdout.close()
        for process in (worker, stranger):
            process.kill()
            process.wait()


def test_killed_keeper_takes_its_servers_along_and_the_next_start_finds_the_data(var, users):
    _, postgres, _ = users()
    query(postgres, "CREATE TABLE of_killed_keeper (it int)")

    os.kill(keeper(var), signal.SIGKILL)
    second, postgres, _ = users()

    assert query(postgres, "SELECT count(*) FROM of_killed_keeper") == [(0,)]
    leave(second)


def test_killed_postgres_comes_back_at_the_same_address(var, users):
    user, postgres, broker = users()
    query(postgres, "CREATE TABLE of_killed_postgres (it int)")
    redis.Redis.from_url(broker).shutdown(nosave=True)

    os.kill(postmaster(var), signal.SIGKILL)

    def is_back():
        try:
            return (
                query(postgres, "SELECT count(*) FROM of_killed_postgres") == [(0,)]
                and redis.Redis.from_url(broker).ping()
            )
        except (psycopg2.OperationalError, redis.ConnectionError):
            return False

    until(is_back, "the servers to come back")
    leave(user)


def test_redis_that_cannot_come_back_does_not_take_postgres_along(var, users):
    """Somebody else has its port: it comes back when that one leaves."""
    user, postgres, broker = users()
    pid, port = keeper(var), urlsplit(broker).port

    os.kill(pid, signal.SIGSTOP)  # or it would be back before we have its port
    redis.Redis.from_url(broker).shutdown(nosave=True)
    with socket.create_server(("127.0.0.1", port)):
        os.kill(pid, signal.SIGCONT)
        log = var / "log" / "keeper.log"
        until(lambda: "redis died and does not start; the next try is in 5 s" in log.read_text(), "three tries")
        assert query(postgres, "SELECT 1") == [(1,)]
        assert user.poll() is None

    def is_back():
        try:
            return redis.Redis.from_url(broker).ping()
        except redis.ConnectionError:
            return False

    until(is_back, "Redis to come back")
    leave(user)


def test_machine_that_went_down_blocks_nothing(var, users):
    """The process number that PostgreSQL left in its lock file now belongs to somebody else."""
    user, postgres, _ = users()
    query(postgres, "CREATE TABLE of_dead_machine (it int)")
    lock_file = var / "postgres" / "data" / "postmaster.pid"
    text = lock_file.read_text()
    leave(user)
    lock_file.write_text(text.replace(text.split()[0], str(os.getppid()), 1))

    user, postgres, _ = users()

    assert query(postgres, "SELECT count(*) FROM of_dead_machine") == [(0,)]
    leave(user)


def test_making_of_the_cluster_cut_short_is_begun_again(var, users):
    user, *_ = users()  # so that there is a folder, whichever test comes first
    leave(user)
    (var / "postgres").rename(var / "whole")
    half = var / "postgres" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("15\n")

    user, postgres, _ = users()

    assert query(postgres, "SELECT 1") == [(1,)]
    assert not half.exists()
    leave(user)


def test_settings_of_the_users_own_postgres_are_not_obeyed(var, users, monkeypatch):
    monkeypatch.setenv("PGSSLMODE", "require")
    monkeypatch.setenv("PGOPTIONS", "-c default_transaction_read_only=on")

    from ground.keeper import use_servers

    with use_servers(var, ["postgres"]) as (addresses, _):
        monkeypatch.undo()
        assert "redis" not in addresses
        query(addresses["postgres"], "CREATE TABLE made (it int)")
    assert processes_of(var) == {}
