"""Parts of a plan in a browser: the list of units narrows while one types, and hides while all are addressed."""

import pytest

from campaigns.models import CampaignPlan

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_list_of_units_narrows_as_one_types_and_keeps_its_ticks(enter):
    officer = enter("chuyenvien")
    plan = CampaignPlan.objects.filter(status="draft", is_transcription=False).first()
    officer.open(f"{plan.get_absolute_url()}sua/recipients/")
    page = officer.page
    units = page.locator(".unit-list label")
    everyone = page.locator("[name=addresses_everyone]")
    everyone.check()
    hidden = not units.first.is_visible()
    everyone.uncheck()
    first = units.first.inner_text()
    units.first.click()
    page.locator("[name=find_text]").fill("dong trieu")
    shown = page.locator(".unit-list label:visible").all_inner_texts()
    page.locator("[name=find_text]").fill("")
    officer.press("Lưu")
    officer.sees("Đã lưu phần")

    assert hidden
    assert shown == ["Hợp tác xã Đông Triều"]
    assert [unit.name for unit in plan.addressed_units.all()] == [first]
