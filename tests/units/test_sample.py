"""The sample alliance: complete, repeatable, and nobody's real name."""

import datetime as dt

import pytest

from emulation_portal.accounts.personas import PERSONAS
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of
from emulation_portal.rights.models import Appointment
from units.enums import SigningForm, UnitKind
from units.models import EmulationBlock, Person, Position, SigningAuthority, Unit
from units.queries import signing_on
from units.sample import load_units

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)


def count_all() -> list[int]:
    return [m.objects.count() for m in (Unit, EmulationBlock, Person, Position, Appointment, SigningAuthority)]


def test_load_units_makes_the_alliance_once() -> None:
    load_units(DAY)
    first = count_all()
    load_units(DAY)

    assert count_all() == first
    by_kind = {kind: Unit.objects.filter(kind=kind).count() for kind in UnitKind}
    assert by_kind == {
        UnitKind.ALLIANCE: 1,
        UnitKind.COUNCIL: 1,
        UnitKind.DEPARTMENT: 5,
        UnitKind.AFFILIATED_UNIT: 2,
        UnitKind.COOPERATIVE: 41,  # one of them merged into another
        UnitKind.COOPERATIVE_UNION: 2,
        UnitKind.PEOPLES_CREDIT_FUND: 4,
        UnitKind.COOPERATIVE_GROUP: 3,
        UnitKind.ENTERPRISE: 0,
    }
    assert EmulationBlock.objects.count() == 3


def test_every_persona_holds_its_role_and_has_no_password() -> None:
    users = load_units(DAY).users

    leads = {"giamdoc.dongtrieu": {Role.CLUSTER_LEAD}}
    assert {name: rights_of(user).roles for name, user in users.items()} == {
        p.username: {p.appointed_as} | leads.get(p.username, set()) for p in PERSONAS
    }
    assert not any(user.has_usable_password() for user in users.values())


def test_signing_authorities_of_a_plan_and_an_invitation() -> None:
    rows = signing_on(load_units(DAY).alliance, on=DAY)

    assert {row.form for row in rows if row.covers("KH")} == {
        SigningForm.HEAD,
        SigningForm.TM,
        SigningForm.KT,
        SigningForm.TM_KT,
    }
    assert SigningForm.TL in {row.form for row in rows if row.covers("GM")}


def test_people_of_the_sample_have_names_that_are_nobodys() -> None:
    load_units(DAY)

    telling = {"Mẫu", "Thử", "Nháp", "Họa", "Dụ", "Điểm", "Định", "Theo", "Nghiệm"}
    assert set(Person.objects.values_list("given_name", flat=True)) <= telling
