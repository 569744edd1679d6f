"""One of many is found by a search box: with or without scripts, within what may be chosen, and losing nothing typed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation_portal.core.dates import today
from emulation_portal.core.pickers import MOST_FOUND
from emulation_portal.core.searching import words_of
from emulation_portal.rights.enums import Role
from tests.factories.people import PersonFactory, PositionFactory, UnitFactory, alliance, user_with_role
from tests.scenarios.desk import Desk, Page
from units.models import Position, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Desk:
    return Desk(user_with_role(Role.ADMIN))


def many(count: int) -> None:
    Unit.objects.bulk_create(
        Unit(
            kind="cooperative",
            name=f"Hợp tác xã Đông Triều số {n}",
            code=f"HTX-{n:04}",
            parent=alliance(),
            search_text=f"hop tac xa dong trieu so {n} htx-{n:04}",
        )
        for n in range(count)
    )


def offered(page: Page) -> list[str]:
    found = page.tree.xpath("//div[contains(@class,'picker-found')]//label")
    return [" ".join(label.text_content().split()) for label in found]


def page_of(admin: Desk, person) -> Page:
    return admin.open(reverse("units:position-add", args=[person.pk]))


def test_short_list_is_shown_at_once(admin: Desk) -> None:
    UnitFactory(name="Hợp tác xã Cô Tô")

    page = page_of(admin, PersonFactory())

    assert "Hợp tác xã Cô Tô" in offered(page)


def test_long_list_is_searched_and_what_was_typed_stays(admin: Desk) -> None:
    many(60)
    person = PersonFactory()

    page = page_of(admin, person)
    found = admin.press(page, "Tìm", unit_find="dong trieu so 59", title="Kế toán trưởng")

    assert offered(page) == []
    assert (found.status, offered(found)) == (200, ["Hợp tác xã Đông Triều số 59"])
    assert found.value("title") == "Kế toán trưởng"
    assert not found.tree.xpath("//*[contains(@class,'field-error')]")
    assert not Position.objects.filter(person=person).exists()


def test_found_unit_is_chosen_and_stays_chosen_through_another_search(admin: Desk) -> None:
    many(60)
    person, unit = PersonFactory(), Unit.objects.get(code="HTX-0059")

    found = admin.press(page_of(admin, person), "Tìm", unit_find="so 59")
    again = admin.press(found, "Tìm", unit=str(unit.pk), unit_find="khong co")
    done = admin.press(again, "Lưu", title="Kế toán")

    assert offered(again) == [unit.name]
    assert again.says("Không thấy “khong co”.")
    assert done.status == 200
    assert Position.objects.get(person=person).unit == unit


def test_too_many_found_are_cut_and_it_is_said(admin: Desk) -> None:
    many(60)

    found = admin.press(page_of(admin, PersonFactory()), "Tìm", unit_find="dong trieu")

    assert len(offered(found)) == MOST_FOUND
    assert found.says("Còn nữa")


def test_unit_that_is_so_called_is_offered_first_however_many_have_its_words(admin: Desk) -> None:
    for n in range(MOST_FOUND + 8):
        UnitFactory(name=f"Hợp tác xã Nông nghiệp Tân {n}")
    named = UnitFactory(name="Hợp tác xã Tân")

    found = admin.press(page_of(admin, PersonFactory()), "Tìm", unit_find="HTX Tân")

    assert offered(found)[0] == named.name
    assert len(offered(found)) == MOST_FOUND


def test_units_of_one_name_are_told_apart_by_code_and_commune_and_stay_so(admin: Desk) -> None:
    one = UnitFactory(name="Hợp tác xã Tân", code="HTX-T1", commune="xã Một")
    UnitFactory(name="Hợp tác xã Tân", code="HTX-T2")
    UnitFactory(name="Hợp tác xã Tân Hai", code="HTX-T3")
    many(60)

    found = admin.press(page_of(admin, PersonFactory()), "Tìm", unit_find="HTX Tân")
    chosen = admin.press(found, "Tìm", unit=str(one.pk), unit_find="tân")

    told = ["Hợp tác xã Tân (HTX-T1, xã Một)", "Hợp tác xã Tân (HTX-T2)", "Hợp tác xã Tân Hai"]
    assert sorted(offered(found)) == told
    assert sorted(offered(chosen)) == told


def test_people_of_one_name_are_told_apart_by_their_unit(admin: Desk) -> None:
    for code in ("P1", "P2"):
        unit = UnitFactory(kind="department", name="Phòng Mẫu", code=code)
        PositionFactory(person=PersonFactory(full_name="Lê Văn Đôi"), unit=unit)

    page = admin.open(reverse("units:signing-add", args=[alliance().pk]))

    assert [words for words in offered(page) if "Đôi" in words] == [
        "Lê Văn Đôi (Phòng Mẫu, P1)",
        "Lê Văn Đôi (Phòng Mẫu, P2)",
    ]


@pytest.mark.parametrize("value", ["x", "-1", "9" * 30, "0", "1' or 1"])
def test_forged_choice_is_refused_in_words(admin: Desk, value: str) -> None:
    many(60)
    person = PersonFactory()
    url = reverse("units:position-add", args=[person.pk])

    page = admin.send(url, {"unit": value, "title": "Kế toán", "since": f"{today():%d/%m/%Y}"})

    assert page.says("Hãy chọn một mục") or page.says("Hãy chọn") or page.says("không")
    assert not Position.objects.filter(person=person).exists()


def test_what_may_not_be_chosen_is_not_found(admin: Desk) -> None:
    many(60)
    foreign = UnitFactory(kind="alliance", code="KHAC", name="Liên minh Khác")
    UnitFactory(parent=foreign, name="Hợp tác xã Nước Ngoài")

    found = admin.press(page_of(admin, PersonFactory()), "Tìm", unit_find="nuoc ngoai")

    assert offered(found) == []


def test_cost_does_not_grow_with_the_list(admin: Desk) -> None:
    person, costs = PositionFactory().person, []
    for count in (30, 300):
        Unit.objects.filter(code__startswith="HTX-0").delete()
        many(count)
        with CaptureQueriesContext(connection) as queries:
            page = page_of(admin, person)
        costs.append((len(queries), len(page.response.content) // 1000))

    assert costs[0] == costs[1]


@pytest.mark.parametrize("typed", ["\0", "so\x0059", "\x01", "'\\"])
def test_what_no_column_can_hold_finds_nothing_and_is_no_crash(admin: Desk, typed: str) -> None:
    many(60)
    page = page_of(admin, PersonFactory())

    found = admin.press(page, "Tìm", unit_find=typed)

    assert found.status == 200
    assert words_of("so\x0059") == words_of("so 59")
