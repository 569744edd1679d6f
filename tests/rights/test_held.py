"""Rights as plain facts: what counts where. No database."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from emulation_portal.rights.enums import BLOCK_ROLES, BRANCH_ROLES, OFFICE_ROLES, UNIT_ROLES, Role, StandIn
from emulation_portal.rights.held import NONE, PathPlace, Right, Rights, place_of, rights_of


def unit(path: str) -> PathPlace:
    return PathPlace(path)


ALLIANCE, OFFICE, TEAM = unit("/1/"), unit("/1/3/"), unit("/1/3/31/")
DEPARTMENT, UNION, MEMBER = unit("/1/4/"), unit("/1/8/"), unit("/1/8/81/")
OTHER = unit("/2/")
OTHER_MEMBER = unit("/2/12/")


def held(role: Role, at: PathPlace, office: str = "", block_id: int | None = None) -> Rights:
    return Rights((Right(role, at.pk or 0, at.path, office or at.path, block_id),))


@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_office_reaches_the_body_for_which_it_works_and_no_other(role: Role) -> None:
    rights = held(role, OFFICE, office="/1/")

    assert all(rights.may(role, at=place) for place in (ALLIANCE, OFFICE, DEPARTMENT, UNION, MEMBER))
    assert not any(rights.may(role, at=place) for place in (OTHER, OTHER_MEMBER, unit("/12/")))
    assert rights.reach("issuer__unit", role) == Q(issuer__unit__root_id=1)
    assert rights.reach("", role) == Q(root_id=1)
    assert rights.reach_of_path("place", role) == Q(place__startswith="/1/")
    assert rights.whole_alliances(*OFFICE_ROLES) == {1}


@pytest.mark.parametrize("role", BRANCH_ROLES)
def test_head_of_a_department_reaches_what_is_below_it(role: Role) -> None:
    rights = held(role, OFFICE, office="/1/")

    assert [rights.may(role, at=place) for place in (OFFICE, TEAM, ALLIANCE, DEPARTMENT)] == [True, True, False, False]
    assert rights.reach("unit", role) == Q(unit__path__startswith="/1/3/")
    assert rights.whole_alliances(role) == held(role, ALLIANCE).whole_alliances(*OFFICE_ROLES) == set()


@pytest.mark.parametrize("role", UNIT_ROLES)
def test_unit_role_holds_at_its_unit_alone(role: Role) -> None:
    rights = held(role, UNION)

    assert [rights.may(role, at=place) for place in (UNION, MEMBER, ALLIANCE)] == [True, False, False]
    assert rights.reach("unit", role) == Q(unit__pk__in=[8])
    assert rights.whole_alliances(role) == set()
    assert rights.reach_of_path("place", role) == Q(place__in=["/1/8/"])


@pytest.mark.parametrize("role", BLOCK_ROLES)
def test_block_lead_holds_at_the_block_and_not_at_the_unit(role: Role) -> None:
    rights = held(role, UNION, block_id=5)

    assert not rights.may(role, at=UNION)
    assert (rights.block_ids(), rights.unit_ids()) == ({5}, frozenset())
    assert rights.reach("unit", *Role) == rights.reach_of_path("place", *Role) == Q(pk__in=())


def test_role_held_elsewhere_does_not_count_here() -> None:
    rights = Rights((*held(Role.CLERK, OTHER).held, *held(Role.UNIT_HEAD, UNION).held))

    assert rights.hold(Role.CLERK)
    assert not rights.may(Role.CLERK, at=ALLIANCE)
    assert not rights.may(Role.UNIT_EDITOR, at=UNION)
    assert rights.may(Role.UNIT_EDITOR, Role.UNIT_HEAD, at=UNION)
    assert rights.unit_ids() == {2, 8}
    assert rights.unit_ids(Role.UNIT_HEAD) == {8}


def test_reaches_that_lie_within_another_are_left_out() -> None:
    rights = Rights((*held(Role.ADMIN, ALLIANCE).held, *held(Role.ADMIN, UNION).held, *held(Role.ADMIN, OTHER).held))

    assert rights.reach("", Role.ADMIN) == Q(root_id__in=[1, 2])


def test_nobody_may_nothing() -> None:
    assert rights_of(AnonymousUser()) is NONE
    assert rights_of(SimpleNamespace(is_authenticated=True, is_active=False)) is NONE
    assert not NONE.hold()
    assert NONE.place == ""
    assert not any(NONE.may(role, at=ALLIANCE) for role in Role)
    assert NONE.reach("", *Role) == Q(pk__in=())


def test_no_role_named_is_no_right() -> None:
    rights = held(Role.ADMIN, ALLIANCE)

    assert not rights.may(at=ALLIANCE)
    assert rights.reach("") == rights.reach_of_path("place") == Q(pk__in=())
    assert rights.hold()


def test_path_that_is_empty_is_nowhere() -> None:
    nowhere = PathPlace("")

    assert nowhere.pk is None
    assert not any(held(role, ALLIANCE).may(role, at=nowhere) for role in Role)


def test_place_is_told_else_the_objects_else_the_actors() -> None:
    actor = SimpleNamespace(is_authenticated=True, is_active=True, _rights=held(Role.UNIT_EDITOR, MEMBER))
    thing, job = SimpleNamespace(place=UNION), SimpleNamespace(place="/1/3/")

    assert place_of(thing, at=OTHER, by=actor) == OTHER
    assert place_of(thing, at=None, by=actor) == UNION
    assert place_of(job, at=None, by=actor) == PathPlace("/1/3/")
    assert place_of(SimpleNamespace(), at=None, by=actor) == MEMBER
    assert place_of(SimpleNamespace(place=""), at=None, by=actor) == MEMBER
    assert place_of(SimpleNamespace(), at=None, by=None) is None


@pytest.mark.parametrize(
    ("stand_in", "words"),
    [
        (StandIn.HOLDER, "Chánh Văn phòng"),
        (StandIn.KT, "Chánh Văn phòng (ký thay, KT.)"),
        (StandIn.TL, "Chánh Văn phòng (thừa lệnh, TL.)"),
        (StandIn.TUQ, "Chánh Văn phòng (thừa ủy quyền, TUQ.)"),
    ],
)
def test_who_stands_in_is_called_so(stand_in: StandIn, words: str) -> None:
    assert Right(Role.CHIEF_OF_OFFICE, 3, "/1/3/", "/1/", stand_in=stand_in).words == words
