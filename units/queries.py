"""Reads that span units and people: what lists and pages show beside a name, and how the office stands."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.conf import settings
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery, Value
from django.utils.timezone import localdate

from emulation_portal.accounts.models import Activation
from emulation_portal.accounts.personas import PERSONAS
from emulation_portal.audit.models import Event
from emulation_portal.core.changes import first_names
from emulation_portal.core.dates import short_date
from emulation_portal.rights.enums import UNIT_ROLES, Role
from emulation_portal.rights.held import rights_of
from emulation_portal.rights.models import Appointment

from .enums import MEMBER_KINDS, OFFICE_KINDS, SigningForm, UnitKind
from .models import BlockMembership, Closing, EmulationBlock, Person, Position, SigningAuthority, Unit

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from emulation_portal.accounts.models import User


def institution_name(user: Any) -> str:
    """Return whose portal this is: the user's own alliance, or, to who serves in none, the first that was set up."""
    known = rights_of(user).institution
    return (
        known or Unit.objects.filter(kind=UnitKind.ALLIANCE).order_by("pk").values_list("name", flat=True).first() or ""
    )


def own_alliance(user: Any, *roles: Role) -> Unit | None:
    """Return the alliance that one of the roles reaches as a whole, the first of several; None for who holds none so."""
    return Unit.objects.filter(pk__in=rights_of(user).whole_alliances(*roles)).order_by("pk").first()


def only_unit_of(user: Any) -> int | None:
    """Return the key of the one unit that the user serves and whose people they see; None for who sees several or none."""
    rights = rights_of(user)
    units = rights.unit_ids()
    return next(iter(units)) if len(units) == 1 and rights.roles <= set(UNIT_ROLES) else None


def people_called(users: "QuerySet[User]", text: str) -> "QuerySet[User]":
    """Return the accounts in whose name every word of the text stands, accents aside."""
    return users.filter(person__in=Person.objects.matching(text))


def positions_of_people_called(positions: "QuerySet[Position]", text: str) -> "QuerySet[Position]":
    """Return the positions of those people, or in units so called."""
    return positions.filter(Q(person__in=Person.objects.matching(text)) | Q(unit__in=Unit.objects.matching(text)))


def alliance_of(user: "User") -> Unit:
    """Return the alliance that an administrator administers. Raises Unit.DoesNotExist for anybody else."""
    return Unit.objects.administered_by(user).filter(kind=UnitKind.ALLIANCE).order_by("pk")[:1].get()


def leads_of(block: EmulationBlock, *, on: "dt.date") -> "QuerySet[Appointment]":
    """Return who leads the block on the day or later, and on behalf of which unit."""
    rows = block.appointments.exclude(effective_to__lte=on).select_related("user__person", "unit")
    return rows.order_by("effective_from", "pk")


def possible_leads(block: EmulationBlock, *, on: "dt.date") -> "QuerySet[Position]":
    """Return the positions of those with an account who serve in a unit that competes in the block."""
    members = BlockMembership.objects.in_force(on=on).filter(block=block)
    serving = Position.objects.in_force(on=on).filter(unit__in=members.values("unit"), person__user__is_active=True)
    return serving.select_related("person__user", "unit").order_by("unit__name", "-is_head", "pk")


def appointments_in(unit: Unit, *, seen_by: "User", on: "dt.date") -> list[Appointment]:
    """Return the roles held in a unit on the day and those that begin later, in the order of their holders' names."""
    rows = (
        Appointment.objects.visible_to(seen_by)
        .filter(unit=unit)
        .exclude(effective_to__lte=on)
        .select_related("user__person", "block")
    )
    return list(rows.order_by("role", "user__full_name", "pk"))


def with_account_state(
    people: "QuerySet[Person]", *, seen_by: "User", at: "dt.datetime", on: "dt.date"
) -> "QuerySet[Person]":
    """Fetch, in a fixed number of queries, what the lists show beside a name: account, open keys, positions, roles.

    Positions and roles in units that the reader may not see are left out.
    """
    positions = Position.objects.in_force(on=on).visible_to(seen_by).select_related("unit")
    roles = Appointment.objects.in_force(on=on).visible_to(seen_by).select_related("unit", "block")
    return with_account(people, at=at).prefetch_related(
        Prefetch("positions", positions, to_attr="present_positions"),
        Prefetch("user__appointments", roles, to_attr="present_roles"),
    )


def with_account(people: "QuerySet[Person]", *, at: "dt.datetime") -> "QuerySet[Person]":
    """Fetch with people what `account_state` asks of them."""
    keys = Activation.objects.usable(at=at)
    return people.select_related("user").prefetch_related(Prefetch("user__activations", keys, to_attr="open_keys"))


_PERSONAS = frozenset(persona.username for persona in PERSONAS)


class AccountState(NamedTuple):
    label: str
    tone: str
    note: str = ""


