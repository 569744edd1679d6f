"""What is typed at the doors has an end: nothing longer is made one spelling, looked up or hashed."""

import pytest
from django.test import Client
from django.urls import reverse

from emulation_portal.accounts.actions import issue_invitation
from emulation_portal.accounts.codes import link_token
from emulation_portal.rights.enums import Role
from tests.factories.people import PASSWORD, UserFactory, user_with_role

pytestmark = pytest.mark.django_db

LONG = "a" * 501
WORDS = "Nhiều nhất 500 ký tự; đang có 501. Hãy viết gọn lại."


def errors(client: Client, name: str, *args: object, **data: str) -> dict[str, list[str]]:
    """Return what the page says at its fields."""
    response = client.post(reverse(name, args=args), data)
    assert response.status_code == 200
    return dict(response.context["form"].errors)


@pytest.mark.parametrize("field", ["login", "password"])
def test_login_takes_no_text_without_end(client: Client, field: str) -> None:
    sent = {"login": "mau", "password": PASSWORD, field: LONG}

    assert errors(client, "account_login", **sent) == {field: [WORDS]}


def test_slip_takes_no_text_without_end(client: Client) -> None:
    said = errors(client, "accounts_activate", username=LONG, code=LONG, password1=LONG, password2=LONG)

    assert said == {
        "username": [WORDS.replace("500", "60")],
        "code": [WORDS.replace("500", "40")],
        "password1": [WORDS],
        "password2": [WORDS],
    }


def test_invitation_takes_no_password_without_end(client: Client) -> None:
    token = link_token(issue_invitation(UserFactory(), by=None).pk)

    said = errors(client, "accounts_invitation", token, password1=LONG, password2=LONG)

    assert said == {"password1": [WORDS], "password2": [WORDS]}


def test_owner_takes_no_password_without_end() -> None:
    client = Client()
    owner = user_with_role(Role.OFFICER, password=PASSWORD)
    client.force_login(owner)

    said = errors(client, "account_change_password", oldpassword=LONG, password1=LONG, password2=LONG)

    assert said == {name: [WORDS] for name in ("oldpassword", "password1", "password2")}


def test_forgotten_password_takes_no_address_without_end(client: Client) -> None:
    said = errors(client, "account_reset_password", email=f"{LONG}@coquan.vn")

    assert said["email"][-1] == "Nhiều nhất 320 ký tự; đang có 511. Hãy viết gọn lại."


@pytest.mark.parametrize("length", [10, 500])
def test_password_up_to_the_end_opens(client: Client, length: int) -> None:
    password = ("ế thi đua " * 50)[:length]
    user = UserFactory(password=password)

    response = client.post(reverse("account_login"), {"login": user.username, "password": password})

    assert response.url == reverse("home:home")
