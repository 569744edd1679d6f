"""The sheet as an office PC and a phone show it: nothing wider than the screen, tables scroll inside, no breach of the CSP."""

import mimetypes
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.template import engines
from django.test import RequestFactory
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, Route

from emulation_portal.documents.paper import Appendix, Paper, PaperColumn, PaperTable
from tests.chromium import OFFICE, PHONE, chromium

from . import sample_papers as papers
from .test_desk import every_block

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ADDRESS = "http://portal.test/"
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'"
PAGE = (
    '{% extends "base_aside.html" %}{% load papers %}{% block page_title %}Kế hoạch{% endblock %}'
    "{% block aside %}<p>Bên cạnh</p>{% endblock %}{% block content %}{% paper_sheet paper=paper %}{% endblock %}"
)
LONG = "Phong trào thi đua đặc biệt"
WIDE = Appendix(
    "Biểu tổng hợp", "", (PaperTable(tuple(PaperColumn(f"{LONG} {n}") for n in range(14)), (("1.234.567.890",) * 14,)),)
)


@pytest.fixture(scope="module", name="chromium")
def _chromium() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def open_sheet(browser: Browser, paper: Paper, size: dict) -> tuple[Page, list[str]]:
    """Return a page of the portal with the paper on it, and what the browser complains of."""
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    html = engines["django"].from_string(PAGE).render({"paper": paper}, request)

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(f"{ADDRESS}static/").partition("?")[0]
        found = finders.find(name) if name else None
        if route.request.url == ADDRESS:
            route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": POLICY})
        elif found:
            kind = mimetypes.guess_type(name)[0] or "text/plain"
            route.fulfill(body=Path(found).read_bytes(), content_type=kind)
        else:
            route.fulfill(status=204)

    page = browser.new_page(viewport=size)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/*", answer)
    page.goto(ADDRESS)
    return page, complaints


def box(page: Page, selector: str) -> dict:
    found = page.locator(selector).first.bounding_box()
    assert found
    return found


@pytest.mark.parametrize("size", [OFFICE, PHONE], ids=["1366", "390"])
@pytest.mark.parametrize("type", ["QĐ", "BB", "KH", "CV"])
def test_sheet_is_never_wider_than_the_screen(chromium: Browser, type: str, size: dict) -> None:
    paper = every_block(type, is_transcription=True)
    page, complaints = open_sheet(chromium, replace(paper, appendices=(*paper.appendices, WIDE)), size)

    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
    scrolls = "e => e.scrollWidth > e.clientWidth"
    tables = [table.evaluate(scrolls) for table in page.locator(".sheet-table").all()]
    assert tables[-1] is True  # fourteen columns are read by scrolling, inside the sheet
    outside = "e => e.getBoundingClientRect().right > e.closest('.sheet').getBoundingClientRect().right"
    assert [table.evaluate(outside) for table in page.locator(".sheet-table").all()] == [False] * len(tables)


def test_two_signatures_stand_side_by_side_on_the_screen_and_below_each_other_on_a_phone(chromium: Browser) -> None:
    wide, _ = open_sheet(chromium, papers.minutes(), OFFICE)
    narrow, _ = open_sheet(chromium, papers.minutes(), PHONE)

    left, right = (box(wide, f".sheet-end > :nth-child({at}) .signature") for at in (1, 2))
    first, second = (box(narrow, f".sheet-end > :nth-child({at}) .signature") for at in (1, 2))
    recipients = box(wide, ".recipients")

    assert left["x"] + left["width"] <= right["x"]
    assert abs(left["y"] - right["y"]) < 1
    assert recipients["y"] >= left["y"] + left["height"]
    assert first["y"] + first["height"] <= second["y"]


def test_subject_of_a_letter_stands_under_its_number_and_headings_weigh_as_on_paper(chromium: Browser) -> None:
    page, _ = open_sheet(chromium, papers.letter(is_draft=True), OFFICE)
    number, subject, place = (box(page, selector) for selector in (".sheet-number", ".subject", ".sheet-place-date"))
    page, _ = open_sheet(chromium, every_block("KH"), OFFICE)
    weights = [
        page.locator(f".sheet {tag}").first.evaluate("e => getComputedStyle(e).fontWeight") for tag in ("h2", "h4")
    ]

    assert subject["y"] > number["y"]
    assert subject["x"] + subject["width"] <= place["x"] + 1
    assert weights == ["700", "400"]


def test_every_appendix_lies_on_a_sheet_of_its_own(chromium: Browser) -> None:
    page, _ = open_sheet(chromium, papers.plan(appendices=(WIDE, WIDE)), OFFICE)
    sheets = [sheet.bounding_box() for sheet in page.locator(".sheet").all()]

    assert len(sheets) == 3
    assert all(above["y"] + above["height"] < below["y"] for above, below in pairwise(sheets))