def account_state(person: Person) -> AccountState:
    """Say how far a person's account is. Needs `with_account`."""
    user = person.user
    if user is None:
        return AccountState("Chưa có tài khoản", "neutral")
    if not user.is_active:
        return AccountState("Đã ngừng", "danger")
    key = next(iter(cast(Any, user).open_keys), None)
    if settings.SAMPLE_PERSONAS and user.username in _PERSONAS:  # they come in by one click, without a password
        return AccountState("Đang dùng (vai mẫu)", "success")
    if user.has_usable_password():
        return AccountState("Đang dùng", "success", f"{key.get_channel_display()} chờ đặt lại mật khẩu" if key else "")
    if key:
        return AccountState(
            "Chờ kích hoạt", "waiting", f"{key.get_channel_display()}, đến {short_date(localdate(key.expires_at))}"
        )
    return AccountState("Chưa kích hoạt", "warning")


def number_without_account(by: "User", *, on: "dt.date") -> int:
    """Return how many who serve in a unit that the administrator prints slips for have no account."""
    slips_for = Unit.objects.administered_by(by).working(on=on).that_get_slips()
    serving = Position.objects.in_force(on=on).filter(unit__in=slips_for, person__user=None)
    return Person.objects.filter(pk__in=serving.values("person")).count()


def whose_contact_has_no_account(units: "QuerySet[Unit]", *, is_head: bool, on: "dt.date") -> "QuerySet[Unit]":
    """Return the units whose slip, as `actions.contacts_of` chooses its reader, opens an account."""
    serving = Position.objects.in_force(on=on).filter(unit=OuterRef("pk"), is_head=is_head)
    longest_there = Subquery(serving.order_by("effective_from", "pk").values("person")[:1])
    return units.alias(contact=longest_there).filter(contact__in=Person.objects.filter(user=None).values("pk"))


class UnitState(NamedTuple):
    label: str
    tone: str


def unit_state(unit: Unit, *, on: "dt.date") -> UnitState:
    """Say whether the unit works on the day. One that closes tomorrow works today."""
    if unit.closed_on is None:
        return UnitState("Đang hoạt động", "success")
    if unit.closed_on > on:
        return UnitState(f"Sẽ thôi hoạt động từ {short_date(unit.closed_on)}", "warning")
    return UnitState("Thôi hoạt động", "neutral")


def signing_on(unit: Unit, *, on: "dt.date") -> list[SigningAuthority]:
    """Return everybody who may sign for the body on the day, heads first; for the screen."""
    order = list(SigningForm.values)
    rows = SigningAuthority.objects.in_force(on=on).filter(unit=unit).select_related("person")
    return sorted(rows, key=lambda row: (order.index(row.form), row.person.given_name))


class KindCount(NamedTuple):
    kind: str
    label: str
    number: int


def member_counts(seen_by: "User", *, on: "dt.date") -> list[KindCount]:
    """Return how many working members of each kind the user sees, kinds without any included.

    Nearly all units are cooperatives: to count all and take away the others is three times as fast as to sort them.
    """
    working = Unit.objects.visible_to(seen_by).working(on=on).order_by()
    rare = [kind for kind in UnitKind if kind != UnitKind.COOPERATIVE]
    others = working.filter(kind__in=rare).values_list("kind").annotate(count=Count("*"))
    everyone = working.values_list(Value("")).annotate(count=Count("*"))
    counts = dict(others.union(everyone, all=True))
    counts[UnitKind.COOPERATIVE] = counts.pop("", 0) - sum(counts.values())
    return [KindCount(kind, UnitKind(kind).label, counts.get(kind, 0)) for kind in MEMBER_KINDS]


@dataclass
class Branch:
    unit: Unit
    branches: list["Branch"]


def office_tree(seen_by: "User", *, on: "dt.date") -> list[Branch]:
    """Return the alliance's own working bodies as a tree, in one query; a body whose parent is closed stands at the top."""
    rows = list(Unit.objects.visible_to(seen_by).working(on=on).filter(kind__in=OFFICE_KINDS))
    order = {kind: number for number, kind in enumerate(OFFICE_KINDS)}
    branches = {row.pk: Branch(row, []) for row in rows}
    roots: list[Branch] = []
    for row in sorted(rows, key=lambda row: order[UnitKind(row.kind)]):  # stable: names stay in their order
        above = branches.get(row.parent_id) if row.parent_id else None
        (above.branches if above else roots).append(branches[row.pk])
    return roots


def coming_back(unit: Unit) -> list[str]:
    """Return by name what is as before when the unit was closed by mistake: roles, then posts, of accounts still open."""
    closing = Closing.objects.filter(unit=unit).first()
    keys = {name: [pk for pk, _ in rows] for name, rows in closing.ended.items()} if closing else {}
    roles = Appointment.objects.filter(pk__in=keys.get("appointment", []), user__is_active=True).select_related("user")
    posts = Position.objects.filter(pk__in=keys.get("position", [])).select_related("person").order_by("-is_head", "pk")
    named = [f"{row.user.full_name} ({row.words.lower()})" for row in roles.order_by("pk")]
    named += [f"{row.person} ({row.title})" for row in posts]
    return first_names(named, len(named), "mục")


def left_behind(unit: Unit) -> int:
    """Return how much of the last closing could not be taken back, as the log has it."""
    event = Event.objects.filter(verb="unit.reopened", unit_id=unit.pk).order_by("-pk").first()
    return int((event.data or {}).get("taken_back", {}).get("left", 0)) if event else 0
