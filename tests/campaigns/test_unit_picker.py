"""Which units a plan addresses, chosen from a list that may be very long: without scripts, and losing nothing."""

import pytest
from django.urls import reverse

from campaigns.models import CampaignPlan
from emulation_portal.documents.drafts.forms.unit_picker import MOST_CHOSEN_SHOWN, MOST_SHOWN
from tests.core.test_page_weight import LIMIT, transfer
from tests.factories import campaigns
from tests.factories.people import BlockFactory, UnitFactory, alliance
from tests.scenarios.desk import Desk, Page
from units.enums import UnitKind
from units.models import Unit

pytestmark = pytest.mark.django_db

SAVE = "Lưu"
LONG = "Hợp tác xã Dịch vụ Nông nghiệp và Nuôi trồng thủy sản Đông Triều số {}"


def open_page(desk: Desk, plan: CampaignPlan) -> Page:
    return desk.open(reverse("drafts:part", args=["ke-hoach", plan.pk, "recipients"]))


def listed(page: Page) -> list[str]:
    return [" ".join(label.text_content().split()) for label in page.tree.xpath("//div[@class='unit-list']//label")]


def ticked(page: Page) -> set[str]:
    return set(page.tree.xpath("//input[@name='addressed_units'][@checked]/@value"))


def many(count: int) -> None:
    top = alliance()
    Unit.objects.bulk_create(
        Unit(
            kind=UnitKind.COOPERATIVE,
            name=LONG.format(n),
            code=f"HTX-{n:04}",
            parent=top,
            search_text=f"dong trieu so {n} htx-{n:04}",
        )
        for n in range(count)
    )


def test_units_are_boxes_in_groups_with_the_chosen_ones_first(officer):
    fund = UnitFactory(kind=UnitKind.PEOPLES_CREDIT_FUND, name="Quỹ tín dụng Hà Tu")
    UnitFactory(name="Hợp tác xã Bình Minh")
    plan = campaigns.complete_draft(only_for=fund)

    page = open_page(officer, plan)

    titles = [title.text_content() for title in page.tree.xpath("//div[@class='unit-list']//h3")]
    assert titles[:2] == ["Đã chọn", "Hợp tác xã"]
    assert listed(page)[:2] == ["Quỹ tín dụng Hà Tu", "Hợp tác xã Bình Minh"]
    assert page.says("Đã chọn 1 đơn vị.")


def test_ticked_units_are_addressed(officer):
    first, second, third = UnitFactory(), UnitFactory(), UnitFactory()
    plan = campaigns.complete_draft(only_for=first)

    officer.press(open_page(officer, plan), SAVE, addressed_units=[str(second.pk), str(third.pk)])

    assert set(plan.addressed_units.all()) == {second, third}


def test_list_is_of_no_account_while_all_are_addressed(officer):
    unit, block = UnitFactory(), BlockFactory()
    plan = campaigns.complete_draft(only_for=unit)
    plan.addressed_blocks.add(block)

    landed = officer.press(
        open_page(officer, plan), SAVE, addresses_everyone="on", addressed_units=[str(unit.pk), "987654", "x"]
    )

    plan.refresh_from_db()
    assert (landed.status, plan.addresses_everyone) == (200, True)
    assert (plan.addressed_units.count(), plan.addressed_blocks.count()) == (0, 0)


def test_units_of_the_same_name_are_told_apart(officer):
    UnitFactory(name="Hợp tác xã Thành Công", code="HTX-A")
    UnitFactory(name="Hợp tác xã Thành Công", code="HTX-B")

    page = open_page(officer, campaigns.complete_draft())

    assert {"Hợp tác xã Thành Công (HTX-A)", "Hợp tác xã Thành Công (HTX-B)"} <= set(listed(page))


def test_unit_that_has_closed_since_stays_addressed(officer):
    unit = UnitFactory()
    plan = campaigns.complete_draft(only_for=unit)
    Unit.objects.filter(pk=unit.pk).update(closed_on="2026-01-01", closed_reason="Giải thể")

    officer.press(open_page(officer, plan), SAVE, recipients="Các đơn vị")

    assert list(plan.addressed_units.all()) == [unit]


def test_search_without_scripts_keeps_what_is_typed_and_ticked_and_saves_nothing(officer):
    far, other = UnitFactory(name="Hợp tác xã Đảo Cô Tô"), UnitFactory(name="Hợp tác xã Ba Chẽ")
    plan = campaigns.complete_draft(only_for=other)
    before = plan.revision

    found = officer.press(open_page(officer, plan), "Tìm", find_text="co to", recipients="Đang gõ dở", signing="")
    plan.refresh_from_db()
    saved_meanwhile = (plan.revision, [row.text for row in plan.recipients.all()])
    officer.press(found, SAVE, addressed_units=[*ticked(found), str(far.pk)])

    assert found.status == 200
    assert listed(found) == ["Hợp tác xã Ba Chẽ", "Hợp tác xã Đảo Cô Tô"]
    assert (ticked(found), found.value("recipients")) == ({str(other.pk)}, "Đang gõ dở")
    assert saved_meanwhile == (before, ["Các đơn vị thành viên"])
    assert set(plan.addressed_units.all()) == {far, other}
    plan.refresh_from_db()
    assert ([row.text for row in plan.recipients.all()], plan.signing) == (["Đang gõ dở"], None)


def test_search_with_forged_ticks_is_no_crash(officer):
    plan = campaigns.complete_draft(only_for=UnitFactory())

    page = officer.press(
        open_page(officer, plan), "Tìm", addressed_units=["x", "-1", "٣", "9" * 30], find_text="\u0301 đ" * 300
    )

    assert page.status == 200


def test_thousand_units_are_one_light_page_on_which_all_can_be_found(officer):
    many(1000)
    chosen = Unit.objects.get(code="HTX-0999")
    plan = campaigns.complete_draft(only_for=chosen)

    page = open_page(officer, plan)
    found = officer.press(page, "Tìm", find_text="dong trieu so 998")

    assert transfer(page.response.content.decode()) < LIMIT
    assert len(listed(page)) == MOST_SHOWN + 1
    assert page.says(f"Còn {Unit.objects.open().count() - MOST_SHOWN - 1} đơn vị chưa hiện.")
    assert listed(found) == [LONG.format(999), LONG.format(998)]


def test_units_that_a_page_does_not_show_stay_addressed_until_they_are_unticked(officer):
    """A plan for very many units: no page carries them all, and saving one loses none."""
    many(MOST_CHOSEN_SHOWN + 50)
    units = list(Unit.objects.filter(code__startswith="HTX-").order_by("name", "pk"))
    plan = campaigns.complete_draft(only_for=units[0])
    plan.addressed_units.set(units)
    last = units[-1]

    page = open_page(officer, plan)
    hidden_before = str(last.pk) not in ticked(page)
    first_gone = sorted(ticked(page))[0]
    searched = officer.press(page, "Tìm", find_text="", addressed_units=sorted(ticked(page) - {first_gone}))
    officer.press(searched, SAVE)

    assert hidden_before
    assert page.says(f"Đã chọn {len(units)} đơn vị.")
    assert page.says("Còn 50 đơn vị đã chọn chưa hiện")
    assert searched.says(f"Đã chọn {len(units) - 1} đơn vị.")
    assert set(plan.addressed_units.all()) == {unit for unit in units if str(unit.pk) != first_gone}
