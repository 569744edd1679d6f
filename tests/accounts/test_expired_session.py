"""A form sent after the session ended: the page says so, shows what was typed, and offers the way back in."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from lxml.html import fromstring

from emulation_portal.rights.enums import Role
from tests.factories.pages import tight
from tests.factories.people import PASSWORD, user_with_role

TYPED = "Hợp tác xã Mẫu Đông Triều"

pytestmark = pytest.mark.django_db


def post_late(client: Client, referer: str = "http://testserver/don-vi/them/") -> str:
    response = client.post(reverse("units:create"), {"name": TYPED}, HTTP_REFERER=referer)
    assert response.status_code == 403
    return response.content.decode()


def boxes(page: str) -> list[str]:
    """What the page shows to be copied."""
    return [box.text for box in fromstring(page).xpath("//textarea[@readonly]")]


def token_on(client: Client, url: str) -> str:
    return str(fromstring(client.get(url).content).xpath("//input[@name='csrfmiddlewaretoken']/@value")[0])


def test_logged_out_is_offered_the_login_and_comes_back_to_the_form() -> None:
    user = user_with_role(Role.ADMIN, username="quan.tri", password=PASSWORD)
    client = Client(enforce_csrf_checks=True)

    page = post_late(client)
    link = tight(page).split('<a class="btn btn-primary" href="')[1].split('"')[0]
    back = Client().post(link, {"login": user.username, "password": PASSWORD})

    assert urlsplit(link).path == reverse("account_login")
    assert back.url.endswith("/don-vi/them/")


def test_address_of_a_stranger_is_not_where_the_login_leads() -> None:
    user = user_with_role(Role.ADMIN, username="quan.tri", password=PASSWORD)

    page = post_late(Client(enforce_csrf_checks=True), referer="https://ke-gian.example/x?a=1&b=%22")
    link = tight(page).split('<a class="btn btn-primary" href="')[1].split('"')[0]
    back = Client().post(link, {"login": user.username, "password": PASSWORD})

    assert parse_qs(urlsplit(link).query) == {"next": [reverse("units:create")]}
    assert back.url == reverse("units:create")


def test_logged_in_is_shown_what_they_typed_and_led_to_the_form() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user_with_role(Role.ADMIN))

    page = post_late(client)

    assert boxes(page) == [TYPED]
    assert '<a class="btn btn-primary" href="http://testserver/don-vi/them/">Mở lại trang đó</a>' in tight(page)
    assert "Đăng nhập lại" not in page


def test_what_another_site_sends_is_not_shown_as_typed_here() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user_with_role(Role.ADMIN))

    response = client.post(reverse("units:create"), {"name": TYPED}, headers={"Origin": "https://ke-gian.example"})

    assert (response.status_code, boxes(response.content.decode())) == (403, [])


def test_form_of_a_session_that_ended_is_answered_with_its_texts_and_the_way_back() -> None:
    user = user_with_role(Role.ADMIN, username="quan.tri", password=PASSWORD)
    token, client = "a" * 32, Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = token

    response = client.post(reverse("units:create"), {"name": TYPED, "csrfmiddlewaretoken": token})
    page = response.content.decode()
    link = tight(page).split('<a class="btn btn-primary" href="')[1].split('"')[0]
    back = Client().post(link, {"login": user.username, "password": PASSWORD})

    assert response.status_code == 403
    assert "Phiên làm việc đã hết, chưa lưu được" in page
    assert boxes(page) == [TYPED]
    assert back.url == reverse("units:create")


def test_form_without_a_text_of_a_session_that_ended_leads_to_the_login() -> None:
    response = Client().post(reverse("units:create"), {"name": "Ngắn", "password": TYPED})

    assert (response.status_code, response.url) == (302, "/tai-khoan/dang-nhap/?next=/don-vi/them/")


def test_long_form_of_a_session_that_ended_is_shown_once_the_page_is_sent_again_by_who_logged_in() -> None:
    """As the page of the first answer advises: log in in another tab, come back, reload."""
    user = user_with_role(Role.ADMIN, username="quan.tri", password=PASSWORD)
    client, text = Client(enforce_csrf_checks=True), "Đoạn đã gõ mất nửa giờ. " * 3_000
    token = token_on(client, reverse("account_login"))
    form = {"name": text, "csrfmiddlewaretoken": token}

    refused = client.post(reverse("units:create"), form)
    entered = client.post(
        reverse("account_login"), {"login": user.username, "password": PASSWORD, "csrfmiddlewaretoken": token}
    )
    again = client.post(reverse("units:create"), form)

    assert (refused.status_code, entered.status_code, again.status_code) == (413, 302, 403)
    assert "bấm phím F5 (trên điện thoại: tải lại trang) và chọn gửi lại" in tight(refused.content.decode())
    assert boxes(again.content.decode()) == [text.strip()]
