"""What whoever proposes somebody for an award is asked to tell, because the conditions of the award look at it. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from . import conditions as asks
from .enums import AwardSubject, Worker
from .standards import standards_of


@dataclass(frozen=True)
class Asked:
    """Which facts are looked at: ratings of which years, whether months of service, people, targets, initiatives; and what
    only people can judge. `holders`: of which titles the people of a collective are counted.
    """

    rating_years: tuple[int, ...] = ()
    months: bool = False
    members_done: bool = False
    holders: tuple[str, ...] = ()
    targets: bool = False
    initiatives: bool = False
    judged: tuple[asks.Judged, ...] = ()

    @property
    def members(self) -> bool:
        return self.members_done or bool(self.holders)


def asked_of(award: str, subject: str, worker: str, *, year: int, on: dt.date) -> Asked:
    """Return what is to be told of such a subject for an achievement of the year, by the law of the day.

    `worker` is "" where it was not said: then what any case looks at is asked. Raises BeforeFirstRule.
    """
    needs = list(_needs(award, AwardSubject(subject), Worker(worker) if worker else None, on))
    judged = {each.key: each for each in needs if isinstance(each, asks.Judged)}
    return Asked(
        rating_years=tuple(sorted(_rating_years(needs, year))),
        months=any(isinstance(each, asks.Served) for each in needs),
        members_done=any(isinstance(each, asks.MembersDone) for each in needs),
        holders=tuple(dict.fromkeys(each.award for each in needs if isinstance(each, asks.MembersHold))),
        targets=any(isinstance(each, asks.ExceedsTargets) for each in needs),
        initiatives=any(isinstance(each, asks.HasInitiative) for each in needs),
        judged=tuple(judged.values()),
    )


def _rating_years(needs: Iterable[asks.Condition], year: int) -> set[int]:
    found: set[int] = set()
    for each in needs:
        if isinstance(each, asks.Rated):
            found |= set(range(year - each.years + 1, year + 1))
        elif isinstance(each, asks.HeldBefore):
            found |= set(range(year - each.years_after + 1, year + 1))
    return found


def _needs(award: str, subject: AwardSubject, worker: Worker | None, on: dt.date) -> Iterator[asks.Condition]:
    """Yield every condition of the cases that may apply, also those within others."""
    for standard in standards_of(award, on):
        if subject not in standard.subjects:
            continue
        for case in standard.case:
            if worker is None or case.worker in (None, worker):
                yield from _opened(case.needs, subject, worker, on)


def _opened(
    needs: Iterable[asks.Condition], subject: AwardSubject, worker: Worker | None, on: dt.date
) -> Iterator[asks.Condition]:
    for each in needs:
        yield each
        if isinstance(each, asks.AnyOf):
            yield from _opened(each.of, subject, worker, on)
        elif isinstance(each, asks.MeetsStandard):
            yield from _needs(each.award, subject, worker, on)
