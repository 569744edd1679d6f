"""The portal as people meet it: a real server, a real worker with its Redis, a real Chromium."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from playwright.sync_api import Browser

from emulation_portal.core.dates import today
from emulation_portal.home.sample import load_sample
from tests.chromium import OFFICE, chromium, served
from tests.jobs.machines import Machines, running_machines

from .people import Person


@pytest.fixture(scope="package")
def _media(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="package")
def _portal(_media, django_db_setup, django_db_blocker) -> Iterator[str]:
    """The portal with its sample, loaded once: what a test does there, the next one finds."""
    with override_settings(MEDIA_ROOT=_media, SAMPLE_PERSONAS=True), served(django_db_blocker) as url:
        load_sample(on=today())
        yield url


@pytest.fixture(scope="package")
def worker(_portal, _media, tmp_path_factory) -> Iterator[Machines]:
    """The worker with its Redis, for journeys in which something is done in the background."""
    with running_machines(tmp_path_factory.mktemp("machines"), MEDIA_ROOT=str(_media)) as machines:
        yield machines


@pytest.fixture(scope="package")
def _chromium() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def enter(_chromium, _portal) -> Iterator[Callable[..., Person]]:
    """Return a way in: `enter("chuyenvien")` is that sample person's own browser; `enter()` a passer-by's.

    What a browser complained of by the end of the test fails the test: errors, breaches of the content policy.
    """
    people = []

    def come(username: str = "", **options) -> Person:
        context = _chromium.new_context(**{"viewport": OFFICE, "locale": "vi-VN", **options})
        person = Person(context, _portal)
        people.append(person)
        if username:
            person.log_in(username)
        return person

    yield come
    for person in people:
        person.context.close()
    assert [words for person in people for words in person.complaints] == []
