"""Real processes for the crash tests: a Redis of their own, a worker, a beat. All of them end with the test."""

import logging
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection

from emulation_portal.celery import app
from tests.waiting import PATIENCE, until


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Machine:
    """One process in a process group of its own, with its log."""

    def __init__(self, folder, name, command, env=None):
        self.log = folder / f"{name}.log"
        self.command, self.env, self.process = command, env, None

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, env=self.env, cwd=settings.BASE_DIR, stdout=log, stderr=log, start_new_session=True
            )

    def signal_all(self, number):
        """Send the signal to the process and to its children."""
        os.killpg(self.process.pid, number)

    def children(self):
        return children_of(self.process.pid)

    def is_down(self):
        return self.process.poll() is not None

    def kill(self):
        self.signal_all(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()

    def log_text(self):
        return self.log.read_text(errors="replace")


class Machines:
    """What `script/server` runs, small and quick: leases of 3 s, a sweep every half second."""

    def __init__(self, folder, **more_env):
        port = free_port()
        self.redis_url = f"redis://127.0.0.1:{port}/0"
        env = {
            **os.environ,
            "REDIS_URL": self.redis_url,
            "DATABASE_URL": database_url(),
            "SWEEP_SECONDS": "0.5",
            "JOB_LEASE_SECONDS": "3",
            "LOG_LEVEL": "INFO",
            "PYTHONWARNINGS": "ignore",
            **more_env,
        }
        celery = [sys.executable, "-m", "celery", "-A", "tests.jobs.engine"]
        self.redis = Machine(
            folder,
            "redis",
            ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        )
        self.worker = Machine(
            folder,
            "worker",
            [
                *celery,
                "worker",
                "--without-gossip",
                "--without-mingle",
                "-c",
                "2",
                "-Q",
                "documents,mail,default",
                "--loglevel",
                "INFO",
            ],
            env,
        )
        self.beat = Machine(
            folder, "beat", [*celery, "beat", "--schedule", str(folder / "schedule"), "--loglevel", "INFO"], env
        )

    def start(self):
        self.start_redis()
        self.beat.start()
        self.start_worker()

    def start_redis(self):
        self.redis.start()
        client = redis.Redis.from_url(self.redis_url)

        def answers():
            try:
                return client.ping()
            except redis.exceptions.ConnectionError:
                return False

        until(answers, what="Redis to answer")
        client.close()

    def start_worker(self):
        before = self.worker.log_text().count(" ready.") if self.worker.log.exists() else 0
        self.worker.start()
        until(
            lambda: self.worker.log_text().count(" ready.") > before or self.worker.is_down(),
            what="the worker to be ready",
        )
        assert not self.worker.is_down(), self.worker.log_text()[-3000:]

    def start_what_is_down(self):
        """Give the next test what the last one may have left ended."""
        if self.redis.is_down():
            self.start_redis()
        if self.worker.is_down():
            self.start_worker()
        if self.beat.is_down():
            self.beat.start()

    @contextmanager
    def lent_to(self, session):
        """Lend what runs to one test. What a failing one leaves behind is nobody else's: one failure stays one."""
        self.start_what_is_down()
        failed = session.testsfailed
        yield self
        if session.testsfailed > failed:
            logging.getLogger(__name__).warning("the worker said last:\n%s", self.worker.log_text()[-5000:])
            self.stop()

    def flush_redis(self):
        client = redis.Redis.from_url(self.redis_url)
        client.flushall()
        client.close()

    def stop(self):
        """End everything at once: nothing of it is needed any more."""
        for machine in (self.beat, self.worker, self.redis):
            if machine.process and not machine.is_down():
                machine.kill()


@contextmanager
def running_machines(folder, **more_env):
    """Start the machines on the database of this moment, and send them what this process asks for."""
    machines = Machines(folder, **more_env)
    broker_url = app.conf.broker_url
    app.conf.broker_url = machines.redis_url
    try:
        machines.start()
        yield machines
    finally:
        machines.stop()
        app.conf.broker_url = broker_url


def children_of(pid):
    """Return the children of a process; none when it is gone itself."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def name_of(pid):
    """Return the name a process shows in `ps`; none when it is gone."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def database_url():
    of = connection.settings_dict
    password = f":{of['PASSWORD']}" if of["PASSWORD"] else ""
    return f"postgres://{of['USER']}{password}@{of['HOST']}:{of['PORT']}/{of['NAME']}"


def terminate_backends():
    """Cut every other connection to this test's database, as a restart of PostgreSQL does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]
