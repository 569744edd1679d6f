"""Who serves in the units of a table already, and which names for accounts are free."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from emulation_portal.accounts.models import User
from emulation_portal.core.vietnamese import fold

from ..models import Person, Position, Unit

if TYPE_CHECKING:
    from django.db.models import QuerySet

_ASKED_AT_ONCE = 5_000
_LONGEST = 54  # of a suggested user name, so that a number has room behind it


class KnownPlace(NamedTuple):
    """A unit in which people serve."""

    pk: int
    code: str
    name: str
    kind: str
    path: str
    closed_on: dt.date | None


class Post(NamedTuple):
    unit_id: int
    title: str
    is_head: bool
    since: dt.date
    until: dt.date | None


@dataclass(slots=True)
class KnownPerson:
    pk: int
    full_name: str
    birth_date: dt.date | None
    user_id: int | None
    email: str
    posts: list[Post] = field(default_factory=list)


@dataclass
class KnownPeople:
    """The units by their codes, the people by their keys, and by unit and folded name."""

    units: dict[str, KnownPlace] = field(default_factory=dict)
    people: dict[int, KnownPerson] = field(default_factory=dict)
    called: dict[tuple[int, str], list[KnownPerson]] = field(default_factory=lambda: defaultdict(list))


def known_people(alliance_id: int, codes: Iterable[str], keys: Iterable[int], *, on: dt.date) -> KnownPeople:
    """Return what is known of these units and of these persons of the alliance."""
    known = KnownPeople()
    for part in _parts(sorted(codes)):
        rows = Unit.objects.filter(root_id=alliance_id, code__in=part).order_by().values_list(*KnownPlace._fields)
        known.units |= {row[1]: KnownPlace(*row) for row in rows}
    units = sorted(place.pk for place in known.units.values())
    for part in _parts(sorted(keys)):
        _read(known, Person.objects.filter(pk__in=part, alliance=alliance_id))
    for part in _parts(units):
        _read(known, Person.objects.filter(pk__in=Position.objects.filter(unit__in=part).values("person")))
    _read_posts(known, on)
    return known


def _parts(values: list) -> Iterable[list]:
    return (values[at : at + _ASKED_AT_ONCE] for at in range(0, len(values), _ASKED_AT_ONCE))


def _read(known: KnownPeople, people: "QuerySet[Person]") -> None:
    fields = ("pk", "full_name", "birth_date", "user_id", "user__email")
    for pk, name, born, user, email in people.order_by().values_list(*fields).iterator():
        known.people.setdefault(pk, KnownPerson(pk, name, born, user, email or ""))


def _read_posts(known: KnownPeople, on: dt.date) -> None:
    for part in _parts(sorted(known.people)):
        rows = Position.objects.filter(person__in=part).order_by("pk")
        fields = ("person_id", "unit_id", "title", "is_head", "effective_from", "effective_to")
        for pk, unit, title, is_head, since, until in rows.values_list(*fields).iterator():
            person, held = known.people[pk], Post(unit, title, is_head, since, until)
            person.posts.append(held)
            same = known.called[held.unit_id, fold(person.full_name)]
            if (held.until is None or held.until > on) and person not in same:
                same.append(person)


def free_usernames(wanted: Mapping[int, str]) -> dict[int, str]:
    """Return for each line the wanted user name, numbered where others have it; some queries for all of them."""
    found: dict[int, str] = {}
    used: set[str] = set()
    waiting, number = {line: name[:_LONGEST] for line, name in wanted.items()}, 1
    while waiting:
        names = {line: name if number == 1 else f"{name}{number}" for line, name in waiting.items()}
        for part in _parts(sorted(set(names.values()))):
            used |= set(User.objects.filter(username__in=part).values_list("username", flat=True))
        for line, name in names.items():
            if name not in used:
                used.add(name)
                found[line] = name
                del waiting[line]
        number += 1
    return found


def taken_emails(emails: Iterable[str]) -> set[str]:
    """Return those of the addresses that accounts have."""
    found: set[str] = set()
    for part in _parts(sorted(set(emails))):
        found |= set(User.objects.filter(email__in=part).values_list("email", flat=True))
    return found
