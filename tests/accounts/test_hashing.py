"""Passwords are kept as argon2id, at a cost that the limits on logging in can serve."""

import re

import pytest
from django.conf import settings as configured
from django.contrib.auth import hashers
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from emulation_portal.accounts.backends import OneHashBackend
from emulation_portal.accounts.hashers import PortalArgon2Hasher
from emulation_portal.accounts.models import User
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

PRODUCTS = ["emulation_portal.accounts.hashers.PortalArgon2Hasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]


class CountingHasher(hashers.MD5PasswordHasher):
    """Hash quickly, and count how often."""

    algorithm = "counting"
    count = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).count += 1
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def products_hashers(settings) -> None:
    """The hashers of the settings; the suite has a quick one."""
    settings.PASSWORD_HASHERS = PRODUCTS


def log_in(login: str, password: str) -> bool:
    response = Client().post(reverse("account_login"), {"login": login, "password": password})
    return response.wsgi_request.user.is_authenticated


def test_hashers_named_here_are_those_of_the_settings() -> None:
    source = (configured.BASE_DIR / "emulation_portal" / "settings.py").read_text()

    assert re.findall(r'"([\w.]+Hasher)"', source) == PRODUCTS


@pytest.mark.usefixtures("products_hashers")
def test_new_password_is_argon2id_above_the_least_that_is_advised() -> None:
    user = UserFactory(password=PASSWORD)

    variety, memory, rounds, lanes = re.match(r"argon2\$(\w+)\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$", user.password).groups()
    assert (variety, int(lanes)) == ("argon2id", 1)
    assert int(memory) >= 19 * 1024
    assert int(rounds) >= 2


def test_an_address_at_its_limit_costs_well_below_one_core() -> None:
    """Kibibytes to be filled a minute: 1 GiB/s is what one core does."""
    tried = int(configured.ACCOUNT_RATE_LIMITS["login_tried"].split("/")[0])

    filled = tried * PortalArgon2Hasher.memory_cost * PortalArgon2Hasher.time_cost

    assert configured.ACCOUNT_RATE_LIMITS["login_tried"] == f"{tried}/m/key"
    assert filled < 60 * 1024 * 1024 * 0.15


@pytest.mark.usefixtures("products_hashers")
def test_hash_of_an_earlier_version_opens_and_is_made_anew() -> None:
    user = UserFactory(username="mau.htx001")
    User.objects.filter(pk=user.pk).update(password=hashers.make_password(PASSWORD, hasher="pbkdf2_sha256"))

    assert not log_in("mau.htx001", "sai mật khẩu")
    assert User.objects.get().password.startswith("pbkdf2_sha256$")
    assert log_in("mau.htx001", PASSWORD)
    assert User.objects.get().password.startswith("argon2$argon2id$")
    assert log_in("mau.htx001", PASSWORD)


@pytest.mark.parametrize(
    "login", ["co.that", "co@example.vn", "khong.co", "khong@example.vn", "da.dong", "chua.mo", "chua@example.vn"]
)
def test_every_login_costs_one_hash(settings, login: str) -> None:
    """Known or not, by name or by address, closed, without a password: the time an answer takes tells nothing."""
    settings.PASSWORD_HASHERS = ["tests.accounts.test_hashing.CountingHasher"]
    UserFactory(username="co.that", email="co@example.vn", password=PASSWORD)
    UserFactory(username="da.dong", password=PASSWORD, is_active=False)
    UserFactory(username="chua.mo", email="chua@example.vn")

    CountingHasher.count = 0
    assert not log_in(login, "sai mật khẩu")

    assert CountingHasher.count == 1


def test_one_backend_is_asked() -> None:
    assert [f"{OneHashBackend.__module__}.{OneHashBackend.__name__}"] == configured.AUTHENTICATION_BACKENDS
