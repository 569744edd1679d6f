"""Wrong passwords slow down whoever types them, and never keep the owner out."""

import time
from collections.abc import Iterator

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from emulation_portal.accounts.models import User
from tests.factories.people import PASSWORD, UserFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

WAIT = "tạm dừng trong 5 phút"
WRONG = "Tên đăng nhập hoặc mật khẩu không đúng"
OWNERS_ADDRESS, OFFICE = "203.0.113.5", "203.0.113.1"


@pytest.fixture(autouse=True)
def _fresh_counters(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the limits stands still, so that nothing here hangs on how fast the machine is."""
    cache.clear()
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now)


@pytest.fixture
def owner() -> User:
    return UserFactory(username="chu.nha", email="chu@example.vn", password=PASSWORD)


def log_in(
    client: Client, password: str = PASSWORD, *, login: str = "chu.nha", at: str = OWNERS_ADDRESS
) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": login, "password": password}, REMOTE_ADDR=at)


def is_in(response: HttpResponse) -> bool:
    return response.wsgi_request.user.is_authenticated


def says(response: HttpResponse) -> str:
    page = response.content.decode()
    return next((words for words in (WAIT, WRONG) if words in page), "")


def addresses() -> Iterator[str]:
    return (f"198.51.100.{number}" for number in range(1, 255))


def attack(*, tries: int, at: str, login: str = "chu.nha", client: Client | None = None) -> list[str]:
    return [says(log_in(client or Client(), f"đoán mò {n}", login=login, at=at)) for n in range(tries)]


def test_stranger_is_slowed_and_the_owner_elsewhere_is_not(owner: User) -> None:
    assert attack(tries=8, at="198.51.100.66") == [WRONG] * 5 + [WAIT] * 3

    assert is_in(log_in(Client()))


def test_right_password_helps_no_guesser_who_has_to_wait(owner: User) -> None:
    attack(tries=5, at="198.51.100.66")

    response = log_in(Client(), at="198.51.100.66")

    assert (is_in(response), says(response)) == (False, WAIT)


def test_many_addresses_at_work_slow_strangers_and_not_a_browser_that_the_account_knows(owner: User) -> None:
    known = Client()
    assert is_in(log_in(known))
    known.post(reverse("account_logout"))

    waits = [attack(tries=5, at=address) for address in list(addresses())[:7]]

    assert waits == [[WRONG] * 5] * 6 + [[WAIT] * 5]
    assert says(log_in(Client())) == WAIT
    assert is_in(log_in(known))
    assert is_in(log_in(known, at="192.0.2.200"))  # on the road too


def test_one_address_alone_never_keeps_strangers_out(owner: User) -> None:
    """What it may do within five minutes is far below what all strangers together may."""
    attack(tries=100, at="198.51.100.66")

    assert is_in(log_in(Client()))


def test_neighbour_at_the_same_address_keeps_nobody_out_from_their_own_browser(owner: User) -> None:
    known = Client()
    log_in(known, at=OFFICE)
    known.post(reverse("account_logout"))

    attack(tries=20, at=OFFICE)
    for number in range(80):  # as many as an address may try in a minute, and more
        log_in(Client(), "đoán mò", login=f"ai.do.{number}", at=OFFICE)

    assert not is_in(log_in(Client(), at=OFFICE))
    assert is_in(log_in(known, at=OFFICE))


def test_known_browser_that_guesses_is_slowed_too(owner: User) -> None:
    """Somebody sits down at a computer from which the owner once logged in."""
    known = Client()
    log_in(known)
    known.post(reverse("account_logout"))

    assert attack(tries=7, at=OWNERS_ADDRESS, client=known) == [WRONG] * 5 + [WAIT] * 2
    assert is_in(log_in(Client()))


def test_browser_is_known_to_those_who_logged_in_there_and_to_nobody_else(owner: User) -> None:
    other = UserFactory(username="nguoi.khac", password=PASSWORD)
    shared = Client()
    for login in ("chu.nha", "nguoi.khac"):
        log_in(shared, login=login)
        shared.post(reverse("account_logout"))
    stranger = UserFactory(username="nguoi.la", password=PASSWORD)

    for user in (owner, other, stranger):
        for address in list(addresses())[:7]:
            attack(tries=5, at=address, login=user.username)

    got_in = []
    for user in (owner, other, stranger):
        got_in.append(is_in(log_in(shared, login=user.username)))
        shared.post(reverse("account_logout"))

    assert got_in == [True, True, False]


@pytest.mark.parametrize("change", [lambda cookie: cookie[:-1] + "x", lambda cookie: "", lambda cookie: "W1sxLCJhIl1d"])
def test_forged_cookie_makes_no_browser_known(owner: User, change) -> None:
    known = Client()
    log_in(known)
    known.post(reverse("account_logout"))
    name = configured.KNOWN_DEVICE_COOKIE_NAME
    known.cookies[name] = change(known.cookies[name].value)

    for address in list(addresses())[:7]:
        attack(tries=5, at=address)

    assert says(log_in(known)) == WAIT


def test_cookie_is_out_of_reach_of_scripts_and_other_sites(owner: User) -> None:
    cookie = log_in(Client()).cookies[configured.KNOWN_DEVICE_COOKIE_NAME]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")
    assert cookie["max-age"] == 180 * 24 * 3600
    assert owner.username not in cookie.value


def test_nothing_but_a_login_gives_the_cookie(owner: User) -> None:
    client = Client()
    log_in(client, "sai mật khẩu")
    client.get(reverse("account_login"))

    assert configured.KNOWN_DEVICE_COOKIE_NAME not in client.cookies


def test_new_password_by_mail_makes_the_browser_known(owner: User) -> None:
    for address in list(addresses())[:7]:
        attack(tries=5, at=address)
    client = Client()
    assert says(log_in(client)) == WAIT

    path = f"/tai-khoan/mat-khau/dat-lai/{reset_key(owner)}/"
    form = client.get(path, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "Mật khẩu mới 2023", "password2": "Mật khẩu mới 2023"})

    assert is_in(log_in(client, "Mật khẩu mới 2023"))


def reset_key(user: User) -> str:
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    return f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"


def test_signed_in_owner_is_asked_again_however_many_strangers_guess(owner: User) -> None:
    client = Client()
    client.force_login(owner)
    for address in list(addresses())[:7]:
        attack(tries=5, at=address)

    response = client.post(reverse("account_reauthenticate"), {"password": PASSWORD}, REMOTE_ADDR=OWNERS_ADDRESS)

    assert response.status_code == 302


NAMES = ["chu.nha", "CHU.NHA", " chu.nha ", "chu@example.vn", "Chu@Example.VN"]


def test_all_names_of_an_account_are_one(owner: User) -> None:
    tries = [says(log_in(Client(), "đoán mò", login=name)) for name in NAMES + NAMES]

    assert tries == [WRONG] * 5 + [WAIT] * 5


def test_name_that_nobody_has_is_slowed_like_an_account(owner: User) -> None:
    """Neither words nor numbers tell whether there is such an account."""
    known = [log_in(Client(), "đoán mò", login=name) for name in NAMES + NAMES]
    unknown = [log_in(Client(), "đoán mò", login="khong.co.ai") for _ in range(10)]
    assert [says(one) for one in unknown] == [says(one) for one in known]

    spread = [says(log_in(Client(), "x", login=" Khong.Co.AI", at=address)) for address in list(addresses())[:31]]
    assert spread == [WRONG] * 25 + [WAIT] * 6


def test_an_address_is_slowed_over_all_accounts(owner: User) -> None:
    tries = [says(log_in(Client(), "đoán mò", login=f"ai.do.{number}")) for number in range(62)]

    assert tries == [WRONG] * 60 + [WAIT] * 2


def test_what_an_address_may_not_try_is_not_counted_against_the_account(owner: User) -> None:
    for number in range(60):
        log_in(Client(), "đoán mò", login=f"ai.do.{number}", at=OFFICE)
    attack(tries=20, at=OFFICE)

    assert attack(tries=6, at="198.51.100.7") == [WRONG] * 5 + [WAIT]


def test_right_passwords_count_for_what_they_cost(owner: User) -> None:
    """Each is hashed, so that they too are bounded; a known browser has a count of its own."""
    known = Client()
    log_in(known)

    tries = []
    for _ in range(62):
        known.post(reverse("account_logout"))
        known.cookies[configured.KNOWN_DEVICE_COOKIE_NAME] = "forgotten"
        tries.append(is_in(log_in(known)))

    assert (tries.count(True), tries[-1]) == (59, False)


def test_guessing_activation_codes_keeps_the_owner_of_the_slip_out_nowhere_else(owner: User) -> None:
    fields = {"code": "AAAA-AAAA-AAAA", "password1": PASSWORD, "password2": PASSWORD}

    def guess(username: str, at: str) -> int:
        return Client().post(reverse("accounts_activate"), {"username": username, **fields}, REMOTE_ADDR=at).status_code

    names = ["chu.nha", " CHU.nha", "chu@example.vn"] * 4
    assert [guess(name, "198.51.100.66") for name in names] == [200] * 10 + [429] * 2
    assert guess("chu.nha", OWNERS_ADDRESS) == 200


def test_limits_end_with_their_time(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    attack(tries=6, at=OWNERS_ADDRESS)
    later = time.time() + 301
    monkeypatch.setattr("time.time", lambda: later)

    assert is_in(log_in(Client()))
