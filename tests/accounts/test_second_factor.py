"""The second factor: asked of those whose password alone would open papers, numbers or ballots."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
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
