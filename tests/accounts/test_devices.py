"""The list of devices: every way in is written down, and a device is called what people call it."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from emulation_portal.accounts import actions
from emulation_portal.accounts.devices import device_name
from tests.factories.people import PASSWORD, UserFactory

WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
)
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (WINDOWS, "Chrome trên Windows"),
        (f"{WINDOWS} Edg/131.0.0.0", "Edge trên Windows"),
        (f"{WINDOWS} OPR/116.0.0.0", "Opera trên Windows"),
        (WINDOWS.replace("Chrome/", "coc_coc_browser/131.0 Chrome/"), "Cốc Cốc trên Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox trên Linux"),
        (f"{IPHONE} Version/18.1 Mobile/15E148 Safari/604.1", "Safari trên iPhone"),
        (f"{IPHONE} CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1", "Chrome trên iPhone"),
        (f"{IPHONE} EdgiOS/131.0 Version/18.0 Mobile/15E148 Safari/604.1", "Edge trên iPhone"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
            "Safari trên máy Mac",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
            "Chrome trên Android",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 "
            "Chrome/122.0.0.0 Mobile Safari/537.36",
            "Samsung Internet trên Android",
        ),
        ("Chrome/131.0", "Trình duyệt khác"),
        ("curl/8.5.0", "Trình duyệt khác"),
        ("<script>alert(1)</script>", "Trình duyệt khác"),
        ("", "Trình duyệt khác"),
    ],
)
def test_device_is_called_what_people_call_it(user_agent: str, name: str) -> None:
    assert device_name(user_agent) == name


def _as_persona(client: Client) -> None:
    UserFactory(username="chuyenvien")
    client.post(reverse("accounts_persona"), {"username": "chuyenvien"})


def _by_slip(client: Client) -> None:
    user = UserFactory(username="mau.htx001")
    _, code = actions.issue_slip(user, by=None)
    typed = {"username": user.username, "code": code, "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("accounts_activate"), typed)


def _by_password(client: Client) -> None:
    UserFactory(username="mau.htx001", password=PASSWORD)
    client.post(reverse("account_login"), {"login": "mau.htx001", "password": PASSWORD})


@pytest.mark.django_db
@pytest.mark.parametrize("enter", [_as_persona, _by_slip, _by_password])
def test_every_way_in_shows_this_device(settings, enter) -> None:
    settings.SAMPLE_PERSONAS = True
    cache.clear()
    client = Client(headers={"user-agent": WINDOWS})

    enter(client)
    page = client.get(reverse("usersessions_list")).content.decode()

    assert (page.count("Chrome trên Windows"), page.count("Thiết bị này"), "Mozilla" in page) == (1, 1, False)
