"""Parts of a plan in a browser: the list of units narrows, rows move and grow, and nothing empty is saved."""

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


def returned() -> CampaignPlan:
    return CampaignPlan.objects.get(status="returned", is_transcription=False)


@pytest.mark.parametrize("part", ["bases", "sections", "annexes", "tables", "targets", "rewards", "milestones"])
def test_rows_that_are_moved_and_added_and_left_empty_are_saved_without_the_empty_ones(enter, part):
    officer = enter("chuyenvien")
    officer.open(f"{returned().get_absolute_url()}sua/{part}/")
    page = officer.page
    rows = getattr(returned(), part)
    before = set(rows.values_list("pk", flat=True))
    page.locator("button[data-more]").click()
    down = page.locator("[data-row] button[data-move=down]:visible")
    if down.count():
        down.first.click()
    officer.press("Lưu")
    officer.sees("Đã lưu phần")

    assert set(rows.values_list("pk", flat=True)) == before


def test_section_moves_with_what_stands_under_it(enter):
    officer = enter("chuyenvien")
    plan = returned()
    officer.open(f"{plan.get_absolute_url()}sua/sections/")
    page = officer.page
    titles = list(plan.sections.order_by("position").values_list("level", "pk"))
    second = [at for at, (level, _) in enumerate(titles) if level == 1][1]
    third = [at for at, (level, _) in enumerate(titles) if level == 1][2]

    page.locator("[data-row]").nth(second).locator("button[data-move=up]").click()
    officer.press("Lưu")
    officer.sees("Đã lưu phần")

    moved = [*titles[second:third], *titles[:second], *titles[third:]]
    assert list(plan.sections.order_by("position").values_list("level", "pk")) == moved

    officer.open(f"{plan.get_absolute_url()}sua/sections/")
    page.locator("[data-row]").first.locator("button[data-move=down]").click()
    officer.press("Lưu")
    officer.sees("Đã lưu phần")
    assert list(plan.sections.order_by("position").values_list("level", "pk")) == titles


def test_what_is_sent_without_a_connection_comes_back_with_the_page(enter):
    officer = enter("chuyenvien")
    officer.open(f"{returned().get_absolute_url()}sua/general/")
    page, closing = officer.page, "Lời kết gõ khi mất mạng."
    officer.context.set_offline(True)
    page.locator("[name=closing]").fill(closing)
    officer.sees("Mất kết nối, đang giữ trên máy này")
    page.locator("[name=closing]").press("End")
    page.locator("[name=closing]").type(" Thêm nữa.")
    officer.press("Lưu")  # the browser says that there is no connection
    page.wait_for_url("chrome-error://**")
    officer.context.set_offline(False)
    officer.open(f"{returned().get_absolute_url()}sua/general/")
    officer.sees("Đã lấy lại phần bạn đang gõ")
    brought_back = page.locator("[name=closing]").input_value()
    officer.press("Lưu")
    officer.sees("Đã lưu phần")
    officer.open(f"{returned().get_absolute_url()}sua/general/")

    assert brought_back == f"{closing} Thêm nữa."
    assert page.locator("[name=closing]").input_value() == brought_back
    assert not page.get_by_text("Đã lấy lại phần").count()
    officer.complaints.clear()  # of the browser, that it had no connection
