import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from emulation_portal.celery import app
from emulation_portal.core.scratch import scratch_database
from emulation_portal.documents.management.measuring import compare_issue, new_bench, seconds_until_ready

GOAL = 1.3
SCRATCH_BROKER_DB = "15"


class Command(BaseCommand):
    help = "Measure issuing and rendering, in a scratch database: ratios of medians, all in one run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rounds", type=int, default=15)

    def handle(self, *args: Any, rounds: int, **options: Any) -> None:
        with scratch_database() as scratch:
            self._measure(rounds, scratch.name, scratch.media)

    def _measure(self, rounds: int, scratch: str, media: str) -> None:
        bench = new_bench()
        one_page = compare_issue(bench, rounds)
        verdict = "within" if one_page.ratio <= GOAL else "ABOVE"
        self.stdout.write(
            f"One page, issue + task, worker warm: {one_page.ours_ms:.0f} ms; bare WeasyPrint on the same HTML: "
            f"{one_page.bare_ms:.0f} ms; ratio {one_page.ratio:.2f} ({verdict} the goal of {GOAL})"
        )
        with running_worker(scratch, media):
            seconds_until_ready(bench, 2)  # the worker's first papers warm it
            ready = seconds_until_ready(bench, max(5, rounds // 3))
        self.stdout.write(f"Three pages, from click to ready, with a worker: {ready:.2f} s (goal: about a second)")


@contextmanager
def running_worker(scratch: str, media: str) -> Iterator[None]:
    """Run a worker on the scratch database, with a broker database of its own."""
    broker = urlsplit(settings.REDIS_URL)._replace(path=f"/{SCRATCH_BROKER_DB}")
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{scratch}")
    environment = os.environ | {
        "REDIS_URL": urlunsplit(broker),
        "DATABASE_URL": urlunsplit(database),
        "MEDIA_ROOT": media,
    }
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "emulation_portal",
        "worker",
        "-c",
        "1",
        "-Q",
        "documents",
        "--without-gossip",
        "--without-mingle",
        "-l",
        "ERROR",
    ]
    worker = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    app.conf.update(broker_url=urlunsplit(broker))
    try:
        time.sleep(4)
        if worker.poll() is not None:
            raise CommandError("the worker did not start")
        yield
    finally:
        worker.terminate()
        worker.wait(timeout=20)
