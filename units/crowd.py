"""Two alliances full of units, people, accounts and blocks, for measuring: rows in bulk, as the database lets them be."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.urls import reverse

from emulation_portal.accounts.models import User
from emulation_portal.audit.crowd import tell
from emulation_portal.core.crowds import CrowdSize, Visit, first_middle_last, insert, visits_of_list
from emulation_portal.core.vietnamese import fold, split_name
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment

from .enums import MEMBER_KINDS, SigningForm, UnitKind
from .models import BlockMembership, EmulationBlock, Person, Position, SigningAuthority, Unit
from .sample_names import FAMILY_NAMES, GIVEN_NAMES, MIDDLE_NAMES

SINCE = dt.date(2020, 1, 1)
IN_A_BLOCK = 20
_WORK = ("Nông nghiệp", "Thủy sản", "Vận tải", "Rau an toàn", "Dược liệu", "Cơ khí", "Môi trường")
_PLACES = ("Suối Ngọc", "Đồi Nắng", "Bãi Soi", "Cửa Sóng", "Bến Mẫu", "Khe Thử", "Rừng Thơm", "Hòn Xanh", "Đèo Gió")
_NAMES = [" ".join(words) for words in product(FAMILY_NAMES, MIDDLE_NAMES, GIVEN_NAMES)]
_OFFICE = (
    Role.OFFICER,
    Role.CLERK,
    Role.CHIEF_OF_OFFICE,
    Role.LEADER,
    Role.ACCOUNTANT,
    Role.AUDITOR,
    Role.ADMIN,
)


@dataclass
class CrowdAlliance:
    """One alliance of the crowd, with what the apps above build on."""

    unit: Unit
    members: list[Unit] = field(default_factory=list)
    blocks: list[EmulationBlock] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    officers: dict[Role, User] = field(default_factory=dict)
    signing: SigningAuthority | None = None


@dataclass
class CrowdUnits:
    first: CrowdAlliance
    second: CrowdAlliance


def fill_units(size: CrowdSize) -> CrowdUnits:
    """Fill two alliances, each with two people and accounts for every unit."""
    return CrowdUnits(_alliance("A", size.units), _alliance("B", size.neighbours))


def _alliance(code: str, members: int) -> CrowdAlliance:
    name = f"Liên minh Hợp tác xã tỉnh Mẫu {code}"
    crowd = CrowdAlliance(Unit.objects.create(kind=UnitKind.ALLIANCE, name=name, code=code))
    office = _units(_unit(crowd, f"{code}-P{at}", UnitKind.DEPARTMENT, f"Phòng Mẫu {at}") for at in range(5))
    council = _units([_unit(crowd, f"{code}-HD", UnitKind.COUNCIL, f"Hội đồng Thi đua - Khen thưởng {code}")])
    crowd.members = _units(_unit(crowd, f"{code}-{at:05d}", *_member(at)) for at in range(members))
    crowd.blocks = insert(
        EmulationBlock(alliance=crowd.unit, name=f"Khối thi đua số {at}") for at in range(1, 22 + members // 100)
    )
    insert(
        BlockMembership(block=crowd.blocks[at % len(crowd.blocks)], unit=unit, effective_from=SINCE)
        for at, unit in enumerate(crowd.members[: IN_A_BLOCK * len(crowd.blocks)])  # the others may be put into one
    )
    _serve(crowd, office + council)
    admin = crowd.officers[Role.ADMIN]
    tell("unit.created", ((unit, unit.path, unit.pk) for unit in crowd.members), by=admin)
    tell("person.created", _at_units(crowd), by=admin)
    return crowd


def _unit(crowd: CrowdAlliance, code: str, kind: str, name: str) -> Unit:
    place = f"xã {_PLACES[len(code) * 7 % len(_PLACES)]}"
    words = fold(f"{name} {code} {place}")
    return Unit(code=code, kind=kind, name=name, parent=crowd.unit, commune=place, joined_on=SINCE, search_text=words)


def _member(at: int) -> tuple[str, str]:
    kind = MEMBER_KINDS[0] if at % 10 else MEMBER_KINDS[at // 10 % len(MEMBER_KINDS)]
    return kind, f"{UnitKind(kind).label} {_WORK[at % 7]} {_PLACES[at % 9]} {at}"


def _units(units: Iterable[Unit]) -> list[Unit]:
    """Insert units, and read their paths, which the database has written."""
    made = insert(units)
    paths = dict(Unit.objects.filter(pk__in=[unit.pk for unit in made]).values_list("pk", "path"))
    for unit in made:
        unit.path = paths[unit.pk]
    return made


def _serve(crowd: CrowdAlliance, office: list[Unit]) -> None:
    """Place the office's people, then a head and an editor in every unit; all have accounts and roles."""
    posts = [(office[at % 5], role, "Chuyên viên", False) for at, role in enumerate(_OFFICE)]
    posts += [(office[-1], Role.COUNCIL_MEMBER, "Ủy viên", False)]
    for unit in crowd.members:
        posts += [(unit, Role.UNIT_HEAD, "Giám đốc", True), (unit, Role.UNIT_EDITOR, "Cán bộ đầu mối", False)]
    code = crowd.unit.code.lower()
    users = insert(
        User(
            username=f"{code}.{at}",
            full_name=f"{_NAMES[at % len(_NAMES)]} {at}",
            password=f"!{at}",
            is_active=at % 50 > 0,
        )
        if at >= len(_OFFICE)
        else User(username=f"{code}.{at}", full_name=_NAMES[at], password="!")
        for at in range(len(posts))
    )
    crowd.officers = dict(zip(_OFFICE, users, strict=False))
    crowd.people = insert(_person(crowd, user) for user in users)
    insert(
        Position(person=person, unit=unit, title=title, is_head=is_head, effective_from=SINCE)
        for person, (unit, _, title, is_head) in zip(crowd.people, posts, strict=True)
    )
    insert(
        Appointment(user=user, unit=crowd.unit if role == Role.ADMIN else unit, role=role, effective_from=SINCE)
        for user, (unit, role, _, _) in zip(users, posts, strict=True)
    )
    _lead_and_sign(crowd)


