"""One person with a browser of their own."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, TimeoutError

from emulation_portal.accounts.models import User

PATIENCE = 120  # seconds; a page is there in a tenth of one, but the machine may be busy

# What stands beyond the right edge and cannot be reached by scrolling a table of its own.
TOO_WIDE = """() => [...document.querySelectorAll('body *')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1 && !e.closest('.table-wrap, .visually-hidden, .crumbs, .skip-link');
}).map(e => e.outerHTML.slice(0, 90))"""


def session_of(user: User) -> str:
    """Return a session of the user, for a fixture: what a test itself writes, the portal does not see."""
    client = Client()
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


class Person:
    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context, self.url = context, url
        self.complaints: list[str] = []
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.on(
            "console",
            lambda m: self.complaints.append(f"{self.page.url}: {m.text}") if m.type in {"error", "warning"} else None,
        )
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def log_in(self, username: str) -> None:
        self.open("/")
        self.page.locator(f"form.persona:has(input[value='{username}']) button").first.click()
        self.page.get_by_role("heading", name="Việc cần làm").first.wait_for()

    def bring(self, session: str) -> None:
        """Come with a session of somebody who is no sample person."""
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.url}])

    def open(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.url + path)

    def follow(self, words: str) -> None:
        self.page.locator("main").get_by_role("link", name=words).first.click()

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).first.click()

    def write(self, **fields: str) -> None:
        """Fill in fields by their names."""
        for name, value in fields.items():
            field = self.page.locator(f"[name='{name}']")
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def sees(self, words: str) -> None:
        """Wait until the words stand on the page; say what stood there instead when they do not come."""
        try:
            self.page.get_by_text(words).first.wait_for()
        except TimeoutError:
            shown = " ".join(self.page.inner_text("main").split())
            raise AssertionError(f"no “{words}” on {self.page.url}: {shown[:800]}") from None

    def waits_for_link(self, words: str) -> None:
        """Wait until the page offers it by itself."""
        self.page.get_by_role("link", name=words, exact=True).first.wait_for()

    def too_wide(self) -> list[str]:
        """Return what is wider than the screen."""
        width = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return self.page.evaluate(TOO_WIDE) if width > 0 else []
