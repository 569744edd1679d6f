"""No browser keeps the pages of somebody who is logged in; files and public pages are as they were."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from emulation_portal.rights.enums import Role
from tests.factories.people import PASSWORD, UserFactory, user_with_role

from .test_secrets import GOOD

pytestmark = pytest.mark.django_db

PAGES = [
    "home:home",
    "units:people",
    "units:list",
    "usersessions_list",
    "mfa_index",
    "mfa_view_recovery_codes",
    "account_change_password",
    "jobs:list",
    "audit:list",
    "campaigns:list",
]


@pytest.mark.parametrize("name", PAGES)
def test_page_of_somebody_logged_in_is_kept_nowhere(client: Client, name: str) -> None:
    client.force_login(user_with_role(Role.ADMIN))

    response = client.get(reverse(name))

    assert "no-store" in response.headers["Cache-Control"]


def test_answers_to_forms_refusals_and_what_is_not_there_are_kept_nowhere(client: Client) -> None:
    client.force_login(UserFactory())

    for response in (
        client.post(reverse("account_logout")),
        client.get("/khong-co/"),
        client.get(reverse("jobs:health")),
    ):
        assert response.headers["Cache-Control"], response


def test_pages_between_password_and_second_factor_are_kept_nowhere(client: Client) -> None:
    """Nobody is logged in yet, but the session knows who is about to be."""
    UserFactory(username="mau", password=PASSWORD)

    logged_in = client.post(reverse("account_login"), {"login": "mau", "password": PASSWORD})

    assert "no-store" in logged_in.headers["Cache-Control"]


def test_public_page_says_nothing_and_asks_the_database_for_no_session(
    client: Client, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert "Cache-Control" not in client.get(reverse("campaigns:list")).headers
    assert response.headers["Cache-Control"].startswith("max-age=0")  # its own word


def test_a_session_that_is_over_asks_the_database_nothing(client: Client, django_assert_num_queries) -> None:
    client.cookies[configured.SESSION_COOKIE_NAME] = "of-yesterday"

    with django_assert_num_queries(0):
        client.get("/healthz")


@pytest.fixture
def collected(settings, tmp_path: Path) -> str:
    """A static file where an installation has them, and where no other test looks."""
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "of-this-test.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    return "/static/of-this-test.svg"


def test_static_files_may_be_kept_and_may_do_nothing(collected: str) -> None:
    client = Client()
    client.force_login(UserFactory())

    response = client.get(collected)
    response.close()

    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/svg+xml")
    assert response.headers["Cache-Control"] == "max-age=60, public"
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_messages_have_no_cookie_of_their_own(client: Client) -> None:
    client.force_login(UserFactory(password=PASSWORD))

    client.post(reverse("account_logout"))

    assert set(client.cookies) <= {configured.SESSION_COOKIE_NAME, configured.CSRF_COOKIE_NAME}


def test_cookies_of_production_belong_to_this_host_alone() -> None:
    """A browser takes `__Host-` only with Secure, the path / and no domain."""
    ask = (
        "from django.conf import settings as s; print([(n, getattr(s, n.replace('NAME', 'SECURE'), s.SESSION_COOKIE_SECURE))"
        " for n in ('SESSION_COOKIE_NAME', 'CSRF_COOKIE_NAME', 'KNOWN_DEVICE_COOKIE_NAME')],"
        " s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.KNOWN_DEVICE_COOKIE_NAME, s.SESSION_COOKIE_DOMAIN,"
        " s.CSRF_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH, s.CSRF_COOKIE_PATH)"
    )
    variables = {**GOOD, "DJANGO_SETTINGS_MODULE": "emulation_portal.settings"}

    said = subprocess.run(
        [sys.executable, "-c", ask], env=variables, cwd=configured.BASE_DIR, capture_output=True, text=True, check=True
    ).stdout

    assert said == (
        "[('SESSION_COOKIE_NAME', True), ('CSRF_COOKIE_NAME', True), ('KNOWN_DEVICE_COOKIE_NAME', True)]"
        " __Host-sessionid __Host-csrftoken __Host-known-device None None / /\n"
    )
