"""What a page costs: opened through the real WSGI handler, with all middleware and a logged-in session.

Portals of several sizes are measured turn by turn, and the page of one query between them, so that whatever else the
machine does falls on all of them alike.
"""

import gzip
import itertools
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client, RequestFactory
from django.test.utils import override_settings

from emulation_portal.accounts.models import User
from emulation_portal.core.crowds import Visit
from emulation_portal.core.dates import today
from emulation_portal.core.scratch import Scratch
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment

WARMING = 2
ONE_QUERY = Visit("one query", "/mot-truy-van/", Role.OFFICER)


@dataclass
class Portal:
    """A filled portal: its pages, and the sessions of those who open them."""

    scratch: Scratch
    visits: dict[str, Visit]
    sessions: dict[str, str] = field(default_factory=dict)  # by role

    def session_of(self, role: str) -> str:
        """Return the session of the first who was given the role, logged in once."""
        if role not in self.sessions:
            held = Appointment.objects.in_force(on=today()).filter(role=role, user__is_active=True)
            self.sessions[role] = logged_in(held.order_by("pk")[0].user)
        return self.sessions[role]


def logged_in(user: User) -> str:
    """Return a new session of the user."""
    client = Client()
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    session: str = client.cookies[settings.SESSION_COOKIE_NAME].value
    return session


@dataclass
class Costs:
    """What the visits to one page of one portal took, in milliseconds."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    bare_cpu: list[float] = field(default_factory=list)  # of the page of one query, opened beside it
    queries: int = 0
    content: bytes = b""

    def wall_at(self, percent: int) -> float:
        return statistics.quantiles(self.wall, n=100, method="inclusive")[percent - 1]

    @property
    def times_one_query(self) -> float:
        return statistics.median(self.cpu) / statistics.median(self.bare_cpu)

    @property
    def kilobytes(self) -> float:
        return len(self.content) / 1000

    @property
    def kilobytes_gzipped(self) -> float:
        return len(gzip.compress(self.content, 6)) / 1000


class Answered(NamedTuple):
    """What came back, and the milliseconds it took of the clock and of the processor."""

    status: str
    content: bytes
    wall: float
    cpu: float


class Browser:
    """Opens pages, each time from another address, so that no limit on what one address may ask is met."""

    def __init__(self) -> None:
        self._handler, self._factory = WSGIHandler(), RequestFactory()
        self._addresses = (f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}" for n in itertools.count(1))
        self._token = secrets.token_hex(16)

    def open(self, portal: Portal, visit: Visit) -> tuple[bytes, float, float]:
        """Return the page, and the milliseconds it took of the clock and of the processor. Raises CommandError unless it
        was answered as it should be.
        """
        portal.scratch.use()
        status, content, wall, cpu = self.ask(portal.session_of(visit.by) if visit.by else "", visit.url)
        if status != "200 OK":
            raise CommandError(f"{visit.name} ({visit.url}, {visit.by or 'passer-by'}) was answered with {status}")
        return content, wall, cpu

    def ask(self, session: str, url: str, data: Mapping[str, str] | None = None) -> Answered:
        """Get a page, or send a form with the token that keeps strangers from sending it."""
        self._factory.cookies.clear()
        if session:
            self._factory.cookies[settings.SESSION_COOKIE_NAME] = session
        known: dict[str, Any] = {"REMOTE_ADDR": next(self._addresses), "HTTP_HOST": "localhost"}
        if data is None:
            request = self._factory.get(url, **known)
        else:
            self._factory.cookies[settings.CSRF_COOKIE_NAME] = self._token
            body = urlencode({**data, "csrfmiddlewaretoken": self._token})
            request = self._factory.post(url, body, content_type="application/x-www-form-urlencoded", **known)
        statuses: list[str] = []
        clock, processor = time.perf_counter(), time.process_time()
        answer = self._handler(request.environ, lambda status, *_: statuses.append(status))  # type: ignore[arg-type]
        content = b"".join(answer)
        wall, cpu = (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000
        answer.close()
        return Answered(statuses[0], content, wall, cpu)


@contextmanager
def counted_queries(portal: Portal) -> Iterator[list[str]]:
    seen: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with portal.scratch.connection.execute_wrapper(count):
        yield seen


def measure(browser: Browser, portals: Sequence[Portal], name: str, rounds: int) -> list[Costs]:
    """Open one page of every portal again and again; return what it took, in the order of the portals."""
    costs = [Costs() for _ in portals]
    for portal, cost in zip(portals, costs, strict=True):
        for _ in range(WARMING):
            browser.open(portal, portal.visits[name])
            browser.open(portal, ONE_QUERY)
        with counted_queries(portal) as queries:
            cost.content = browser.open(portal, portal.visits[name])[0]
        cost.queries = len(queries)
    for _ in range(rounds):
        for portal, cost in zip(portals, costs, strict=True):
            cost.bare_cpu.append(browser.open(portal, ONE_QUERY)[2])
            _, wall, cpu = browser.open(portal, portal.visits[name])
            cost.wall.append(wall)
            cost.cpu.append(cpu)
    return costs


@contextmanager
def as_when_served() -> Iterator[None]:
    """Let static files have the names they have when the portal is served, and one more page be there."""
    hashed = {"BACKEND": "emulation_portal.core.static_files.HashedFiles"}
    with (
        tempfile.TemporaryDirectory() as static,
        override_settings(
            STATIC_ROOT=static,
            STORAGES=settings.STORAGES | {"staticfiles": hashed},
            ROOT_URLCONF="emulation_portal.accounts.measured_urls",
            REQUIRE_SECOND_FACTOR=False,
        ),
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield


class Filled(Protocol):
    """Whatever keeps a portal with what its acts need to know of it."""

    @property
    def portal(self) -> Portal: ...


F = TypeVar("F", bound=Filled)


def measure_in_turns(
    act: Callable[[Browser, F], tuple[float, float]], browser: Browser, filled: Sequence[F], rounds: int
) -> list[Costs]:
    """Do the same in every portal again and again; return what it took, in the order of the portals.

    An act returns the milliseconds that it took of the clock and of the processor.
    """
    costs = [Costs() for _ in filled]
    for each, cost in zip(filled, costs, strict=True):
        each.portal.scratch.use()
        for _ in range(WARMING):
            act(browser, each)
        with counted_queries(each.portal) as queries:
            act(browser, each)
        cost.queries = len(queries)
    for _ in range(rounds):
        for each, cost in zip(filled, costs, strict=True):
            each.portal.scratch.use()
            wall, cpu = act(browser, each)
            cost.wall.append(wall)
            cost.cpu.append(cpu)
    return costs
