"""What the portal knows of those who are proposed: past awards, registration, discipline, the khối. The rest is unknown.

Everything is read for many at once, in as many queries as for one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from campaigns.registration.models import RegisteredTitle, RegistrationCall
from campaigns.scoring.enums import ScoringStatus
from campaigns.scoring.models import ScoreCard
from emulation_portal.core.vietnamese import fold
from emulation_portal.law.eligibility import Facts
from emulation_portal.law.enums import AwardSubject, Discipline
from units.models import Person, Unit

from .enums import ConductKind
from .models import ConductFact, PastAward
from .regulations import borne_in

Years = dict[str, frozenset[int]]
Key = tuple[object, ...]


@dataclass(frozen=True)
class Honoured:
    """Who is, or would be, honoured: a person, a whole unit, or somebody of whom the portal knows only unit and name."""

    subject: AwardSubject
    unit_id: int | None
    name: str
    person_id: int | None = None
    collective_id: int | None = None
    is_whole_unit: bool = False

    @property
    def key(self) -> Key:
        """Return what tells one from another, however they are called."""
        if self.person_id:
            return ("person", self.person_id)
        if self.is_whole_unit:
            return ("unit", self.unit_id)
        if self.collective_id:
            return ("collective", self.collective_id)
        return ("name", self.unit_id, self.subject, fold(self.name))

    @classmethod
    def of_person(cls, person: Person) -> "Honoured":
        return cls(AwardSubject.PERSON, None, person.full_name, person_id=person.pk)

    @classmethod
    def of_unit(cls, unit: Unit) -> "Honoured":
        return cls(AwardSubject.COLLECTIVE, unit.pk, unit.name, is_whole_unit=True)


@dataclass
class Known:
    """What was found of them, for awards of one year."""

    year: int
    held: dict[Key, dict[str, set[int]]] = field(default_factory=dict)
    recorded: Years = field(default_factory=dict)
    discipline: dict[int, list[Discipline]] = field(default_factory=dict)
    has_call: bool = False
    registered: dict[Key, set[str]] = field(default_factory=dict)
    leads: dict[int, bool] = field(default_factory=dict)

    def facts_of(self, who: Honoured, award: str) -> Facts:
        """Return the facts of one of them, who would be proposed for the award."""
        borne = self.discipline.get(who.person_id, []) if who.person_id else []
        return Facts(
            year=self.year,
            subject=who.subject,
            discipline=max(borne, key=list(Discipline).index, default=None),
            held={code: frozenset(years) for code, years in self.held.get(who.key, {}).items()},
            recorded=self.recorded,
            leads_block=self.leads.get(who.unit_id) if who.is_whole_unit and who.unit_id else None,
            is_registered=award in self.registered.get(who.key, set()) if self.has_call else None,
        )


def known_of(honoured: Sequence[Honoured], *, alliance_id: int, year: int, reader: Any) -> Known:
    """Return what the portal knows of all of them; of conduct, what the reader may know."""
    known = Known(year, recorded=_recorded(alliance_id))
    people = {each.person_id for each in honoured if each.person_id}
    known.held = _held(honoured)
    borne = ConductFact.objects.visible_to(reader).counting()
    for row in borne.filter(person__in=people, kind=ConductKind.DISCIPLINE):
        if row.person_id and borne_in(year, row.since, row.until):
            known.discipline.setdefault(row.person_id, []).append(Discipline(row.level))
    call = RegistrationCall.objects.filter(alliance=alliance_id, year=year).first()
    known.has_call = call is not None
    if call is not None:
        known.registered = _registered(honoured, call)
    known.leads = _leads([each.unit_id for each in honoured if each.is_whole_unit and each.unit_id], year)
    return known


def facts_of_person(person: Person, *, award: str, year: int, reader: Any) -> Facts:
    """Return what is known of a person who would be proposed for the award of the year."""
    who = Honoured.of_person(person)
    return known_of([who], alliance_id=person.alliance_id, year=year, reader=reader).facts_of(who, award)


def facts_of_unit(unit: Unit, *, award: str, year: int, reader: Any) -> Facts:
    """Return what is known of a whole unit that would be proposed for the award of the year."""
    who = Honoured.of_unit(unit)
    return known_of([who], alliance_id=unit.root_id, year=year, reader=reader).facts_of(who, award)


def standing_awards_of(honoured: Iterable[Honoured]) -> dict[Key, list[PastAward]]:
    """Return the awards that stand of each of them by its key, the first first."""
    keys = {each.key for each in honoured}
    whose = Q(person__in=_of_kind("person", keys)) | Q(collective__in=_of_kind("collective", keys))
    whose |= Q(collective__is_whole_unit=True, collective__unit__in=_of_kind("unit", keys))
    rows: dict[Key, list[PastAward]] = {}
    for row in PastAward.objects.standing().filter(whose).select_related("collective").order_by("decided_on", "pk"):
        rows.setdefault(_key_of(row), []).append(row)
    return rows


def _of_kind(kind: str, keys: Iterable[Key]) -> list[Any]:
    return [key[1] for key in keys if key[0] == kind]


def _key_of(row: PastAward) -> Key:
    if row.person_id:
        return ("person", row.person_id)
    team = row.collective
    return ("unit", team.unit_id) if team is not None and team.is_whole_unit else ("collective", row.collective_id)


def _held(honoured: Iterable[Honoured]) -> dict[Key, dict[str, set[int]]]:
    """Return of each the years for which awards stand; what is for no year counts for that of its decision."""
    found: dict[Key, dict[str, set[int]]] = {}
    for key, rows in standing_awards_of(honoured).items():
        years = found.setdefault(key, {})
        for row in rows:
            years.setdefault(row.award, set()).add(row.year or row.decided_on.year)
    return found


def _recorded(alliance_id: int) -> Years:
    """Return by award the years of which decisions of the alliance stand in the history."""
    rows = PastAward.objects.standing().filter(unit__root_id=alliance_id, year__isnull=False)
    found: dict[str, set[int]] = defaultdict(set)
    for award, year in rows.order_by().values_list("award", "year").distinct():
        found[award].add(year or 0)
    return {award: frozenset(years) for award, years in found.items()}


def _registered(honoured: Iterable[Honoured], call: RegistrationCall) -> dict[Key, set[str]]:
    """Return the titles that stand in what was registered for the year, and may rest on it.

    Who is linked to nobody is known by unit and name.
    """
    people = {each.person_id for each in honoured if each.person_id}
    named = {(each.unit_id, each.subject, fold(each.name)): each.key for each in honoured if not each.person_id}
    rows = RegisteredTitle.objects.counting(call).filter(
        Q(person__in=people) | Q(person__isnull=True, version__registration__unit__in={key[0] for key in named})
    )
    found: dict[Key, set[str]] = defaultdict(set)
    for row in rows.select_related("version__registration__call"):
        registration = row.version.registration
        by_name = named.get((registration.unit_id, AwardSubject(row.subject), fold(row.name)))
        key: Key | None = ("person", row.person_id) if row.person_id else by_name
        if key is not None and registration.titles_may_rest_on_it is not False:
            found[key].add(row.title)
    return found


def _leads(units: Sequence[int], year: int) -> dict[int, bool]:
    """Return of each unit whether it is first of its khối in the year; nothing while the khối has not settled."""
    cards: Any = ScoreCard.objects.filter(unit__in=units, scoring__year=year, rank__isnull=False)
    found: dict[int, bool] = {}
    for unit, rank in cards.exclude(scoring__status=ScoringStatus.OPEN).order_by("rank").values_list("unit", "rank"):
        found.setdefault(unit, rank == 1)
    return found
