"""A real Chromium, and the portal served to it from this process, on the database of the tests."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import TransactionTestCase, modify_settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

OFFICE = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the browser of the machine."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    # Playwright keeps an event loop in this thread, and Django would refuse to read the database beside it.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def served(django_db_blocker: Any) -> Iterator[str]:
    """Serve the portal, and yield its address. What is written meanwhile is kept, and gone at the end.

    Tests of a module share its rows, which takes less than a tenth of loading a sample for each of them.
    """
    with django_db_blocker.unblock(), modify_settings(ALLOWED_HOSTS={"append": "localhost"}):
        server = LiveServer("localhost")
        try:
            yield server.url
        finally:
            server.stop()
            TransactionTestCase()._fixture_teardown()
