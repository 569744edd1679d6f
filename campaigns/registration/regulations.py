"""Rules of registering for titles. Pure: no ORM, no clock. Source: DOMAIN 3.6."""

import datetime as dt

from emulation_portal.law.catalogue import AwardType, awards_on
from emulation_portal.law.enums import AwardClass, AwardSubject
from emulation_portal.law.regimes import Regime, regime_on

from .enums import CallStanding


def regime_of(year: int) -> Regime:
    """Return the regime under which the titles of a year are given: that of its last day. Raises BeforeFirstRule."""
    return regime_on(dt.date(year, 12, 31))


def titles_of(year: int, subject: AwardSubject) -> list[AwardType]:
    """Return the danh hiệu that may be given to such a subject for the year. Raises BeforeFirstRule."""
    offered = [award for award, _ in awards_on(dt.date(year, 12, 31))]
    return [award for award in offered if award.kind == AwardClass.TITLE and subject in award.subjects]


def standing(sent_on: dt.date | None, due_on: dt.date, *, on: dt.date) -> CallStanding:
    """Return how who sent on that day, or not yet, stands with the deadline, which is a whole day."""
    if sent_on is None:
        return CallStanding.MISSING if due_on < on else CallStanding.NOT_DUE
    return CallStanding.IN_TIME if sent_on <= due_on else CallStanding.LATE


REMINDED_BEFORE, REMINDED_AFTER = (7, 3), 1  # days


def due_days_told(on: dt.date) -> list[dt.date]:
    """Return the deadlines of which units are reminded on a day: a week and three days before, and on the day after."""
    before = [on + dt.timedelta(days=days) for days in REMINDED_BEFORE]
    return [*before, on - dt.timedelta(days=REMINDED_AFTER)]


def is_basis(titled_on: dt.date | None, due_on: dt.date, *, has_titles: bool) -> bool:
    """Return whether titles may rest on the registration, where they have to: some came in time, and it names some still.

    Who was added later, the versions tell.
    """
    return titled_on is not None and titled_on <= due_on and has_titles
