"""The portal as people meet it: a real server, a real worker with its Redis, a real Chromium."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import sync_playwright

from emulation_portal.core.dates import today
from emulation_portal.home.sample import load_sample
from tests.jobs.machines import Machines, running_machines

from .people import Person

OFFICE = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def media(tmp_path_factory):
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="module")
def _machines(media, django_db_setup, tmp_path_factory) -> Iterator[Machines]:
    with running_machines(tmp_path_factory.mktemp("machines"), MEDIA_ROOT=str(media)) as machines:
        yield machines


@pytest.fixture(scope="module")
def _chromium():
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    # Playwright keeps an event loop in this thread, and Django would refuse to read the database beside it.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def enter(_chromium, _machines, media, live_server, settings, transactional_db):
    """Return a way in: `enter("chuyenvien")` is that sample person's own browser; `enter()` a passer-by's.

    What a browser complained of by the end of the test fails the test: errors, breaches of the content policy.
    """
    settings.MEDIA_ROOT = media
    settings.SAMPLE_PERSONAS = True
    load_sample(on=today())
    people = []

    def come(username: str = "", **options) -> Person:
        context = _chromium.new_context(**{"viewport": OFFICE, "locale": "vi-VN", **options})
        person = Person(context, live_server.url, has_scripts=options.get("java_script_enabled", True))
        people.append(person)
        if username:
            person.log_in(username)
        return person

    yield come
    for person in people:
        person.context.close()
    assert [words for person in people for words in person.complaints] == []
