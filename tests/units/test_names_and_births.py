"""Names and birth years are set right with the consent of who types them."""

import datetime as dt

import pytest
from django.urls import reverse

from emulation_portal.core.vietnamese import usual_name
from emulation_portal.rights.enums import Role
from tests.factories.people import UnitFactory, alliance, user_with_role
from tests.scenarios.desk import Desk
from units.models import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "usual"),
    [
        ("nguyễn văn ĐỨC", "Nguyễn Văn Đức"),
        ("TRẦN THỊ MẪU", "Trần Thị Mẫu"),
        ("Y Nhi H’Bia", "Y Nhi H’Bia"),
        ("Lê Văn Thử", "Lê Văn Thử"),
        ("", ""),
    ],
)
def test_usual_spelling(typed: str, usual: str) -> None:
    assert usual_name(typed) == usual


def add_person(**fields: str):
    admin = Desk(user_with_role(Role.ADMIN))
    unit = UnitFactory(parent=alliance())
    page = admin.open(reverse("units:person-add", args=[unit.pk]))
    typed = {"title": "Giám đốc", "since": "01/01/2026", **fields}
    return admin, admin.press(page, "Lưu", **typed)


def test_odd_name_is_asked_about_once_and_kept_when_it_is_meant() -> None:
    admin, page = add_person(full_name="nguyễn văn ĐỨC")

    assert page.says("Thường viết là “Nguyễn Văn Đức”.")
    assert page.tree.xpath("//form[contains(@class, 'portal-form')]//input[@type != 'hidden']/@name")[:2] == [
        "full_name",
        "keeps_name",
    ]
    assert not Person.objects.filter(full_name__icontains="đức").exists()
    admin.press(page, "Lưu", keeps_name="on")
    assert Person.objects.filter(full_name="nguyễn văn ĐỨC").exists()


def test_usual_name_is_not_asked_about() -> None:
    add_person(full_name="Nguyễn Văn Đức")

    assert Person.objects.filter(full_name="Nguyễn Văn Đức").exists()


@pytest.mark.parametrize(
    ("typed", "born_on"),
    [("5/2/68", dt.date(1968, 2, 5)), ("5/2/1999", dt.date(1999, 2, 5)), ("5/2/01", dt.date(2001, 2, 5))],
)
def test_two_digits_of_a_birth_year_are_of_somebody_who_can_work(typed: str, born_on: dt.date) -> None:
    add_person(full_name="Nguyễn Văn Đức", birth_date=typed)

    assert Person.objects.get(full_name="Nguyễn Văn Đức").birth_date == born_on
