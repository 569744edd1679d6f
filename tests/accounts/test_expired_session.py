"""A form sent after the session ended: the page says so, and offers the way back in."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from emulation_portal.rights.enums import Role
from tests.factories.pages import tight
from tests.factories.people import PASSWORD, user_with_role

pytestmark = pytest.mark.django_db


def post_late(client: Client, referer: str = "http://testserver/don-vi/them/") -> str:
    response = client.post(reverse("units:create"), {"name": "Hợp tác xã Mẫu"}, HTTP_REFERER=referer)
    assert response.status_code == 403
    return response.content.decode()


def test_logged_out_is_offered_the_login_and_comes_back_to_the_form() -> None:
    user = user_with_role(Role.ADMIN, username="quan.tri", password=PASSWORD)
    client = Client(enforce_csrf_checks=True)

    page = post_late(client)
    link = tight(page).split('<a class="btn btn-primary" href="')[1].split('"')[0]
    back = Client().post(link, {"login": user.username, "password": PASSWORD})

    assert "Nội dung đã gõ thường vẫn còn ở trang trước" in page
    assert urlsplit(link).path == reverse("account_login")
    assert back.url.endswith("/don-vi/them/")


def test_address_of_a_stranger_is_not_where_the_login_leads() -> None:
    user = user_with_role(Role.ADMIN, username="quan.tri", password=PASSWORD)

    page = post_late(Client(enforce_csrf_checks=True), referer="https://ke-gian.example/x?a=1&b=%22")
    link = tight(page).split('<a class="btn btn-primary" href="')[1].split('"')[0]
    back = Client().post(link, {"login": user.username, "password": PASSWORD})

    assert list(parse_qs(urlsplit(link).query)) == ["next"]
    assert back.url == reverse("home:home")


def test_logged_in_is_told_to_reload() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user_with_role(Role.ADMIN))

    page = post_late(client)

    assert "phím F5" in page
    assert "Đăng nhập lại" not in page
