"""The second factor: asked of those whose password alone would open papers, numbers or ballots."""

import threading
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from emulation_portal.audit.models import Event
from emulation_portal.rights.enums import ROLES_WITH_SECOND_FACTOR, Role
from tests.factories.people import PASSWORD, user_with_role
from units import actions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked_for(settings) -> None:
    cache.clear()
    settings.REQUIRE_SECOND_FACTOR = True


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.mark.parametrize("role", list(Role))
def test_only_these_roles_are_sent_to_install_it(client: Client, role: Role) -> None:
    client.force_login(user_with_role(role))

    response = client.get(reverse("units:list"))

    asked = response.status_code == 302 and response.url == reverse("mfa_activate_totp")
    assert asked == (role in ROLES_WITH_SECOND_FACTOR)


def test_nobody_is_asked_while_the_setting_is_off(client: Client, settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(user_with_role(Role.ADMIN))

    assert client.get(reverse("units:list")).status_code == 200


def test_a_post_does_not_slip_through(client: Client) -> None:
    admin = user_with_role(Role.ADMIN)
    client.force_login(admin)

    response = client.post(reverse("units:create"), {"kind": "cooperative", "name": "HTX", "code": "X"})

    assert (response.status_code, response.url) == (302, reverse("mfa_activate_totp"))


def test_installing_it_opens_the_portal_and_the_next_login_asks_for_the_code(client: Client) -> None:
    admin = user_with_role(Role.ADMIN, username="quan.tri", email="quantri@example.vn", password=PASSWORD)
    client.post(reverse("account_login"), {"login": "quan.tri", "password": PASSWORD})
    page = client.get(reverse("units:list"), follow=True)
    assert page.redirect_chain[-1][0].startswith(reverse("account_reauthenticate"))
    page = client.post(page.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret

    page = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)}, follow=True)

    assert "Mã dự phòng" in page.content.decode()
    assert client.get(reverse("units:list")).status_code == 200

    cache.clear()  # the same code is not taken twice within its half minute
    again = Client()
    step = again.post(reverse("account_login"), {"login": "quan.tri", "password": PASSWORD})
    assert (step.url, step.wsgi_request.user.is_authenticated) == (reverse("mfa_authenticate"), False)
    assert again.get(reverse("units:list")).status_code == 302
    wrong = again.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Mã không đúng" in wrong.content.decode()
    done = again.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert done.wsgi_request.user == admin


@pytest.mark.django_db(transaction=True)  # the library's message comes after the commit
def test_code_is_not_asked_again_for_the_first_recovery_codes(client: Client, settings) -> None:
    """A sample person has no password, so the code just typed is all there is to ask for."""
    settings.SAMPLE_PERSONAS = True
    user_with_role(Role.CLERK, username="vanthu")
    client.post(reverse("accounts_persona"), {"username": "vanthu"})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    step = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    page = client.get(step.url)

    assert (step.url, page.status_code) == (reverse("mfa_view_recovery_codes"), 200)
    assert page.content.decode().count("<li><code>") == 10
    assert "Đã tạo bộ mã dự phòng." in page.content.decode()
    assert "mã cũ" not in page.content.decode()


def test_a_recovery_code_works_once(client: Client) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    user = user_with_role(Role.CLERK, username="van.thu", password=PASSWORD)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    code = RecoveryCodes.activate(user).get_unused_codes()[0]

    def enter(browser: Client) -> bool:
        browser.post(reverse("account_login"), {"login": "van.thu", "password": PASSWORD})
        return browser.post(reverse("mfa_authenticate"), {"code": code}).wsgi_request.user.is_authenticated

    assert [enter(Client()), enter(Client())] == [True, False]


def test_guessing_codes_is_slowed(client: Client) -> None:
    user = user_with_role(Role.CLERK, username="van.thu", password=PASSWORD)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    client.post(reverse("account_login"), {"login": "van.thu", "password": PASSWORD})

    pages = [client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode() for _ in range(6)]

    assert ["tạm dừng trong 5 phút" in page for page in pages] == [False] * 5 + [True]


