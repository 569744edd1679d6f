"""Production does not start with secrets that can be guessed or were never filled in, and says what to do."""

import os
import subprocess
import sys

import environ
import pytest
from django.conf import settings as configured
from django.core.checks import run_checks

from emulation_portal.core.secrets import find_unsafe

GOOD_KEY = "Zb3-q9_vT2xLr7mKd0WfYc8nHs5JgPaQe1UoIi6BtXzVwRyDkGh4MNlE"
GOOD = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": GOOD_KEY,
    "PUBLIC_URL": "https://thidua.example.vn",
    "ALLOWED_HOSTS": "thidua.example.vn",
    "DATABASE_URL": "postgres://portal:Kx7-pQ2m@127.0.0.1:5432/portal",
    "REDIS_URL": "redis://:Wd4-tR9s@127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://thidua:Vb6-nM3k@mail.example.vn:587",
    "PORTAL_VAR": "/nonexistent",
}
BAD = [
    ("SECRET_KEY", "changeme", "SECRET_KEY has 8 characters and needs 50"),
    ("SECRET_KEY", GOOD_KEY[:49], "SECRET_KEY has 49 characters and needs 50"),
    ("SECRET_KEY", "changeme" * 8, "SECRET_KEY has only 7 different characters"),
    ("SECRET_KEY", f"django-insecure-{GOOD_KEY}", "SECRET_KEY was made for development"),
    (
        "SECRET_KEY",
        '<output of: python3 -c "import secrets; print(secrets.token_urlsafe(48))">',
        "SECRET_KEY still is what the example says",
    ),
    ("AUDIT_SEAL_KEYS", f"{GOOD_KEY}x,short", "AUDIT_SEAL_KEYS, key 2, has 5 characters and needs 50"),
    (
        "PUBLIC_URL",
        "http://thidua.example.vn",
        "PUBLIC_URL is 'http://thidua.example.vn'; in production it begins with https://",
    ),
    ("PUBLIC_URL", "thidua.example.vn", "in production it begins with https://"),
    ("DATABASE_URL", "postgres://portal:<password>@127.0.0.1:5432/portal", "DATABASE_URL still has the placeholder"),
    (
        "DATABASE_URL",
        "postgres://portal:Portal@127.0.0.1:5432/portal",
        "DATABASE_URL has a password that everybody tries",
    ),
    ("REDIS_URL", "redis://:<password>@127.0.0.1:6379/0", "REDIS_URL still has the placeholder"),
    ("REDIS_URL", "redis://:%3Cpassword%3E@127.0.0.1:6379/0", "REDIS_URL still has the placeholder"),
    ("REDIS_URL", "redis://:foobared@127.0.0.1:6379/0", "REDIS_URL has a password that everybody tries"),
    ("EMAIL_URL", "smtp+tls://<user>:<password>@mail.example.vn:587", "EMAIL_URL still has the placeholder"),
]


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command as an installation would, with these variables and none of ours."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, str(configured.BASE_DIR / "manage.py"), *arguments],
        env=environment | variables,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


def test_production_starts_with_good_secrets_and_has_nothing_to_complain_of() -> None:
    run = manage("check", "--deploy", "--fail-level", "WARNING", **GOOD)

    assert (run.returncode, run.stdout) == (0, "System check identified no issues (0 silenced).\n"), run.stderr


@pytest.mark.parametrize(("name", "value", "words"), BAD)
def test_production_does_not_start_with(name: str, value: str, words: str) -> None:
    assert any(words in weakness for weakness in find_unsafe(looked_at(GOOD | {name: value})))


def test_production_starts_with_nothing_unsafe() -> None:
    assert find_unsafe(looked_at(GOOD)) == []


def looked_at(variables: dict[str, str]) -> dict[str, object]:
    """Return the settings that are made of these variables."""
    mail = environ.Env.email_url_config(variables["EMAIL_URL"])
    database = environ.Env.db_url_config(variables["DATABASE_URL"])
    sealing = variables.get("AUDIT_SEAL_KEYS", variables["SECRET_KEY"]).split(",")
    password = mail["EMAIL_HOST_PASSWORD"]
    return variables | {
        "DATABASES": {"default": database},
        "EMAIL_HOST_PASSWORD": password,
        "AUDIT_SEAL_KEYS": sealing,
    }


def test_example_as_it_is_does_not_start_and_everything_to_be_done_is_said_at_once() -> None:
    example = (configured.BASE_DIR / "deploy" / "portal.env.example").read_text()
    lines = [line for line in example.splitlines() if line and not line.startswith("#")]
    variables = dict(line.split("=", 1) for line in lines)

    run = manage("check", **variables)

    assert run.returncode == 1
    for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
        assert f"\n{name} still" in run.stderr
    assert 'python3 -c "import secrets; print(secrets.token_urlsafe(48))"' in run.stderr


def test_local_server_starts_with_anything_and_the_deployment_check_says_what_would_not_do() -> None:
    local = GOOD | {"PORTAL_MODE": "local", "SECRET_KEY": "changeme", "REDIS_URL": "redis://127.0.0.1:6379/0"}

    usual, deployment = manage("check", **local), manage("check", "--deploy", **local)

    assert usual.returncode == 0
    assert deployment.returncode == 1
    assert "(portal.E001) SECRET_KEY has 8 characters and needs 50" in deployment.stderr
    assert "(portal.W001) Redis has no password." in deployment.stderr


def test_no_secret_is_said(settings) -> None:
    settings.SECRET_KEY = "django-insecure-of-ours"
    settings.REDIS_URL = "redis://:foobared@127.0.0.1:6379/0"

    words = " ".join(str(message) for message in run_checks(include_deployment_checks=True))

    assert "SECRET_KEY was made for development" in words
    assert "of-ours" not in words
    assert "foobared" not in words
