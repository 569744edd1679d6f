"""The foot of the page says which version runs."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from emulation_portal.home.version import commit_of, portal_version

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def git_folder(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.mark.parametrize(
    "files",
    [
        {"HEAD": f"{COMMIT}\n"},
        {"HEAD": "ref: refs/heads/main\n", "refs__heads__main": f"{COMMIT}\n"},
        {
            "HEAD": "ref: refs/heads/main\n",
            "packed-refs": f"# pack-refs\nffff refs/heads/other\n{COMMIT} refs/heads/main\n",
        },
    ],
)
def test_commit_is_read_wherever_git_keeps_it(tmp_path: Path, files: dict[str, str]) -> None:
    assert commit_of(git_folder(tmp_path, **files)) == COMMIT


@pytest.mark.parametrize(
    "files", [{}, {"HEAD": "ref: refs/heads/main\n"}, {"HEAD": "ref: refs/heads/a\n", "packed-refs": "\n"}]
)
def test_without_a_commit_there_is_no_version(tmp_path: Path, files: dict[str, str]) -> None:
    assert commit_of(git_folder(tmp_path, **files)) == ""


@pytest.mark.django_db
def test_page_says_the_version_that_git_says_or_none(client: Client) -> None:
    commit = portal_version()

    page = client.get(reverse("account_login")).content.decode()

    assert commit == commit_of(settings.BASE_DIR / ".git")[:7]
    assert ("Phiên bản" in page) == bool(commit)
    assert f"<span>Phiên bản {commit}</span>" in page or not commit
