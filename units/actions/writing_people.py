"""Writing a planned table of people: in bulk, with an event of each person, post, account, role and invitation."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from emulation_portal.accounts.actions import issue_first_invitations
from emulation_portal.accounts.models import Activation, User
from emulation_portal.audit.actions import Happened, record_many
from emulation_portal.core.bulk import update_rows
from emulation_portal.core.vietnamese import fold, split_name
from emulation_portal.notifications.actions import tell_each
from emulation_portal.rights.models import Appointment
from emulation_portal.spreadsheets.intake import Sent

from ..imports.people_plan import PeoplePlan, PersonStep
from ..models import NAME_PARTS, Person, Position, Unit
from .accounts import invitation_of

AT_ONCE = 2_000
NOTHING: dict[str, Any] = {}


def lock_people(sent: Sent, alliance: Unit) -> None:
    """Lock the units of the table, then who serves there or is named: whoever places or changes one of them waits."""
    codes = {row.says["unit"] for row in sent.rows if "unit" in row.says}
    keys = {int(row.says["person"]) for row in sent.rows if "person" in row.says}
    units = Unit.objects.filter(root_id=alliance.pk, code__in=codes)
    serving = Position.objects.filter(unit__in=units.order_by().values("pk")).values("person")
    people = Person.objects.filter(Q(pk__in=keys, alliance=alliance) | Q(pk__in=serving))
    for rows in (units, people):
        locked: Any = rows.order_by("pk").select_for_update(no_key=True, of=("self",))
        for _ in locked.values_list("pk").iterator():
            pass


def write_people(plan: PeoplePlan, alliance: Unit, *, by: User, on: dt.date) -> None:
    """Write what the plan says. Raises IntegrityError when somebody took a name, an address or a post meanwhile."""
    lines = plan.lines
    for at in range(0, len(lines), AT_ONCE):
        part = [line for line in lines[at : at + AT_ONCE] if line.known is None and line.same_as == line.row]
        for line, person in zip(part, _write_down(part, alliance, by), strict=True):
            plan.made[line.row] = person.pk
    _change(lines, by)
    for at in range(0, len(lines), AT_ONCE):
        part = lines[at : at + AT_ONCE]
        _begin_posts(plan, [line for line in part if line.post], by)
        _open_accounts(plan, [line for line in part if line.role], by, on)


def _told(lines: Iterable[tuple[PersonStep, int, str, dict[str, Any]]]) -> Iterable[Happened]:
    return (Happened(pk, name, line.place.pk, line.place.path, data) for line, pk, name, data in lines)


def _write_down(lines: list[PersonStep], alliance: Unit, by: User) -> list[Person]:
    people = []
    for line in lines:
        parts = dict(zip(NAME_PARTS, split_name(line.full_name), strict=True))
        birth, words = line.birth_date, fold(line.full_name)
        people.append(Person(full_name=line.full_name, birth_date=birth, alliance=alliance, search_text=words, **parts))
    made = Person.objects.bulk_create(people)
    told = ((line, person.pk, line.full_name, NOTHING) for line, person in zip(lines, made, strict=True))
    record_many("person.created", Person, _told(told), by=by)
    return made


def _change(lines: list[PersonStep], by: User) -> None:
    changed = [(line, line.known) for line in lines if line.known and line.changed]
    update_rows(Person, ((person.pk, _columns(line)) for line, person in changed))
    named = ((person.user_id, line.full_name) for line, person in changed if "full_name" in line.changed)
    update_rows(User, ((user, {"full_name": name}) for user, name in named if user))
    told = ((line, person.pk, line.full_name, {"changed": line.changed}) for line, person in changed)
    record_many("person.changed", Person, _told(told), by=by)


def _columns(line: PersonStep) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    if "birth_date" in line.changed:
        columns["birth_date"] = line.changed["birth_date"][1] or None
    if "full_name" in line.changed:
        columns |= {"full_name": line.full_name, "search_text": fold(line.full_name)}
        columns |= dict(zip(NAME_PARTS, split_name(line.full_name), strict=True))
    return columns


def _begin_posts(plan: PeoplePlan, lines: list[PersonStep], by: User) -> None:
    posts = [(line, line.post) for line in lines if line.post]
    Position.objects.bulk_create(
        Position(
            person_id=plan.key_of(line),
            unit_id=line.place.pk,
            title=post.title,
            is_head=post.is_head,
            effective_from=post.since,
        )
        for line, post in posts
    )
    told = (
        (line, plan.key_of(line), line.full_name, {"title": post.title, "unit": line.place.name})
        for line, post in posts
    )
    record_many("position.started", Person, _told(told), by=by)


def _open_accounts(plan: PeoplePlan, lines: list[PersonStep], by: User, on: dt.date) -> None:
    accounts = [User(username=line.username, full_name=line.full_name, email=line.email) for line in lines]
    for user in accounts:
        user.set_unusable_password()
    users = User.objects.bulk_create(accounts)
    update_rows(Person, ((plan.key_of(line), {"user_id": user.pk}) for line, user in zip(lines, users, strict=True)))
    pairs = list(zip(lines, users, strict=True))
    told = ((line, user.pk, user.full_name, {"username": user.username}) for line, user in pairs)
    record_many("user.created", User, _told(told), by=by)
    Appointment.objects.bulk_create(
        Appointment(user=user, unit_id=line.place.pk, role=line.role, effective_from=on) for line, user in pairs
    )
    given = ((line, user.pk, user.full_name, _facts(line, on)) for line, user in pairs)
    record_many("appointment.started", User, _told(given), by=by)
    _invite([(line, user) for line, user in pairs if line.email], by)


def _facts(line: PersonStep, on: dt.date) -> dict[str, str]:
    facts = {"role": line.role, "unit": line.place.name, "effective_from": on.isoformat(), "effective_to": ""}
    return {**facts, "stand_in": Appointment._meta.get_field("stand_in").get_default()}


def _invite(pairs: list[tuple[PersonStep, User]], by: User) -> None:
    keys: list[Activation] = issue_first_invitations([user for _, user in pairs])
    invited = ((line, user.pk, user.full_name, {"email": user.email}) for line, user in pairs)
    record_many("user.invited", User, _told(invited), by=by)
    told = ((invitation_of(key, at=line.place), user) for (line, user), key in zip(pairs, keys, strict=True))
    tell_each(list(told), by=by)
