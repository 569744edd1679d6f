"""The keeper starts this checkout's servers, keeps them up while somebody uses them, and stops them after the last.

Whoever uses the servers holds a shared lock on `run/users`. The kernel frees it when its holder ends, however it ends,
so the keeper needs no count: when it gets that lock for itself, nobody is left. `run/keeper` is locked while a keeper
lives, `run/start` while somebody looks whether one does. What a killed user left behind, such as a worker that wants to
finish its task first, bears the keeper's mark in its environment and is ended too.
"""

import fcntl
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ground.children import end_processes, find_marked
from ground.environment import libpq_variables
from ground.places import GroundError, find_server_user, make_data_dir, write_private
from ground.private_postgres import PrivatePostgres
from ground.private_redis import PrivateRedis
from ground.server_process import RUNTIME, ServerProcess

READY = "ready"
# What is started with this variable, and all that it starts, ends before the servers do.
MARK = "PORTAL_KEEPER"
LEAVE_SECONDS = 40


@contextmanager
def use_servers(var: Path, names: list[str], *, throw_away: bool = False) -> Iterator[tuple[dict[str, str], int]]:
    """Give the servers' addresses by name, and the lock to hand on to whoever shall keep them up.

    Starts the servers when they are not up. At the end, waits until they are down, unless somebody else uses them.
    """
    run = make_data_dir(var) / "run"
    users = open_lock(run / "users")
    fcntl.flock(users, fcntl.LOCK_SH)  # waits for a keeper that is just stopping
    try:
        with locked(run / "start"):
            if names and not is_locked(run / "keeper"):
                start_keeper(var, names, throw_away=throw_away)
        addresses: dict[str, str] = json.loads((run / "servers.json").read_text()) if names else {}
        if missing := [name for name in names if name not in addresses]:
            raise GroundError(f"the servers are up without {missing[0]}; stop script/server first")
        wanted = [*names, MARK, *([RUNTIME] if PrivatePostgres.name in names else [])]
        yield {name: addresses[name] for name in wanted if name in addresses}, users
    finally:
        os.close(users)
        wait_for_end(run)


def start_keeper(var: Path, names: list[str], *, throw_away: bool) -> None:
    """Start a keeper and return when the servers answer. Raises GroundError with the reason when they do not."""
    run_py = Path(__file__).resolve().parents[1] / "run.py"
    command = [sys.executable, str(run_py), "keep", str(var), *names, *(["--throw-away"] if throw_away else [])]
    with (
        (var / "log" / "keeper.log").open("wb") as log,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd="/",
            start_new_session=True,
        ) as keeper,
    ):
        assert keeper.stdout
        said = keeper.stdout.read().strip()
    if said != READY:
        raise GroundError(said or f"the servers do not start; see {var / 'log' / 'keeper.log'}")


def wait_for_end(run: Path) -> None:
    """Return when the keeper is gone, or at once when somebody else uses its servers.

    The files stay open meanwhile: a keeper of throw-away data deletes them shortly before it ends.
    """
    try:
        keeper, users = open_lock(run / "keeper"), open_lock(run / "users")
    except FileNotFoundError:
        return
    deadline = time.monotonic() + LEAVE_SECONDS
    while time.monotonic() < deadline and not can_lock(keeper, fcntl.LOCK_SH):
        if not can_lock(users, fcntl.LOCK_EX) and can_lock(users, fcntl.LOCK_SH):
            break  # shared with others; the keeper would have it for itself
        time.sleep(0.05)
    os.close(keeper)
    os.close(users)


def keep(var: Path, names: list[str], *, throw_away: bool) -> int:
    """Be the keeper. Prints `ready`, or the reason why not, and closes the standard output."""
    if os.fork():
        return 0  # so the keeper is nobody's child and outlives who started it
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    for name in libpq_variables():
        del os.environ[name]
    run = var / "run"
    own = open_lock(run / "keeper")
    fcntl.flock(own, fcntl.LOCK_EX)
    servers: list[ServerProcess] = []
    mark = f"{MARK}={secrets.token_hex(16)}"
    try:
        try:
            make_servers(servers, var, names, throw_away=throw_away)
            for server in servers:
                server.start()
        except GroundError as error:
            print(error, flush=True)
            return 1
        addresses = {name: url for server in servers for name, url in server.addresses.items()}
        write_private(run / "servers.json", json.dumps(addresses | {MARK: mark.partition("=")[2]}))
        print(READY, flush=True)
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        watch(servers, run)
    finally:
        end_processes(lambda: find_marked(mark), patience=2)
        for server in reversed(servers):
            server.stop()
        if throw_away:
            shutil.rmtree(var, ignore_errors=True)
    return 0


def make_servers(servers: list[ServerProcess], var: Path, names: list[str], *, throw_away: bool) -> None:
    user = find_server_user()
    log_dir = var / "log"
    for name in names:
        (log_dir / f"{name}.log").unlink(missing_ok=True)
        if name == PrivatePostgres.name:
            home = var / "postgres"
            servers.append(PrivatePostgres(home, log_dir=log_dir, user=user, throw_away=throw_away))
        else:
            servers.append(PrivateRedis(log_dir=log_dir, user=user))


def watch(servers: list[ServerProcess], run: Path) -> None:
    """Return when the last user has left. A server that dies meanwhile is looked after and never ends the others."""
    users = open_lock(run / "users")
    while True:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            time.sleep(0.1)
        for server in servers:
            server.look_after()


def open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def is_locked(path: Path) -> bool:
    """Say whether somebody has a lock for himself. Asking for a shared one, so that those who ask do not see each other."""
    lock = open_lock(path)
    try:
        return not can_lock(lock, fcntl.LOCK_SH)
    finally:
        os.close(lock)


def can_lock(lock: int, kind: int) -> bool:
    """Say whether nobody stands against this kind of lock; take nothing."""
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    fcntl.flock(lock, fcntl.LOCK_UN)
    return True


@contextmanager
def locked(path: Path) -> Iterator[None]:
    lock = open_lock(path)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
