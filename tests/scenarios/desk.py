"""A person at a desk: reads pages, follows links, fills in the form that a button belongs to, and presses it.

Nothing is sent that the page does not offer: hidden fields, tokens and prefilled values travel as a browser sends them.
"""

from functools import cached_property
from urllib.parse import urljoin

import lxml.html
from django.test import Client

from emulation_portal.accounts.models import User
from emulation_portal.jobs.actions import run
from emulation_portal.jobs.enums import JobState
from emulation_portal.jobs.models import Job


class Page:
    """What came back."""

    def __init__(self, response, url: str) -> None:
        self.response, self.url, self.status = response, url, response.status_code

    @cached_property
    def tree(self):
        page = lxml.html.fromstring(self.response.content.decode())
        for box in page.xpath("//textarea"):
            box.text = (box.text or "").removeprefix("\n")  # the line break after the tag is markup, not text
        for unread in page.xpath("//script | //style"):
            unread.drop_tree()
        return page

    @cached_property
    def text(self) -> str:
        return " ".join(self.tree.text_content().split())

    @cached_property
    def main(self) -> str:
        """Return the words of the page without its frame."""
        return " ".join(self.tree.xpath("//main")[0].text_content().split())

    def says(self, words: str) -> bool:
        return words in self.text

    def buttons(self) -> list[str]:
        return [" ".join(found.text_content().split()) for found in self.tree.xpath("//main//button")]

    def links(self, words: str) -> list[str]:
        """Return where the links with these words go; what a screen reader hears besides comes after a colon."""
        found = [(" ".join(a.text_content().split()), a.get("href")) for a in self.tree.xpath("//a[@href]")]
        return [urljoin(self.url, href) for text, href in found if text == words or text.startswith(f"{words}:")]

    def value(self, name: str) -> str:
        """Return what stands in a field of the page; the search of the frame is none."""
        forms = self.tree.xpath("//main//form")
        return next(value for form in forms for key, value in form.form_values() if key == name)


class Desk:
    """One person's browser. Cookies are kept, tokens are asked for."""

    def __init__(self, user: User | None = None) -> None:
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        if user:
            self.client.force_login(user)

    def open(self, url: str) -> Page:
        return self._land(self.client.get(url), url)

    def follow(self, page: Page, words: str) -> Page:
        links = page.links(words)
        assert links, f"no link “{words}” on {page.url}: {page.main[:600]}"
        return self.open(links[0])

    def press(self, page: Page, button: str, files=None, **fields) -> Page:
        """Press the button, after typing `fields` into its form. Returns the page one lands on."""
        url, data = self.filled(page, button, **fields)
        return self.send(url, data, files)

    def filled(self, page: Page, button: str, **fields) -> tuple[str, dict[str, list[str]]]:
        """Return where the button's form goes and what it sends."""
        for form in page.tree.forms:
            for found in form.xpath(".//button"):
                if " ".join(found.text_content().split()) == button:
                    return urljoin(page.url, form.get("action") or page.url), self._values(form, found, fields)
        raise AssertionError(f"no button “{button}” on {page.url}; there are {page.buttons()}: {page.main[:600]}")

    @staticmethod
    def _values(form, pressed, fields) -> dict[str, list[str]]:
        data: dict[str, list[str]] = {}
        for box in form.xpath(".//input[not(@value)][not(@type) or @type='text']"):
            box.set("value", "")  # browsers send an empty box, the reader of forms would leave it out
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        for box in form.xpath(".//input[@type='radio'][@checked][@value='']"):
            data[box.get("name")] = [""]  # the reader of forms would send "on"
        known = set(form.fields.keys())
        for name, value in fields.items():
            assert name in known, f"the form has no field {name}; it has {sorted(known)}"
            data[name] = value if isinstance(value, list) else [str(value)]
        if pressed.get("name"):
            data[pressed.get("name")] = [pressed.get("value") or ""]
        return data

    def send(self, url: str, data, files=None) -> Page:
        return self._land(self.client.post(url, {**data, **(files or {})}), url)

    def _land(self, response, url: str) -> Page:
        while response.status_code in (301, 302, 303):
            url = urljoin(url, response.url)
            response = self.client.get(url)
        return Page(response, url)


def run_jobs() -> list[JobState | None]:
    """Do what a worker would do with all that waits."""
    waiting = list(Job.objects.filter(state=JobState.QUEUED).order_by("pk").values_list("pk", flat=True))
    return [run(pk, worker_name="tests") for pk in waiting]
