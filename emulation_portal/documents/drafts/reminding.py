"""Nhắc tiếp nhận: who has not received a paper is told so, under the bell and by mail; looked at before it is sent."""

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import QuerySet

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import short_date
from emulation_portal.jobs.models import Job
from emulation_portal.notifications.actions import Told, tell_each
from emulation_portal.rights.enums import UNIT_ROLES
from emulation_portal.rights.holders import people_of
from emulation_portal.rights.models import Appointment

from .models import Draft
from .receipts import units_addressed, with_people, with_receipts

REMINDER = "drafts.receipt_reminder"
NAMES_SHOWN = 100
UNREACHED_SHOWN = 20


class Reminding(NamedTuple):
    """Whom a reminder would reach, by name as far as a page can carry them."""

    people: list[str]  # “Họ tên, đơn vị”
    number: int  # of people
    without_mail: int  # of them: told under the bell alone
    units: int  # that have not received the paper
    unreached: int  # units of these in which nobody uses the portal
    unreached_names: list[str]


def units_missing(draft: Draft, *, on: dt.date) -> Any:
    """Return the units that the paper is meant for and that have not said that they received it."""
    return with_receipts(units_addressed(draft, on=on), draft, on=on).filter(has_received=False)


def people_missing(draft: Draft, *, on: dt.date) -> QuerySet[User]:
    """Return who writes and signs for those units."""
    return people_of(units_missing(draft, on=on).order_by().values("pk"), on=on)


def reminding(draft: Draft, *, on: dt.date) -> Reminding:
    """Return whom a reminder sent today would reach."""
    units, people = units_missing(draft, on=on), people_missing(draft, on=on)
    shown = people.order_by("full_name", "pk")[:NAMES_SHOWN]
    own = Appointment.objects.in_force(on=on).filter(user__in=[user.pk for user in shown], role__in=UNIT_ROLES)
    of_unit = dict(own.order_by("unit__name").values_list("user", "unit__name"))
    unreached: Any = with_people(units, on=on).filter(has_people=False).order_by("name", "pk")
    return Reminding(
        people=[f"{user.full_name}, {of_unit.get(user.pk, '')}" for user in shown],
        number=people.count(),
        without_mail=people.filter(email="").count(),
        units=units.count(),
        unreached=unreached.count(),
        unreached_names=[unit.name for unit in unreached[:UNREACHED_SHOWN]],
    )


def words_of_reminder(draft: Any, note: str) -> str:
    """Return what a reminder says, with what the office adds."""
    document = draft.document
    said = (
        f"{draft.noun_upper} số {document.printed_number} ngày {short_date(document.issued_on)} gửi đến đơn vị của "
        "Ông/Bà chưa được xác nhận đã tiếp nhận.\n\nĐề nghị mở văn bản trên cổng và bấm “Đã tiếp nhận”."
    )
    return f"{said}\n\n{note}" if note else said


def told_of(draft: Any, note: str, *, on: dt.date) -> Told:
    """Return what is told; of one day once."""
    return Told(
        kind=REMINDER,
        key=key_of(draft, on=on),
        subject=f"Nhắc tiếp nhận: {draft} ngày {short_date(draft.document.issued_on)}",
        text=words_of_reminder(draft, note),
        url=draft.get_absolute_url(),
        at=draft.place,
    )


def key_of(draft: Draft, *, on: dt.date) -> str:
    return f"{REMINDER}:{draft.pk}:{on:%Y-%m-%d}"


def is_reminded(draft: Draft, *, on: dt.date) -> bool:
    """Return whether a reminder was asked for on the day."""
    return Job.objects.filter(key=key_of(draft, on=on)).exists()


def remind(draft: Draft, note: str, *, on: dt.date, by: User | None) -> int:
    """Write to all who have not received the paper by now; return to how many are told. Twice on a day is once."""
    told = told_of(draft, note, on=on)
    return len(tell_each([(told, user) for user in people_missing(draft, on=on).iterator()], by=by))
