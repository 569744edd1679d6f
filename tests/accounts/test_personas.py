"""The sample persons: a door that stands open only while the sample setting is on, and never in production."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from lxml.html import fromstring

from emulation_portal.accounts.personas import PERSONAS
from emulation_portal.rights.enums import Role
from tests.factories.people import UserFactory, user_with_role

HERE = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
@pytest.mark.parametrize(("is_on", "status"), [(True, 302), (False, 404)])
def test_one_click_enters_only_while_the_setting_is_on(client: Client, settings, is_on: bool, status: int) -> None:
    settings.SAMPLE_PERSONAS = is_on
    user_with_role(Role.OFFICER, username="chuyenvien")

    response = client.post(reverse("accounts_persona"), {"username": "chuyenvien"})

    assert (response.status_code, response.wsgi_request.user.is_authenticated) == (status, is_on)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/ke-hoach/?trang=2", "/ke-hoach/?trang=2"),
        ("", "/"),
        ("https://ke-gian.example/", "/"),
        ("//ke-gian.example", "/"),
    ],
)
def test_one_click_leads_to_what_was_asked_for_in_this_portal_alone(
    client: Client, settings, asked: str, led: str
) -> None:
    settings.SAMPLE_PERSONAS = True
    user_with_role(Role.OFFICER, username="chuyenvien")
    login = fromstring(client.get(reverse("account_login"), {"next": asked} if asked else {}).content)
    card = login.xpath("//form[.//input[@value='chuyenvien']]")[0]

    response = client.post(card.action, dict(card.form_values()))

    assert response.url == led


@pytest.mark.django_db
def test_only_personas_can_be_entered_and_only_by_post(client: Client, settings) -> None:
    settings.SAMPLE_PERSONAS = True
    UserFactory(username="nguoi.that")
    UserFactory(username="chuyenvien")

    assert client.post(reverse("accounts_persona"), {"username": "nguoi.that"}).status_code == 404
    assert client.post(reverse("accounts_persona"), {}).status_code == 404
    assert client.get(reverse("accounts_persona"), {"username": "chuyenvien"}).status_code == 405
    assert not client.get(reverse("account_login")).wsgi_request.user.is_authenticated


@pytest.mark.django_db
@pytest.mark.parametrize("is_on", [True, False])
def test_login_page_shows_the_cards_only_while_the_setting_is_on(client: Client, settings, is_on: bool) -> None:
    settings.SAMPLE_PERSONAS = is_on

    page = client.get(reverse("account_login")).content.decode()

    assert [persona.name in page for persona in PERSONAS] == [is_on] * len(PERSONAS)


def start(mode: str, personas: str) -> subprocess.CompletedProcess:
    needed = {
        "PATH": os.environ["PATH"],
        "PORTAL_MODE": mode,
        "SAMPLE_PERSONAS": personas,
        "SECRET_KEY": "check-only-key-0123456789-abcdefghijklmnopqrstuvwxyz-ABC",
        "PUBLIC_URL": "https://thidua.example.vn",
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "ALLOWED_HOSTS": "thidua.example.vn",
    }
    command = [sys.executable, "-c", "import emulation_portal.settings"]
    return subprocess.run(command, cwd=HERE, env=needed, capture_output=True, text=True, check=False, timeout=600)


def test_production_refuses_to_start_with_personas() -> None:
    refused, plain, local = start("production", "1"), start("production", "0"), start("local", "1")

    assert (refused.returncode, plain.returncode, local.returncode) == (1, 0, 0), plain.stderr + local.stderr
    assert "SAMPLE_PERSONAS opens the portal without a password" in refused.stderr
