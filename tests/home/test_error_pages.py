"""The pages for 400, 500 and 503 keep their looks when nothing else works."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

HASHED = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"


@pytest.fixture
def installed(settings, tmp_path: Path) -> Path:
    """Static files as an installation has them: under their hashed names only."""
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": HASHED}}
    call_command("collectstatic", interactive=False, verbosity=0)
    names = re.findall(r'": "([^"]+)"', (tmp_path / "staticfiles.json").read_text())
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name != "staticfiles.json" and str(path.relative_to(tmp_path)) not in names:
            path.unlink()
    return tmp_path


def _broken() -> tuple[Client, str]:
    """Ask for a page that needs the database, which this test has not."""
    client = Client(raise_request_exception=False)
    response = client.get("/phong-trao/")
    assert response.status_code == 500
    return client, response.content.decode()


def _files(page: str) -> list[str]:
    return re.findall(r'(?:href|src)="(/static/[^"]+)"', page)


def _status(client: Client, name: str) -> int:
    response = client.get(name)
    if response.streaming:
        list(response.streaming_content)  # to its end, where the client closes it without asking the database
    return response.status_code


def test_error_page_has_its_styles_and_its_lotus_from_an_installation(installed: Path) -> None:
    client, page = _broken()

    assert [_status(client, name) for name in _files(page)] == [200] * 8
    assert not (installed / "css" / "base.css").exists()
    assert "Cổng vừa gặp lỗi" in page


def test_error_page_is_written_without_the_list_of_static_files(settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": HASHED}}

    _, page = _broken()

    assert "/static/css/base.css" in _files(page)
    assert "Cổng vừa gặp lỗi" in page
