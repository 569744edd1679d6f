"""Logging in: in Vietnamese, by the account's own pace, closed to strangers."""

import re

import pytest
from django.conf import settings as configured
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from emulation_portal.accounts.models import User
from emulation_portal.jobs.models import Job
from emulation_portal.jobs.registry import get_handler
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


def log_in(client: Client, login: str, password: str, **extra: str):
    return client.post(reverse("account_login"), {"login": login, "password": password}, **extra)


def test_login_by_user_name_or_address_in_any_case(client: Client) -> None:
    user = UserFactory(username="mau.htx001", email="mau@example.vn", password=PASSWORD)

    for login in ("mau.htx001", " MAU.HTX001 ", "mau@example.vn", "Mau@Example.vn"):
        response = log_in(Client(), login, PASSWORD)
        assert (response.status_code, response.wsgi_request.user) == (302, user), login


def test_wrong_password_and_unknown_user_read_the_same(client: Client) -> None:
    UserFactory(username="mau.htx001", password=PASSWORD)

    pages = [log_in(client, name, "sai mật khẩu").content.decode() for name in ("mau.htx001", "khong.co.ai")]

    assert all("Tên đăng nhập hoặc mật khẩu không đúng" in page for page in pages)
    assert len({re.sub(r'value="[^"]*"', "", page) for page in pages}) == 1


def test_closed_account_does_not_get_in(client: Client) -> None:
    UserFactory(username="mau.htx001", password=PASSWORD, is_active=False)

    response = log_in(client, "mau.htx001", PASSWORD)

    assert not response.wsgi_request.user.is_authenticated


def test_failures_slow_the_account_and_not_the_office(client: Client) -> None:
    UserFactory(username="bi.do", password=PASSWORD)
    neighbour = UserFactory(username="hang.xom", password=PASSWORD)

    for _ in range(30):  # far more than one account's limit, all from one address
        log_in(client, "bi.do", "đoán mò")
    blocked = log_in(client, "bi.do", PASSWORD)
    free = log_in(Client(), "hang.xom", PASSWORD)

    assert "tạm dừng trong 5 phút" in blocked.content.decode()
    assert not blocked.wsgi_request.user.is_authenticated
    assert free.wsgi_request.user == neighbour


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_CLIENT_IP"])
def test_a_forged_address_does_not_dodge_the_limit(client: Client, header: str) -> None:
    UserFactory(username="bi.do", password=PASSWORD)

    for number in range(5):
        log_in(client, "bi.do", "đoán mò", **{header: f"203.0.113.{number}"})
    response = log_in(client, "bi.do", PASSWORD, **{header: "203.0.113.99"})

    assert "tạm dừng trong 5 phút" in response.content.decode()


def test_limit_per_address_counts_the_real_address(client: Client, settings) -> None:
    """With many accounts tried from one address, the address is slowed, whatever it says of itself."""
    settings.ACCOUNT_RATE_LIMITS = configured.ACCOUNT_RATE_LIMITS | {"login_tried": "3/m/key"}
    UserFactory(username="that", password=PASSWORD)

    for number in range(3):
        log_in(client, f"thu.{number}", "đoán mò", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    dodging = log_in(client, "that", PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.77")
    elsewhere = log_in(Client(), "that", PASSWORD, REMOTE_ADDR="198.51.100.7")

    assert not dodging.wsgi_request.user.is_authenticated
    assert elsewhere.wsgi_request.user.is_authenticated


def test_guessing_codes_is_slowed_for_the_user_name(client: Client) -> None:
    UserFactory(username="bi.do")
    fields = {"code": "AAAA-AAAA-AAAA", "password1": PASSWORD, "password2": PASSWORD}

    statuses = [
        client.post(reverse("accounts_activate"), {"username": "bi.do", **fields}).status_code for _ in range(11)
    ]
    other = client.post(reverse("accounts_activate"), {"username": "hang.xom", **fields}).status_code

    assert statuses == [200] * 10 + [429]
    assert other == 200


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_email", "socialaccount_connections", "mfa_list_webauthn", "account_request_login_code"],
)
def test_pages_nobody_uses_have_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["signup/", "email/", "login/", "3rdparty/", "social/signup/"])
def test_the_librarys_own_addresses_are_gone(client: Client, path: str) -> None:
    assert client.get(f"/tai-khoan/{path}").status_code == 404


