"""The paper on a plan's page: in its own lines, and alone when the page is printed."""

import pytest

from campaigns.models import CampaignPlan

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SHOWN = """() => [...document.querySelectorAll('body *')].filter(e => e.childElementCount === 0 && e.textContent.trim()
  && e.getClientRects().length && !e.closest('.desk, script, .visually-hidden')).map(e => e.textContent.trim())"""


def _tops(page, selector: str) -> list[float]:
    return page.eval_on_selector_all(selector, "all => all.map(e => Math.round(e.getBoundingClientRect().bottom))")


def test_paper_has_its_lines_and_is_all_that_is_printed(enter):
    visitor = enter()
    visitor.open(CampaignPlan.objects.get(document__number=644).get_absolute_url())

    lines = _tops(visitor.page, ".sheet-line")
    marks = _tops(visitor.page, ".sheet-number, .sheet-place-date")
    on_screen = visitor.page.evaluate(SHOWN)
    visitor.page.emulate_media(media="print")

    assert len(lines) == len(set(lines)) > 1
    assert len(marks) == 2
    assert abs(marks[0] - marks[1]) <= 1  # Số and ngày tháng stand level
    assert {"Kiểm tra văn bản", "Trợ giúp"} <= set(on_screen)
    assert visitor.page.evaluate(SHOWN) == []
    assert visitor.page.locator(".sheet").is_visible()
