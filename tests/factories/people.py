"""Users, units, people and their appointments, as tests need them."""

import datetime as dt
from dataclasses import dataclass, field

import factory
from factory.django import DjangoModelFactory

from emulation_portal.accounts.models import User
from emulation_portal.rights.enums import BLOCK_ROLES, BRANCH_ROLES, COUNCIL_ROLES, UNIT_ROLES, Role
from emulation_portal.rights.models import Appointment
from units.enums import BlockKind, SigningForm, SuccessionKind, UnitKind
from units.models import BlockMembership, EmulationBlock, Person, Position, SigningAuthority, Succession, Unit

PASSWORD = "Mật khẩu đủ dài 2021"
LONG_AGO = dt.date(2020, 1, 1)


class UserFactory(DjangoModelFactory):
    """A user with PASSWORD. Hashing costs time, so tests that log in use `client.force_login`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"nguoi.dung.{n}")
    full_name = factory.Sequence(lambda n: f"Nguyễn Thị Mẫu {n}")

    @classmethod
    def _create(cls, model_class, *args, password=None, **kwargs):
        user = model_class(*args, **kwargs)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save()
        return user


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    kind = UnitKind.COOPERATIVE
    parent = factory.LazyAttribute(lambda unit: None if unit.kind == UnitKind.ALLIANCE else alliance())
    name = factory.Sequence(lambda n: f"Hợp tác xã Mẫu {n}")
    code = factory.Sequence(lambda n: f"HTX-M{n:04d}")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    full_name = factory.Sequence(lambda n: f"Trần Văn Thử {n}")
    alliance = factory.LazyFunction(lambda: alliance())


def account(**user_fields) -> User:
    """Return a user of a person who is written down in the alliance and serves nowhere."""
    return PersonFactory(user=UserFactory(**user_fields)).user


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = Position

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    title = "Giám đốc"
    effective_from = LONG_AGO


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    user = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(UnitFactory)
    role = Role.UNIT_EDITOR
    effective_from = LONG_AGO


class BlockFactory(DjangoModelFactory):
    class Meta:
        model = EmulationBlock

    kind = BlockKind.BLOCK
    alliance = factory.LazyFunction(lambda: alliance())
    name = factory.Sequence(lambda n: f"Khối thi đua số {n}")


class SuccessionFactory(DjangoModelFactory):
    class Meta:
        model = Succession

    kind = SuccessionKind.DISSOLUTION
    predecessor = factory.SubFactory(UnitFactory)
    successor = factory.SubFactory(UnitFactory)
    effective_on = dt.date(2025, 1, 1)
    basis = "Nghị quyết"


class BlockMembershipFactory(DjangoModelFactory):
    class Meta:
        model = BlockMembership

    block = factory.SubFactory(BlockFactory)
    unit = factory.SubFactory(UnitFactory)
    effective_from = LONG_AGO


class SigningAuthorityFactory(DjangoModelFactory):
    class Meta:
        model = SigningAuthority

    unit = factory.LazyFunction(lambda: alliance())
    person = factory.SubFactory(PersonFactory)
    form = SigningForm.HEAD
    own_title = "Chủ tịch"
    effective_from = LONG_AGO


def alliance() -> Unit:
    """Return the alliance, made on first call."""
    unit, _ = Unit.objects.get_or_create(
        code="LMHTX",
        defaults={
            "kind": UnitKind.ALLIANCE,
            "name": "Liên minh Hợp tác xã tỉnh Quảng Ninh",
            "short_name": "Liên minh HTX tỉnh Quảng Ninh",
        },
    )
    return unit


def user_with_role(role: Role, unit: Unit | None = None, **user_fields) -> User:
    """Return a user who holds the role since long ago: in the given unit, in a cooperative, or in the alliance."""
    if unit is None:
        unit = _usual_unit(role)
    user = UserFactory(**user_fields)
    block = block_of(unit) if role in BLOCK_ROLES else None
    AppointmentFactory(user=user, unit=unit, role=role, block=block)
    return user


def block_of(unit: Unit) -> EmulationBlock:
    """Return the block in which the unit competes, made on first call."""
    return (unit.block_memberships.first() or BlockMembershipFactory(unit=unit)).block


def _usual_unit(role: Role) -> Unit:
    if role in (*UNIT_ROLES, *BLOCK_ROLES):
        return UnitFactory()
    return UnitFactory(kind=UnitKind.DEPARTMENT, name="Phòng Mẫu") if role in BRANCH_ROLES else alliance()


@dataclass
class Alliance:
    """A whole alliance: its bodies, a member and a block, and one user of every role by the role's code."""

    unit: Unit
    council: Unit
    office: Unit
    department: Unit
    member: Unit
    block: EmulationBlock
    users: dict[str, User] = field(default_factory=dict)

    def place_of(self, role: Role) -> Unit:
        """Return the unit at which a role is held here."""
        if role in COUNCIL_ROLES:
            return self.council
        if role in BRANCH_ROLES:
            return self.department
        if role in (*UNIT_ROLES, *BLOCK_ROLES):
            return self.member
        return self.unit if role in (Role.ADMIN, Role.LEADER) else self.office


def whole_alliance(top: Unit, prefix: str) -> Alliance:
    """Build out an alliance. User names begin with the prefix."""
    below = {"parent": top}
    council = UnitFactory(kind=UnitKind.COUNCIL, name="Hội đồng Thi đua - Khen thưởng", code="HD", **below)
    office = UnitFactory(kind=UnitKind.DEPARTMENT, name="Văn phòng", code="VP", **below)
    department = UnitFactory(kind=UnitKind.DEPARTMENT, name="Phòng Kế hoạch", code="P-KH", **below)
    member = UnitFactory(name="Hợp tác xã Mẫu", code="HTX-001", **below)
    block = BlockFactory(alliance=top, name="Khối thi đua số 1")
    BlockMembershipFactory(block=block, unit=member)
    made = Alliance(top, council, office, department, member, block)
    for role in Role:
        unit = made.place_of(role)
        user = UserFactory(username=f"{prefix}.{role.value}")
        PositionFactory(person=PersonFactory(user=user, alliance=top), unit=unit, title=str(role.label))
        AppointmentFactory(user=user, unit=unit, role=role, block=block if role in BLOCK_ROLES else None)
        made.users[role.value] = user
    return made


def second_alliance() -> Alliance:
    """Return another alliance in the same database, which has the same codes and names as the first."""
    return whole_alliance(
        UnitFactory(kind=UnitKind.ALLIANCE, code="LMHTX-B", name="Liên minh Hợp tác xã Thứ Hai"), "hai"
    )