def _person(crowd: CrowdAlliance, user: User) -> Person:
    family, middle, given = split_name(user.full_name)
    return Person(
        full_name=user.full_name,
        family_name=family,
        middle_name=middle,
        given_name=given,
        user=user,
        alliance=crowd.unit,
        search_text=fold(user.full_name),
    )


def _lead_and_sign(crowd: CrowdAlliance) -> None:
    """Let the head of a unit of each block lead it, and the chairman sign."""
    heads = crowd.people[len(_OFFICE) + 1 :: 2]
    insert(
        Appointment(
            user=heads[at].user,
            unit=crowd.members[at],
            block=block,
            role=Role.CLUSTER_LEAD,
            effective_from=SINCE,
        )
        for at, block in enumerate(crowd.blocks[: len(crowd.members)])
    )
    leader = crowd.people[_OFFICE.index(Role.LEADER)]
    crowd.signing = SigningAuthority.objects.create(
        unit=crowd.unit, person=leader, form=SigningForm.HEAD, own_title="Chủ tịch", effective_from=SINCE
    )


def _at_units(crowd: CrowdAlliance) -> Iterator[tuple[Person, str, int]]:
    first = len(_OFFICE) + 1
    for at, person in enumerate(crowd.people[first:]):
        unit = crowd.members[at // 2]
        yield person, unit.path, unit.pk


def visits(crowds: dict[type, Any]) -> Iterable[Visit]:
    """Yield the pages of units, people and blocks, and the forms in which one of them is chosen."""
    crowd: CrowdAlliance = crowds[CrowdUnits].first
    units = first_middle_last(len(crowd.members))
    people = first_middle_last(len(crowd.people))
    found, none = "q=suoi+ngoc", "q=khong+co+dau"
    yield from visits_of_list("units", reverse("units:list"), by=Role.OFFICER, pages=units, finds=found, misses=none)
    yield from visits_of_list(
        "people", reverse("units:people"), by=Role.CHIEF_OF_OFFICE, pages=people, finds="q=thi+mau", misses="q=xyz"
    )
    slips = first_middle_last(len(crowd.members), 100)
    yield from visits_of_list(
        "slips",
        reverse("units:slips"),
        by=Role.ADMIN,
        pages=slips,
        finds=found,
        misses=none,
        limit=15,  # of 100 rows
    )
    blocks = first_middle_last(len(crowd.blocks))
    yield from visits_of_list("blocks", reverse("units:blocks"), by=Role.OFFICER, pages=blocks)
    block, unit, person = crowd.blocks[0].pk, crowd.members[0].pk, crowd.people[-1].pk
    for name, by in (("block", Role.OFFICER), ("block-join", Role.ADMIN), ("block-lead", Role.ADMIN)):
        yield Visit(f"units:{name}", reverse(f"units:{name}", args=[block]), by)
    yield Visit("units:detail", reverse("units:detail", args=[unit]), Role.UNIT_HEAD)
    yield Visit("units:tree", reverse("units:tree"), Role.OFFICER)
    yield Visit("units:create", reverse("units:create"), Role.ADMIN)
    yield Visit("units:edit", reverse("units:edit", args=[unit]), Role.ADMIN)
    yield Visit("units:signing-add", reverse("units:signing-add", args=[crowd.unit.pk]), Role.ADMIN)
    for name in ("person", "position-add", "appoint"):
        yield Visit(f"units:{name}", reverse(f"units:{name}", args=[person]), Role.ADMIN)
