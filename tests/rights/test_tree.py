"""Paths of units, kept by the database whoever writes."""

import pytest
from django.db import IntegrityError, connection, transaction

from emulation_portal.core.errors import DomainError
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of
from tests.factories.people import (
    AppointmentFactory,
    BlockFactory,
    BlockMembershipFactory,
    PersonFactory,
    UnitFactory,
    UserFactory,
    alliance,
    second_alliance,
    user_with_role,
)
from units import actions
from units.enums import UnitKind
from units.models import Unit

pytestmark = pytest.mark.django_db


def path_of(*units: Unit) -> str:
    return f"/{'/'.join(str(unit.pk) for unit in units)}/"


def stored(unit: Unit) -> tuple[str, str, int]:
    return Unit.objects.values_list("path", "office_path", "root_id").get(pk=unit.pk)


def test_new_unit_knows_its_path_at_once() -> None:
    top = UnitFactory(kind=UnitKind.ALLIANCE)
    union = UnitFactory(kind=UnitKind.COOPERATIVE_UNION, parent=top)
    member = UnitFactory(parent=union)

    assert (top.path, union.path, member.path) == (path_of(top), path_of(top, union), path_of(top, union, member))
    assert {top.root_id, union.root_id, member.root_id} == {top.pk}
    assert stored(member) == (member.path, member.office_path, top.pk)


def test_people_of_a_department_work_for_what_it_is_a_department_of() -> None:
    top = alliance()
    office = UnitFactory(kind=UnitKind.DEPARTMENT, parent=top)
    team = UnitFactory(kind=UnitKind.DEPARTMENT, parent=office)
    centre = UnitFactory(kind=UnitKind.AFFILIATED_UNIT, parent=top)
    bureau = UnitFactory(kind=UnitKind.DEPARTMENT, parent=centre)
    council = UnitFactory(kind=UnitKind.COUNCIL, parent=top)

    assert [unit.office_path for unit in (top, office, team)] == [top.path] * 3
    assert [unit.office_path for unit in (centre, bureau)] == [centre.path] * 2
    assert council.office_path == council.path


def test_what_stands_below_moves_along() -> None:
    top = alliance()
    first, second = (UnitFactory(kind=UnitKind.AFFILIATED_UNIT, parent=top) for _ in range(2))
    bureau = UnitFactory(kind=UnitKind.DEPARTMENT, parent=first)
    team = UnitFactory(kind=UnitKind.DEPARTMENT, parent=bureau)

    Unit.objects.filter(pk=bureau.pk).update(parent=second)

    assert stored(bureau) == (path_of(top, second, bureau), second.path, top.pk)
    assert stored(team) == (path_of(top, second, bureau, team), second.path, top.pk)


def test_department_that_becomes_a_unit_of_its_own_takes_its_teams_along() -> None:
    bureau = UnitFactory(kind=UnitKind.DEPARTMENT, parent=alliance())
    team = UnitFactory(kind=UnitKind.DEPARTMENT, parent=bureau)

    bureau.kind = UnitKind.AFFILIATED_UNIT
    bureau.save()

    assert [stored(unit)[1] for unit in (bureau, team)] == [bureau.path] * 2


def test_path_is_nobodys_to_write() -> None:
    unit = UnitFactory()
    right = unit.path

    Unit.objects.filter(pk=unit.pk).update(path="/1/", office_path="/1/")
    unit.path = "/7/"
    unit.save()

    assert stored(unit)[:2] == (right, right)


def test_ring_is_refused() -> None:
    union = UnitFactory(kind=UnitKind.COOPERATIVE_UNION)
    member = UnitFactory(parent=union)
    below = UnitFactory(parent=member)

    for parent in (union, member, below):
        with pytest.raises(IntegrityError, match="below itself"), transaction.atomic():
            Unit.objects.filter(pk=union.pk).update(parent=parent)
    assert stored(below)[0] == path_of(alliance(), union, member, below)


def test_everything_but_an_alliance_stands_under_something() -> None:
    top = alliance()

    for wrong in ({"kind": UnitKind.COOPERATIVE, "parent": None}, {"kind": UnitKind.ALLIANCE, "parent": top}):
        with pytest.raises(IntegrityError, match="unit_stands_under_another"), transaction.atomic():
            UnitFactory(**wrong)
    with pytest.raises(IntegrityError, match="has no unit"), transaction.atomic():
        UnitFactory(parent_id=top.pk + 1_000_000, parent=None)


def test_what_lies_below_is_found_by_the_index() -> None:
    alliance()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT 1 FROM units_unit WHERE path LIKE '/1/%'")
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "unit_path_prefix" in plan


def test_right_follows_the_unit_that_moves() -> None:
    union = UnitFactory(kind=UnitKind.COOPERATIVE_UNION)
    bureau = UnitFactory(kind=UnitKind.DEPARTMENT)
    team = UnitFactory(kind=UnitKind.DEPARTMENT, parent=UnitFactory(kind=UnitKind.DEPARTMENT))
    head = user_with_role(Role.DEPT_HEAD, bureau)
    assert not rights_of(head).may(Role.DEPT_HEAD, at=team)

    team.parent = bureau
    team = actions.save_unit(team, by=user_with_role(Role.ADMIN))

    fresh = type(head).objects.get(pk=head.pk)
    assert rights_of(fresh).may(Role.DEPT_HEAD, at=team)
    assert not rights_of(fresh).may(Role.DEPT_HEAD, at=union)


def test_unit_stays_in_its_alliance() -> None:
    other = second_alliance()
    unit, admin = UnitFactory(), user_with_role(Role.ADMIN)
    everywhere = user_with_role(Role.ADMIN, other.unit)
    AppointmentFactory(user=everywhere, unit=alliance(), role=Role.ADMIN)

    unit.parent = other.unit
    with pytest.raises(DomainError, match="Liên minh khác"):
        actions.save_unit(unit, by=everywhere)
    with pytest.raises(DomainError, match="Liên minh khác"):
        actions.save_unit(unit, by=admin)


def test_database_keeps_the_alliances_apart() -> None:
    other, unit, block = UnitFactory(kind=UnitKind.ALLIANCE), UnitFactory(), BlockFactory()
    refused = [
        lambda: Unit.objects.filter(pk=unit.pk).update(parent=other),
        lambda: Unit.objects.filter(pk=unit.pk).update(kind=UnitKind.ALLIANCE, parent=None),
        lambda: Unit.objects.filter(pk=other.pk).update(kind=UnitKind.COOPERATIVE, parent=alliance()),
        lambda: BlockMembershipFactory(block=BlockFactory(alliance=other), unit=unit),
        lambda: BlockMembershipFactory(block=block, unit=UnitFactory(parent=other)),
        lambda: BlockFactory(alliance=unit),
        lambda: PersonFactory(alliance=unit),
    ]

    for act in refused:
        with pytest.raises(IntegrityError, match="alliance"), transaction.atomic():
            act()
    assert BlockMembershipFactory(block=block, unit=unit).pk


def test_user_without_a_person_has_a_place_only_through_a_role() -> None:
    assert UserFactory().place is None
    assert user_with_role(Role.CLERK).place == alliance()
