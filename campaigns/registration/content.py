"""What a registration says, as plain values: what is typed, what was sent, what is printed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from emulation_portal.law.catalogue import award_types
from emulation_portal.law.enums import AwardClass, AwardSubject

from .models import Registrant, Registration


@dataclass(frozen=True)
class RegisteredOne:
    """A collective or a person, with codes of titles."""

    name: str
    titles: tuple[str, ...]
    post: str = ""
    is_known: bool = True  # of a person: is among the unit's people


@dataclass(frozen=True)
class RegisteredAim:
    words: str
    aim: str = ""


@dataclass(frozen=True)
class Registered:
    """Everything that a registration says."""

    collectives: Sequence[RegisteredOne] = ()
    persons: Sequence[RegisteredOne] = ()
    targets: Sequence[RegisteredAim] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.collectives or self.persons or self.targets)

    @property
    def has_titles(self) -> bool:
        return bool(self.collectives or self.persons)


def said_in(registration: Registration) -> Registered:
    """Return what is written in a registration, with two queries."""
    rows = list(registration.registrants.all())
    one = {
        subject: tuple(
            RegisteredOne(row.name, tuple(row.titles), row.post, _is_known(row))
            for row in rows
            if row.subject == subject
        )
        for subject in (AwardSubject.COLLECTIVE, AwardSubject.PERSON)
    }
    targets = tuple(RegisteredAim(row.words, row.aim) for row in registration.targets.all())
    return Registered(one[AwardSubject.COLLECTIVE], one[AwardSubject.PERSON], targets)


def _is_known(row: Registrant) -> bool:
    return row.subject != AwardSubject.PERSON or row.person_id is not None


def as_plain(said: Registered) -> dict[str, Any]:
    """Return the same for JSON: `said_of` reads it back."""
    return asdict(said)


def said_of(content: Mapping[str, Any]) -> Registered:
    """Return what a version says."""
    collectives, persons = (tuple(_one(each) for each in content[name]) for name in ("collectives", "persons"))
    return Registered(collectives, persons, tuple(RegisteredAim(**each) for each in content["targets"]))


def _one(said: Mapping[str, Any]) -> RegisteredOne:
    return RegisteredOne(**{**said, "titles": tuple(said["titles"])})


def labels() -> dict[str, str]:
    """Return the names of all danh hiệu, by code."""
    return {award.code: award.label for award in award_types() if award.kind == AwardClass.TITLE}
