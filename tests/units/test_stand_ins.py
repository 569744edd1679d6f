"""Who stands in for whom acts by date, and is called what they stand in for."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from emulation_portal.core.dates import today
from emulation_portal.rights.enums import Role, StandIn
from emulation_portal.rights.held import rights_of
from emulation_portal.rights.models import Appointment
from tests.factories.people import PersonFactory, PositionFactory, UnitFactory, UserFactory, alliance, user_with_role
from units import actions
from units.enums import SigningForm, UnitKind
from units.models import SigningAuthority
from units.sample import load_units

pytestmark = pytest.mark.django_db

WEEK = dt.timedelta(days=7)


@pytest.fixture
def deputy():
    office = UnitFactory(kind=UnitKind.DEPARTMENT, name="Văn phòng")
    person = PersonFactory(full_name="Lương Thị Mẫu", user=UserFactory())
    return PositionFactory(person=person, unit=office, title="Phó Chánh Văn phòng")


def posted(position, **other: str) -> dict[str, object]:
    return {
        "unit": position.unit_id,
        "role": "chief_of_office",
        "stand_in": "kt",
        "basis": "",
        "since": f"{today():%d/%m/%Y}",
        "until": f"{today() + WEEK:%d/%m/%Y}",
        **other,
    }


def test_deputy_stands_in_for_the_chief_until_the_chief_is_back(client: Client, deputy) -> None:
    client.force_login(user_with_role(Role.ADMIN))

    client.post(reverse("units:appoint", args=[deputy.person_id]), posted(deputy))

    row = Appointment.objects.get(user=deputy.person.user)
    assert (row.stand_in, row.effective_to) == (StandIn.KT, today() + WEEK)
    assert rights_of(deputy.person.user).may(Role.CHIEF_OF_OFFICE, at=alliance())
    for url in (deputy.person.get_absolute_url(), deputy.unit.get_absolute_url()):
        assert "Chánh Văn phòng (ký thay, KT.)" in client.get(url).content.decode()
    Appointment.objects.update(effective_from=today() - 2 * WEEK, effective_to=today())
    assert not rights_of(type(row.user).objects.get(pk=row.user_id)).held


@pytest.mark.parametrize(
    ("wrong", "field"), [({"basis": ""}, "basis"), ({"basis": "Giấy ủy quyền số 01", "until": ""}, "until")]
)
def test_delegation_is_written_and_limited(client: Client, deputy, wrong: dict, field: str) -> None:
    client.force_login(user_with_role(Role.ADMIN))

    response = client.post(reverse("units:appoint", args=[deputy.person_id]), posted(deputy, stand_in="tuq", **wrong))

    assert set(response.context["form"].errors) == {field}
    with pytest.raises(actions.AppointmentRefused, match="TUQ"):
        actions.appoint(
            user=deputy.person.user,
            unit=deputy.unit,
            role=Role.CHIEF_OF_OFFICE,
            stand_in=StandIn.TUQ,
            since=today(),
            basis=wrong["basis"],
            until=None,
            by=None,
        )


def test_what_a_stand_in_holds_is_handed_over_as_such() -> None:
    admin = user_with_role(Role.ADMIN)
    old, new = (PositionFactory(unit=alliance(), person__user=UserFactory()).person.user for _ in range(2))
    facts = {"stand_in": StandIn.TUQ, "basis": "Giấy ủy quyền số 01", "until": today() + WEEK}
    row = actions.appoint(user=old, unit=alliance(), role=Role.LEADER, since=today() - WEEK, **facts, by=admin)

    (taken,) = actions.hand_over(appointment_ids=[row.pk], to=new, on=today(), by=admin)

    assert (taken.stand_in, taken.basis, taken.effective_to) == (StandIn.TUQ, "Giấy ủy quyền số 01", today() + WEEK)


def test_deputy_signs_for_who_signs_by_order(client: Client, deputy) -> None:
    client.force_login(user_with_role(Role.ADMIN))
    url = reverse("units:signing-add", args=[alliance().pk])
    fields = {
        "person": deputy.person_id,
        "form": "tl_kt",
        "head_title": "Chủ tịch",
        "own_title": "Phó Chánh Văn phòng",
        "document_types": "GM, TB",
        "effective_from": f"{today():%d/%m/%Y}",
    }

    wrong = client.post(url, fields)
    client.post(url, {**fields, "middle_title": "Chánh Văn phòng"})
    again = client.post(url, {**fields, "middle_title": "Chánh Văn phòng"})
    backwards = client.post(url, {**fields, "middle_title": "x", "effective_to": "01/01/2020"})

    row = SigningAuthority.objects.get()
    assert set(wrong.context["form"].errors) == {"middle_title"}
    assert row.lines == ["TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"]
    assert "đã có đúng quyền ký này" in again.content.decode()
    assert set(backwards.context["form"].errors) == {"effective_to"}


def test_sample_has_a_stand_in_around_the_day_and_a_head_of_a_department() -> None:
    sample = load_units(today())

    by_role = {row.user.username: row for row in Appointment.objects.select_related("user", "unit", "block")}
    deputy, head = by_role["phochanhvanphong"], by_role["truongphong.khkt"]
    assert (deputy.words, deputy.effective_from, deputy.effective_to) == (
        "Chánh Văn phòng (ký thay, KT.)",
        today() - WEEK,
        today() + WEEK,
    )
    assert (head.role, head.unit) == (Role.DEPT_HEAD, sample.departments["P-KHKT"])
    assert Appointment.objects.get(role=Role.CLUSTER_LEAD).block == sample.blocks[0]
    signing = SigningAuthority.objects.get(form=SigningForm.TL_KT)
    assert signing.lines[1:] == ["KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"]
