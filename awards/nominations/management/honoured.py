"""A portal with many people, what they were given, and a queue of dossiers, and what is opened in it while it is measured."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from awards.history.models import PastAward
from awards.nominations.enums import DossierStatus
from awards.nominations.models import Nomination, NominationDossier
from emulation_portal.accounts.measuring import Portal
from emulation_portal.accounts.models import User
from emulation_portal.core.addresses import address
from emulation_portal.core.crowds import CrowdSize, Visit, insert, move_in_bulk
from emulation_portal.core.dates import today
from emulation_portal.core.scratch import Scratch
from emulation_portal.core.vietnamese import fold, split_name
from emulation_portal.law.enums import AwardGround, AwardSubject
from emulation_portal.rights.enums import Role
from units.crowd import CrowdAlliance, fill_units
from units.models import Person, Unit

PEOPLE_IN_A_UNIT, AWARDS_OF_ONE, DOSSIERS_OF_A_UNIT, LARGEST = 100, 3, 5, 50
_NAMES = ("Nguyễn Thị Mẫu", "Trần Văn Thử", "Lê Thị Ví Dụ", "Phạm Văn Giả Định", "Hoàng Thị Minh Họa")


@dataclass
class HonouredPortal:
    """A portal of so many people, three awards each, and dossiers that wait; one of them proposes fifty."""

    portal: Portal
    people: int
    visits: dict[str, Visit] = field(default_factory=dict)


def fill_honoured(scratch: Scratch, people: int) -> HonouredPortal:
    """Fill an empty portal with units of a hundred people."""
    crowd = fill_units(CrowdSize(max(people // PEOPLE_IN_A_UNIT, 2))).first
    officer = crowd.officers[Role.OFFICER]
    found = insert(_people(crowd))
    homes = [crowd.members[at // PEOPLE_IN_A_UNIT % len(crowd.members)] for at in range(len(found))]
    insert(_awards(found, homes, officer))
    largest = _dossiers(crowd, found)
    filled = HonouredPortal(Portal(scratch, {}), len(found))
    middle = found[len(found) // 2]
    pages = (
        Visit("queue", address("nominations:list"), Role.OFFICER),
        Visit("synthesis", address("nominations:synthesis"), Role.OFFICER),
        Visit("history", address("history:list"), Role.OFFICER),
        Visit("search", f"{address('history:list')}?q={fold(middle.full_name).replace(' ', '+')}", Role.OFFICER),
        Visit("50 judged", largest.get_absolute_url(), Role.OFFICER),
    )
    filled.visits = {each.name: each for each in pages}
    return filled


def _people(crowd: CrowdAlliance) -> Iterator[Person]:
    for at in range(len(crowd.members) * PEOPLE_IN_A_UNIT):
        name = f"{_NAMES[at % len(_NAMES)]} {at}"
        family, middle, given = split_name(name)
        yield Person(
            full_name=name,
            family_name=family,
            middle_name=middle,
            given_name=given,
            alliance=crowd.unit,
            search_text=fold(name),
        )


def _awards(people: list[Person], homes: list[Unit], officer: User) -> Iterator[PastAward]:
    last = today().year - 1
    for person, unit in zip(people, homes, strict=True):
        for year in range(last - AWARDS_OF_ONE + 1, last + 1):
            award = PastAward(
                unit=unit,
                subject=AwardSubject.PERSON,
                person=person,
                name=person.full_name,
                award="LDTT",
                year=year,
                decision_number=f"{year % 100}/QĐ-LMHTX",
                decided_on=dt.date(year, 12, 20),
                decided_by="Chủ tịch Liên minh",
                recorded_by=officer,
            )
            award.split_name()
            yield award


def _dossiers(crowd: CrowdAlliance, people: list[Person]) -> NominationDossier:
    """Insert dossiers that were sent, of which the last proposes fifty; return that one."""
    now, year = timezone.now(), today().year
    days = {"achieved_from": dt.date(year, 1, 1), "achieved_to": dt.date(year, 12, 31)}
    dossiers = insert(
        NominationDossier(unit=unit, ground=AwardGround.MERIT, year=year, first_sent_at=now, sent_at=now, **days)
        for unit in crowd.members
        for _ in range(DOSSIERS_OF_A_UNIT)
    )
    nominees = [(each, [people[at % len(people)]]) for at, each in enumerate(dossiers[:-1])]
    nominees.append((dossiers[-1], people[-LARGEST:]))
    insert(
        Nomination(
            dossier=dossier,
            position=at,
            award="LDTT",
            subject=AwardSubject.PERSON,
            person=person,
            name=person.full_name,
            reason="Hoàn thành tốt nhiệm vụ.",
        )
        for dossier, some in nominees
        for at, person in enumerate(some, start=1)
    )
    move_in_bulk(dossiers, [DossierStatus.AWAITING_HEAD, DossierStatus.SUBMITTED])
    return dossiers[-1]


def honoured(filled: HonouredPortal) -> str:
    """Say how many people, awards and dossiers there are."""
    filled.portal.scratch.use()
    return (
        f"{Person.objects.count()} people, {PastAward.objects.count()} awards, "
        f"{NominationDossier.objects.count()} dossiers with {Nomination.objects.count()} nominations"
    )