def test_an_administrator_takes_it_off_a_lost_phone_with_a_reason() -> None:
    admin, clerk = user_with_role(Role.ADMIN), user_with_role(Role.CLERK)
    TOTP.activate(clerk, "JBSWY3DPEHPK3PXP")

    actions.remove_second_factor(user=clerk, reason="mất điện thoại", by=admin)

    assert not Authenticator.objects.filter(user=clerk).exists()
    event = Event.objects.get(verb="user.second_factor_removed")
    assert (event.actor_id, event.object_id, event.reason) == (admin.pk, str(clerk.pk), "mất điện thoại")


SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still in the middle of a code's half minute."""
    now = time.time() // 30 * 30 + 10
    monkeypatch.setattr("time.time", lambda: now)


def enter(code: str, *, name: str = "van.thu") -> Client:
    """Log in with this code; the browser, in or not."""
    browser = Client()
    browser.post(reverse("account_login"), {"login": name, "password": PASSWORD})
    browser.post(reverse("mfa_authenticate"), {"code": code})
    return browser


def is_in(browser: Client) -> bool:
    return browser.get(reverse("usersessions_list")).status_code == 200


@pytest.mark.usefixtures("_still")
def test_the_code_of_the_installation_is_used_up(client: Client) -> None:
    user_with_role(Role.CLERK, username="van.thu", password=PASSWORD)
    client.post(reverse("account_login"), {"login": "van.thu", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    code = code_for(client.get(reverse("mfa_activate_totp")).context["form"].secret)

    assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302

    assert not is_in(enter(code))


@pytest.mark.usefixtures("_still")
@pytest.mark.parametrize("spelt", [str, " {} ".format, lambda code: f"{code[:3]} {code[3:]}"])
def test_the_code_of_a_login_is_used_up(spelt, monkeypatch: pytest.MonkeyPatch) -> None:
    user = user_with_role(Role.CLERK, username="van.thu", password=PASSWORD)
    TOTP.activate(user, SECRET)
    code = code_for(SECRET)
    again = spelt(code)

    browser = enter(code)
    assert is_in(browser)
    assert not is_in(enter(again))
    answer = browser.post(reverse("mfa_reauthenticate"), {"code": again}).content.decode()
    assert "Mã không đúng hoặc vừa được dùng. Hãy đợi điện thoại hiện mã mới" in answer

    next_one = time.time() + 30
    monkeypatch.setattr("time.time", lambda: next_one)
    assert is_in(enter(code_for(SECRET)))


@pytest.mark.usefixtures("_still")
def test_the_code_asked_again_is_used_up_and_takes_the_second_factor_off_once() -> None:
    user = user_with_role(Role.CLERK, username="van.thu", password=PASSWORD)
    TOTP.activate(user, SECRET)
    client = Client()
    client.force_login(user)
    code = code_for(SECRET)

    page = client.post(f"{reverse('mfa_reauthenticate')}?next={reverse('mfa_deactivate_totp')}", {"code": code})
    assert page.url == reverse("mfa_deactivate_totp")
    other = Client()
    other.force_login(user)
    refused = other.post(reverse("mfa_reauthenticate"), {"code": code})
    assert "Mã không đúng hoặc vừa được dùng" in refused.content.decode()
    assert not is_in(enter(code))

    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=user).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_still")
def test_two_at_once_with_one_code_are_one() -> None:
    user = user_with_role(Role.CLERK, username="van.thu", password=PASSWORD)
    TOTP.activate(user, SECRET)
    code, barrier, got_in = code_for(SECRET), threading.Barrier(4), []

    def act() -> None:
        browser = Client()
        browser.post(reverse("account_login"), {"login": "van.thu", "password": PASSWORD})
        barrier.wait()
        browser.post(reverse("mfa_authenticate"), {"code": code})
        got_in.append(is_in(browser))
        connection.close()

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(got_in) == [False, False, False, True]
