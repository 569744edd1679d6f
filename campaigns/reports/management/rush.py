"""A rush: many people at once write into a served portal, and afterwards it is looked whether anything was lost."""

import json
import os
import secrets
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import redis
from django.conf import settings
from django.core.management.base import CommandError
from django.urls import reverse

from campaigns.reports.crowd import ASKED
from campaigns.reports.enums import ReportStatus, ValueType
from campaigns.reports.models import ReportValue, UnitReport
from campaigns.reports.procedures import REPORT
from emulation_portal.accounts.measuring import logged_in
from emulation_portal.accounts.models import User
from emulation_portal.core.scratch import Scratch

from .years import Writer, Years

SERVED_BY = settings.BASE_DIR / "deploy" / "emulation-portal-web.service"
READY_SECONDS = 120
REDIS_DATABASE = 7  # none of the portal's own


def people_of(years: Years, number: int, submitting: int) -> list[dict[str, Any]]:
    """Log in so many writers, and the heads of the first of them; return what each of them is told."""
    writers = list(islice(years.waiting, number))
    if len(writers) < number:
        raise CommandError(f"Only {len(writers)} reports can be written: measure more units.")
    users = User.objects.in_bulk([key for writer in writers for key in (writer.editor, writer.head)])
    seen: dict[int, dict[str, int]] = {}
    figures = ReportValue.objects.filter(
        report__in=[writer.report for writer in writers], indicator__value_type=ValueType.COUNT
    )
    for report, code, revision in figures.values_list("report", "indicator__code", "revision"):
        seen.setdefault(report, {})[code] = revision
    return [_told(writer, seen[writer.report], users, may_submit=at < submitting) for at, writer in enumerate(writers)]


def _told(writer: Writer, seen: dict[str, int], users: dict[int, User], *, may_submit: bool) -> dict[str, Any]:
    send, submit = (
        reverse("procedure:step", args=[REPORT.slug, writer.report, step]) for step in ("trinh-thu-truong", "xac-nhan")
    )
    return {
        "report": writer.report,
        "session": logged_in(users[writer.editor]),
        "head": logged_in(users[writer.head]) if may_submit else "",
        "codes": [code for code in ASKED if code in seen],
        "seen": seen,
        "review": reverse("reports:review", args=[writer.report]),
        "page": reverse("reports:report", args=[writer.report]),
        "field": reverse("reports:field", args=[writer.report]),
        "send": send,
        "submit": submit,
    }


def rush(port: int, people: Sequence[dict[str, Any]], *, times: int) -> dict[str, Any]:
    """Let the people at the server, from a process of their own; return what they say was answered."""
    plan = {
        "host": "127.0.0.1",
        "port": port,
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "token": secrets.token_hex(16),
        "one_query": "/mot-truy-van/",
        "times": times,
        "people": people,
    }
    script = Path(__file__).with_name("rush_people.py")
    ran = subprocess.run(
        [sys.executable, str(script)], input=json.dumps(plan), stdout=subprocess.PIPE, text=True, check=True
    )
    said: dict[str, Any] = json.loads(ran.stdout)
    return said


@contextmanager
def served(scratch: Scratch) -> Iterator[tuple[int, str]]:
    """Serve the scratch portal as an office does; yield port and command line. All of it is gone afterwards."""
    port = _free_port()
    told = next(line for line in SERVED_BY.read_text("utf-8").splitlines() if line.startswith("ExecStart="))
    _, *options = shlex.split(told.partition("gunicorn")[2])
    options[options.index(next(each for each in options if ":" in each))] = f"127.0.0.1:{port}"
    options[-1] = "emulation_portal.accounts.measured_wsgi"
    command = [sys.executable, "-m", "gunicorn", "--bind", *options]
    queue = urlunsplit(urlsplit(settings.REDIS_URL)._replace(path=f"/{REDIS_DATABASE}"))
    environment = {
        **os.environ,
        "DATABASE_URL": _database_url(scratch),
        "REDIS_URL": queue,
        "MEDIA_ROOT": scratch.media,
        "STATIC_ROOT": str(settings.STATIC_ROOT),
        "REQUIRE_SECOND_FACTOR": "0",
    }
    with tempfile.TemporaryFile("w+") as log:
        web = subprocess.Popen(
            command, env=environment, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            _wait_until_ready(port, web)
            yield port, " ".join(options[1:-1])
        except BaseException:
            log.seek(0)
            sys.stderr.write(log.read()[-4_000:])
            raise
        finally:
            web.send_signal(signal.SIGTERM)
            web.wait(40)
            redis.Redis.from_url(queue).flushdb()


def _database_url(scratch: Scratch) -> str:
    """Return the address of the scratch database, as the role that the portal runs as where there is one."""
    given = os.environ.get("RUNTIME_DATABASE_URL") or os.environ["DATABASE_URL"]
    return urlunsplit(urlsplit(given)._replace(path=f"/{scratch.connection.settings_dict['NAME']}"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(port: int, web: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + READY_SECONDS
    while web.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise CommandError("The web server does not come up.")


def losses(said: dict[str, Any]) -> list[str]:
    """Return what was acknowledged and does not stand in the database, in words."""
    found: list[str] = []
    kept = {int(report): figures for report, figures in said["kept"].items()}
    reports = UnitReport.objects.in_bulk(kept)
    values: dict[tuple[int, str], Decimal | None] = {
        (report, code): value
        for report, code, value in ReportValue.objects.filter(report__in=kept).values_list(
            "report", "indicator__code", "value"
        )
    }
    for key, figures in kept.items():
        for code, number in figures.items():
            if values.get((key, code)) != Decimal(number):
                found.append(f"report {key}: {code} is {values.get((key, code))}, {number} was acknowledged")
    for key, report in reports.items():
        found += _lost_of(report, kept[key], receipt=said["receipts"].get(str(key), ""))
    return found


def _lost_of(report: UnitReport, kept: dict[str, str], *, receipt: str) -> Iterator[str]:
    """Yield what is not as it should be: whoever saw a receipt has one version, with it and the figures; others have none."""
    versions = list(report.versions.all())
    seen = [receipt] if receipt else []
    found = [version.receipt_code for version in versions]
    if found != seen or report.receipt_code != receipt or (report.status == ReportStatus.SUBMITTED) != bool(receipt):
        yield f"report {report.pk}: {report.status}, receipt {report.receipt_code}, versions {found}, seen {seen}"
    for version in versions:
        said = version.content["values"]
        for code, number in kept.items():
            if Decimal(said[code]["value"]) != Decimal(number):
                yield f"report {report.pk}: version says {said[code]['value']} of {code}, {number} was acknowledged"