def test_logging_out_asks_first(client: Client) -> None:
    client.force_login(UserFactory())

    page = client.get(reverse("account_logout"))
    assert page.wsgi_request.user.is_authenticated

    client.post(reverse("account_logout"))
    assert not client.get(reverse("account_login")).wsgi_request.user.is_authenticated


def test_forgotten_password_is_mailed_by_the_queue_and_set(client: Client, settings) -> None:
    user = UserFactory(username="mau.htx001", email="mau@example.vn", password="Mật khẩu cũ 2019")

    client.post(reverse("account_reset_password"), {"email": "MAU@example.vn"}, HTTP_HOST="ke-gian.example")
    job = Job.objects.get()
    assert mail.outbox == []
    assert "key" not in str(job.args)
    handler = get_handler(job.kind)
    handler.effect(job.args, handler.work(job.args, lambda percent: None))

    letter = mail.outbox[0]
    link = re.search(r"^(http\S+)$", letter.body, re.MULTILINE).group(1)
    assert (letter.to, letter.subject) == (["mau@example.vn"], "Đặt lại mật khẩu")
    assert "Cần giúp, xin hỏi Văn phòng Liên minh." in letter.body
    assert re.search(r"dùng được một lần, đến hết \d\d:\d\d ngày \d\d/\d\d/\d{4}\.", letter.body)
    assert link.startswith(settings.PUBLIC_URL + "/tai-khoan/mat-khau/dat-lai/")
    form = client.get(link.removeprefix(settings.PUBLIC_URL), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert "không còn dùng được" in Client().get(link.removeprefix(settings.PUBLIC_URL), follow=True).content.decode()


def test_forgotten_password_of_nobody_sends_nothing_and_says_the_same(client: Client) -> None:
    UserFactory(email="mau@example.vn")

    known = client.post(reverse("account_reset_password"), {"email": "mau@example.vn"}, follow=True)
    unknown = Client().post(reverse("account_reset_password"), {"email": "la@example.vn"}, follow=True)

    assert known.content == unknown.content
    assert (Job.objects.count(), mail.outbox) == (1, [])


def test_changing_the_password_keeps_this_session_and_ends_the_others(client: Client) -> None:
    user, other = UserFactory(password=PASSWORD), Client()
    for browser in (client, other):
        log_in(browser, user.username, PASSWORD)

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "Mật khẩu mới 2023", "password2": "Mật khẩu mới 2023"},
    )

    assert client.get(reverse("usersessions_list")).status_code == 200
    assert other.get(reverse("usersessions_list")).status_code == 302
    assert User.objects.get().check_password("Mật khẩu mới 2023")


ENGLISH = re.compile(
    r"\b(password|sign|log ?in|email|username|please|required|account|session|code|enter|forgot|the|your)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_change_password",
        "account_set_password",
        "accounts_activate",
        "mfa_index",
        "mfa_activate_totp",
        "usersessions_list",
    ],
)
@pytest.mark.parametrize("is_known", [True, False])
def test_no_page_speaks_english(client: Client, name: str, is_known: bool) -> None:
    if is_known:
        user = UserFactory(password=None if name == "account_set_password" else PASSWORD)
        client.force_login(user)
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": 9e9, "reauthenticated": True}]
        session.save()

    for response in (client.get(reverse(name)), client.post(reverse(name), {})):
        page = re.sub(r"(?s)<(script|style|head).*?</\1>|<!--.*?-->", " ", response.content.decode())
        words = ENGLISH.findall(re.sub(r"<[^>]+>", " ", page))
        assert words in ([], ["Authenticator"]), (name, words)
