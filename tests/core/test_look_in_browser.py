"""The gallery in a real browser, as an office PC and a phone show it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from emulation_portal.rights.enums import Role
from tests.chromium import OFFICE, PHONE, chromium, served
from tests.factories.people import user_with_role

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def gallery_page(django_db_setup, django_db_blocker) -> Iterator[Callable[..., AbstractContextManager[Page]]]:
    """Return what opens the gallery in a browser of its own; what the browser complains of fails the test."""
    with served(django_db_blocker) as url, chromium() as browser:
        client = Client()
        client.force_login(user_with_role(Role.ADMIN))
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}

        @contextmanager
        def opened(size, **options):
            context = browser.new_context(viewport=size, **options)
            context.add_cookies([cookie])
            page = context.new_page()
            complaints = []
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(url + reverse("home:gallery"))
            yield page
            context.close()
            assert complaints == []  # a breach of the CSP is said here too

        yield opened


@pytest.mark.parametrize("size", [OFFICE, PHONE], ids=["1366", "390"])
def test_page_is_never_wider_than_the_screen(gallery_page, size):
    with gallery_page(size) as page:
        wide = page.evaluate(
            "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1"
            " && !e.closest('.table-wrap, .visually-hidden, .crumbs')).map(e => e.outerHTML.slice(0, 80))"
        )

        assert wide == []
        assert page.evaluate("document.documentElement.scrollWidth") == size["width"]


def test_heading_of_a_narrow_column_of_numbers_keeps_within_it(gallery_page):
    with gallery_page(OFFICE) as page:
        width, needed = page.evaluate(
            "() => { const head = document.querySelector('.table-portal thead th.num'); head.textContent = 'Số lượng bản';"
            " const table = head.closest('table'); table.style.tableLayout = 'fixed'; table.style.width = '30rem';"
            " head.style.width = '5rem'; return [head.clientWidth, head.scrollWidth]; }"
        )

        assert width < 100  # where the words on one line take more
        assert needed == width


def test_keys_lead_to_the_search_and_out_of_it_but_not_while_one_types(gallery_page):
    with gallery_page(OFFICE) as page:
        where = "document.activeElement.id"
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("/")
        by_slash = page.evaluate(where)
        page.keyboard.type("dong/trieu")
        typed = page.input_value("#tim")
        page.keyboard.press("Escape")
        left = page.evaluate(where)
        page.locator("main form:not([role=search]) input[type=text]").first.focus()
        page.keyboard.press("/")
        elsewhere = page.evaluate(where)
        page.keyboard.press("Control+k")

        assert (by_slash, typed, left) == ("tim", "dong/trieu", "")
        assert elsewhere not in {"tim", ""}
        assert page.evaluate(where) == "tim"
        assert page.locator(".search-link").first.is_hidden()


def test_narrow_screen_has_a_link_to_the_search_in_place_of_the_box(gallery_page):
    with gallery_page(PHONE) as page:
        assert page.locator("#tim").is_hidden()
        page.click(".search-link")
        page.wait_for_url("**/tim-kiem/")

        assert page.evaluate("document.activeElement.id") == "tim-tren-trang"
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_four_clicks_send_a_form_once_and_coming_back_frees_it(gallery_page):
    with gallery_page(OFFICE) as page:
        sent = []
        page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
        page.route("**/nhan/", lambda route: route.fulfill(body="<title>nhan</title>", content_type="text/html"))
        page.evaluate(
            "() => { const form = document.querySelector('form.typed-word'); form.action = '/nhan/';"
            " const button = form.querySelector('button[type=submit]'); for (let i = 0; i < 4; i++) button.click(); }"
        )
        page.wait_for_url("**/nhan/")
        page.go_back()

        button = page.locator("form.typed-word button[type=submit]")
        assert len(sent) == 1
        assert (button.inner_text(), button.is_disabled()) == ("Ban hành", False)


def test_wrong_form_takes_the_focus_to_what_is_wrong(gallery_page):
    with gallery_page(OFFICE) as page:
        assert "error-summary" in page.evaluate("document.activeElement.className")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Tên phong trào"


def test_every_stop_of_the_tab_key_is_seen(gallery_page):
    with gallery_page(OFFICE) as page:
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        unseen = []
        for _ in range(40):
            page.keyboard.press("Tab")
            if not page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2"):
                unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 80)"))

        assert unseen == []


def test_file_that_will_be_refused_is_named_before_it_travels(gallery_page, tmp_path):
    big = tmp_path / "ke-hoach.docx"
    big.write_bytes(b"0" * 21 * 1024 * 1024)

    with gallery_page(PHONE) as page:
        page.set_input_files("input[type=file]", big)

        assert page.inner_text("[data-chosen]") == (
            "Tệp “ke-hoach.docx” nặng 21,0 MB, quá mức 20,0 MB. Hãy chọn tệp nhẹ hơn."
        )


def test_file_is_chosen_with_a_vietnamese_button(gallery_page, tmp_path):
    file = tmp_path / "ke-hoach.docx"
    file.write_bytes(b"0" * 300 * 1024)

    with gallery_page(OFFICE) as page:
        field = page.locator("[data-drop-zone] input[type=file]")
        before = page.inner_text("[data-chosen]")
        with page.expect_file_chooser() as chooser:
            page.click("text=Chọn tệp")
        chooser.value.set_files(file)

        assert field.bounding_box()["width"] <= 1  # the browser's own words are not seen
        assert before == "Chưa chọn tệp nào."
        assert page.inner_text("[data-chosen]") == "Đã chọn “ke-hoach.docx” (0,3 MB)."
        field.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.drop-button')).outlineWidth)") >= 2


@pytest.mark.parametrize("script", [True, False])
def test_filters_are_folded_on_a_phone_where_a_script_can_open_them(gallery_page, script):
    with gallery_page(PHONE, java_script_enabled=script) as page:
        button = page.locator(".filter-bar button").first

        assert button.is_visible() is not script
        if script:
            page.locator(".filter-fold > summary").first.click()
            assert button.is_visible()

    with gallery_page(OFFICE, java_script_enabled=script) as page:
        assert page.locator(".filter-bar button").first.is_visible()
        assert not page.locator(".filter-fold > summary").first.is_visible()


def test_password_is_shown_while_one_looks_and_sent_as_a_password(gallery_page):
    with gallery_page(PHONE) as page:
        page.context.clear_cookies()
        page.goto(page.url.replace(reverse("home:gallery"), reverse("account_login")))
        field = page.locator("input[name=password]")
        field.fill("Mật khẩu mẫu")

        page.get_by_role("button", name="Hiện mật khẩu").click()
        assert field.get_attribute("type") == "text"
        page.get_by_role("button", name="Ẩn mật khẩu").click()
        assert (field.get_attribute("type"), field.input_value()) == ("password", "Mật khẩu mẫu")


def test_page_says_everything_without_javascript(gallery_page):
    with gallery_page(PHONE, java_script_enabled=False) as page:
        assert page.locator("h1").inner_text() == "Thư viện thành phần"
        assert page.locator("input[type=file]").is_visible()
        assert page.locator(".drop-button").is_hidden()
        assert page.locator("[data-print]").is_hidden()  # a button that would do nothing is not shown
