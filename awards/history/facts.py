"""What the portal knows of somebody for the conditions of an award: past awards, registration, the khối. The rest is unknown."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from campaigns.registration.models import RegisteredTitle, RegistrationCall
from campaigns.scoring.enums import ScoringStatus
from campaigns.scoring.models import ScoreCard
from emulation_portal.law.eligibility import Facts
from emulation_portal.law.enums import AwardSubject, Discipline
from units.models import Person, Unit

from .enums import ConductKind
from .models import ConductFact, PastAward
from .regulations import borne_in

Years = dict[str, frozenset[int]]


def facts_of_person(person: Person, *, award: str, year: int) -> Facts:
    """Return what is known of a person who would be proposed for the award of the year."""
    held = PastAward.objects.standing().filter(person=person)
    titles = RegisteredTitle.objects.filter(person=person)
    return Facts(
        year=year,
        subject=AwardSubject.PERSON,
        discipline=_discipline(person, year),
        held=_years(held),
        recorded=_recorded(person.alliance_id),
        is_registered=_is_registered(titles, person.alliance_id, award, year),
    )


def facts_of_unit(unit: Unit, *, award: str, year: int) -> Facts:
    """Return what is known of a whole unit that would be proposed for the award of the year."""
    held = PastAward.objects.standing().filter(collective__unit=unit, collective__is_whole_unit=True)
    titles = RegisteredTitle.objects.filter(subject=AwardSubject.COLLECTIVE, version__registration__unit=unit)
    return Facts(
        year=year,
        subject=AwardSubject.COLLECTIVE,
        held=_years(held),
        recorded=_recorded(unit.root_id),
        leads_block=_leads_block(unit, year),
        is_registered=_is_registered(titles.filter(name=unit.name), unit.root_id, award, year),
    )


def _discipline(person: Person, year: int) -> Discipline | None:
    """Return the heaviest sanction that the portal knows the person bore in the year; that there is none it cannot know."""
    rows = ConductFact.objects.counting().filter(person=person, kind=ConductKind.DISCIPLINE)
    borne = [Discipline(row.level) for row in rows if borne_in(year, row.since, row.until)]
    return max(borne, key=list(Discipline).index, default=None)


def _years(rows: Iterable[PastAward]) -> Years:
    """Return by award for which years it was won; what is for no year counts for that of its decision."""
    found: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        found[row.award].add(row.year or row.decided_on.year)
    return {award: frozenset(years) for award, years in found.items()}


def _recorded(alliance_id: int) -> Years:
    """Return by award the years of which decisions of the alliance stand in the history."""
    rows = PastAward.objects.standing().filter(unit__root_id=alliance_id, year__isnull=False)
    found: dict[str, set[int]] = defaultdict(set)
    for award, year in rows.order_by().values_list("award", "year").distinct():
        found[award].add(year or 0)
    return {award: frozenset(years) for award, years in found.items()}


def _is_registered(titles: Any, alliance_id: int, award: str, year: int) -> bool | None:
    """Return whether the title stands in what was registered for the year, so that it may rest on it; None: there was no call."""
    call = RegistrationCall.objects.filter(alliance=alliance_id, year=year).first()
    if call is None:
        return None
    rows = titles.counting(call).filter(title=award).select_related("version__registration__call")
    return any(row.version.registration.titles_may_rest_on_it is not False for row in rows)


def _leads_block(unit: Unit, year: int) -> bool | None:
    """Return whether the unit is first of its khối in the year; None while the khối has not settled, or it is in none."""
    card = ScoreCard.objects.filter(unit=unit, scoring__year=year, rank__isnull=False).exclude(
        scoring__status=ScoringStatus.OPEN
    )
    found = card.order_by("rank").first()
    return None if found is None else found.rank == 1
