"""script/server: the portal on this machine, until somebody stops it."""

import fcntl
import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

import environ

from ground.children import adopt_orphans
from ground.environment import local_environment, read_env_file, wanted_servers
from ground.keeper import open_lock, use_servers
from ground.places import ROOT, GroundError, find_data_dir, make_data_dir
from ground.processes import Process, StopRequested, stop_on_signals, stop_processes

READY_SECONDS = 120


def serve(port: int) -> int:
    """Run the portal until SIGINT, SIGTERM or SIGHUP; return the exit status."""
    stop_on_signals()
    processes: list[Process] = []
    try:
        read_env_file()
        var = find_data_dir()
        with_lock = claim_checkout(var, port)
        check_port_is_free(port)
        wanted = wanted_servers()
        if wanted:
            say(f"Starting {' and '.join(wanted)} (data in {var})")
        with use_servers(var, wanted) as (addresses, _lock):
            try:
                environment = local_environment(var, addresses, port=port)
                prepare(local_environment(var, addresses, port=port, as_owner=True))
                adopt_orphans()
                say("Starting web server, worker and beat")
                processes += [Process(name, command, environment, str(ROOT)) for name, command in commands(var, port)]
                watch(processes, port, environment)
            finally:
                stop_processes(processes)
                os.close(with_lock)
    except StopRequested as stop:
        say("Stopped; nothing is left running")
        return 128 + int(stop.args[0])


def claim_checkout(var: Path, port: int) -> int:
    """Make this the only script/server of the checkout. Raises GroundError with the address of the other."""
    run = make_data_dir(var) / "run"
    lock = open_lock(run / "server")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise GroundError(f"this checkout's portal is already running at {os.read(lock, 200).decode()}") from None
    os.ftruncate(lock, 0)
    os.write(lock, f"http://localhost:{port}".encode())
    return lock


def check_port_is_free(port: int) -> None:
    deadline = time.monotonic() + 3  # what a killed run left behind ends in that time
    while True:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
                return
            except PermissionError:
                raise GroundError(f"this user may not use port {port}; choose one above 1023 with --port") from None
            except OSError:
                if time.monotonic() > deadline:
                    raise GroundError(
                        f"port {port} is in use by another program; choose another with script/server --port {port + 1}"
                    ) from None
        time.sleep(0.2)


def prepare(environment: dict[str, str]) -> None:
    """Bring database, static files and sample data up to date."""
    command = [sys.executable, str(ROOT / "script" / "lib" / "prepare.py")]
    if subprocess.run(command, env=environment, cwd=ROOT, stdin=subprocess.DEVNULL).returncode:
        raise GroundError("the database could not be prepared; the reason stands above")


def commands(var: Path, port: int) -> list[tuple[str, list[str]]]:
    """Return what runs: name and command line."""
    web = "--worker-class gthread --workers 2 --threads 4 --log-level warning --no-control-socket"
    worker = "--queues documents,mail,default --concurrency 2 --loglevel WARNING --without-gossip --without-mingle"
    # Root may run this, and the tasks carry JSON only.
    python = [sys.executable, "-W", "ignore:You're running the worker with superuser privileges"]
    celery = [*python, "-m", "celery", "--quiet", "--app", "emulation_portal"]
    schedule = str(var / "run" / "celerybeat-schedule")
    return [
        ("web", [*python, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *web.split(), "emulation_portal.wsgi"]),
        ("worker", [*celery, "worker", *worker.split()]),
        ("beat", [*celery, "beat", "--loglevel", "WARNING", "--pidfile", "", "--schedule", schedule]),
    ]


def watch(processes: list[Process], port: int, environment: dict[str, str]) -> NoReturn:
    """Look after the processes until somebody stops us. Says when the portal can be reached.

    Raises GroundError when the web server does not come up at all: then there is nothing yet to be kept running.
    """
    web = processes[0]
    is_ready = False
    started_at = time.monotonic()
    while True:
        for process in processes:
            process.look_after()
        if not is_ready:
            if answers(port):
                is_ready = True
                welcome(environment)
            elif web.keeps_dying:
                raise GroundError("the web server ends as soon as it is started; its last words stand above")
            elif time.monotonic() - started_at > READY_SECONDS:
                raise GroundError(f"the web server does not answer on port {port} after {READY_SECONDS} seconds")
        time.sleep(0.2 if not is_ready else 0.5)


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def welcome(environment: dict[str, str]) -> None:
    address = environment.get("PUBLIC_URL", "")
    if environment.get("SAMPLE_PERSONAS", "").lower() in environ.Env.BOOLEAN_TRUE_STRINGS:
        how = "choose one of the sample persons on the login page; one click, no password."
    else:
        how = "with your account. Is there none yet, make the first one: "
        how += 'script/manage create_admin quantri "Họ và tên" --name "Liên minh …"'
    print(f"\nThe portal is ready:  {address}\nTo log in:            {how}\nTo stop:              Ctrl-C\n", flush=True)


def say(text: str) -> None:
    print(f"-> {text}", file=sys.stderr, flush=True)
