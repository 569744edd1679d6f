"""Who is told of registrations: the unit, of one that comes back to it, and of one that it has not sent."""

import datetime as dt

from django.db import transaction

from campaigns.reports.policies import HEADS, WRITERS
from emulation_portal.core.dates import short_date, today
from emulation_portal.notifications.actions import Told, tell, tell_each
from emulation_portal.procedure.following import Taken
from emulation_portal.rights.holders import people_of, posts_of
from units.models import Unit

from .models import Registration, RegistrationCall
from .procedures import REGISTRATION
from .queries import units_called
from .regulations import due_days_told

BACK, REMINDER = "registration.came_back", "registration.reminder"
_BACK = {"returned": "Đăng ký thi đua bị trả lại để sửa", "handed_back": "Thủ trưởng đưa đăng ký về soạn tiếp"}


def tell_unit(taken: Taken) -> None:
    """Tell the people of the unit that their registration is to be written anew, in the transaction of the step."""
    if taken.procedure is not REGISTRATION or taken.by is None or taken.step.event not in _BACK:
        return
    registration: Registration = taken.obj
    told = Told(
        kind=BACK,
        key=f"registration:{registration.pk}:{taken.event_id}",
        subject=f"{_what(taken)}: năm {registration.call.year}, {registration.unit}",
        text=f"{registration}.\n\nLý do: {taken.reason}",
        url=registration.get_absolute_url(),
        at=registration.unit,
    )
    tell(told, people_of([registration.unit_id], on=today(), roles=WRITERS), by=taken.by)


def _what(taken: Taken) -> str:
    """Return what happened, in words; who wrote a registration may take it back from its head."""
    is_own = taken.step.event == "handed_back" and taken.obj.drafted_by_id == taken.by.pk
    return "Người soạn đưa đăng ký về soạn tiếp" if is_own else _BACK[taken.step.event]


def remind(*, on: dt.date) -> int:
    """Nhắc đăng ký: tell the heads of units that have not sent theirs, before the deadline and on the day after it.

    Return how many were told. Twice on a day is once.
    """
    due = RegistrationCall.objects.open(on=on).filter(due_on__in=due_days_told(on)).order_by("pk")
    return sum(_remind(call, on=on) for call in due)


@transaction.atomic
def _remind(call: RegistrationCall, *, on: dt.date) -> int:
    units = {unit.pk: unit for unit in units_called(call).filter(own__sent_on__isnull=True)}
    held = posts_of(units, on=on, roles=HEADS)
    wanted = [(_reminder(call, units[row.unit_id], on=on), row.user) for row in held]
    return len(tell_each(wanted, by=None))


def _reminder(call: RegistrationCall, unit: Unit, *, on: dt.date) -> Told:
    left = (call.due_on - on).days
    when = f"còn {left} ngày" if left > 0 else "đã hết hạn"
    until = (
        f"; còn gửi, sửa được đến hết ngày {short_date(call.changes_until)}" if call.changes_until > call.due_on else ""
    )
    return Told(
        kind=REMINDER,
        key=f"{REMINDER}:{call.pk}:{unit.pk}:{on:%Y-%m-%d}",
        subject=f"Nhắc đăng ký thi đua năm {call.year}: {when}",
        text=f"{unit} chưa gửi đăng ký thi đua năm {call.year}. Hạn gửi: hết ngày {short_date(call.due_on)}{until}.",
        about=f"registration_call:{call.pk}",
        url=call.get_absolute_url(),
        at=unit,
    )
