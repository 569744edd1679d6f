"""Who is told of a giao ước: its units, when they are to sign, when what they signed is void, when it is concluded."""

import datetime as dt

from django.db import transaction

from campaigns.reports.policies import HEADS, WRITERS
from emulation_portal.accounts.models import User
from emulation_portal.core.dates import short_date, today
from emulation_portal.core.vietnamese import within
from emulation_portal.notifications.actions import Told, tell, tell_each
from emulation_portal.procedure.following import Taken
from emulation_portal.rights.holders import people_of, posts_of

from .enums import PledgeStatus
from .models import Pledge, PledgeParty
from .procedures import PLEDGE
from .regulations import due_days_told

MOVED, REMINDER = "pledge.moved", "pledge.reminder"
_MOVED = {
    "opened": "Ký giao ước thi đua",
    "recalled": "Giao ước thi đua rút về sửa",
    "concluded": "Đã ký kết giao ước thi đua",
}


def tell_units(taken: Taken) -> None:
    """Tell the people of the units what befell their giao ước, in the transaction of the step."""
    if taken.procedure is not PLEDGE or taken.by is None or taken.step.event not in _MOVED:
        return
    pledge: Pledge = taken.obj
    told = Told(
        kind=MOVED,
        key=f"pledge:{pledge.pk}:{taken.event_id}",
        subject=f"{_MOVED[taken.step.event]} năm {pledge.year}: {pledge.block}",
        text=_words(pledge, taken.step.event, taken.reason),
        url=pledge.get_absolute_url(),
        at=pledge.place,
    )
    units = PledgeParty.objects.standing().filter(pledge=pledge).values("unit")
    tell(told, people_of(units, on=today(), roles=WRITERS), by=taken.by)


def _words(pledge: Pledge, event: str, reason: str) -> str:
    until = short_date(pledge.due_on)
    said = {
        "opened": f"{pledge}. Đề nghị thủ trưởng đơn vị đọc và ký trước khi hết ngày {until}.",
        "recalled": f"{pledge} rút về để sửa; chữ ký đã có không còn giá trị. Khi mở ký lại, đơn vị nhận được tin báo.",
        "concluded": f"{pledge} đã ký kết và được lưu trên Cổng.",
    }[event]
    note = {"recalled": "Lý do", "opened": "Lời nhắn"}.get(event, "")
    return f"{said}\n\n{note}: {reason}" if reason and note else said


def tell_added(party: PledgeParty, *, by: User, on: dt.date) -> None:
    """Tell the people of a unit that it is to sign as well, in the transaction of the act."""
    pledge = party.pledge
    told = Told(
        kind=MOVED,
        key=f"pledge:{pledge.pk}:party:{party.pk}",
        subject=f"{_MOVED['opened']} năm {pledge.year}: {pledge.block}",
        text=_words(pledge, "opened", ""),
        url=pledge.get_absolute_url(),
        at=party.unit,
    )
    tell(told, people_of([party.unit_id], on=on, roles=WRITERS), by=by)


def remind(*, on: dt.date) -> int:
    """Nhắc ký: tell the heads of units that have not signed, three days before the last day and on the day after it.

    Return how many were told. Twice on a day is once.
    """
    due = Pledge.objects.filter(status=PledgeStatus.SIGNING, due_on__in=due_days_told(on)).order_by("pk")
    return sum(_remind(key, on=on) for key in due.values_list("pk", flat=True))


@transaction.atomic
def _remind(key: int, *, on: dt.date) -> int:
    rows = PledgeParty.objects.unsigned().still_there(on=on).filter(pledge=key).select_related("pledge__block", "unit")
    parties = {party.unit_id: party for party in rows}
    wanted = [(_reminder(parties[row.unit_id], on=on), row.user) for row in posts_of(parties, on=on, roles=HEADS)]
    return len(tell_each(wanted, by=None))


def _reminder(party: PledgeParty, *, on: dt.date) -> Told:
    pledge = party.pledge
    left = (pledge.due_on - on).days
    when = f"còn {left} ngày" if left > 0 else "đã hết hạn"
    return Told(
        kind=REMINDER,
        key=f"{REMINDER}:{party.pk}:{on:%Y-%m-%d}",
        subject=f"Nhắc ký giao ước thi đua năm {pledge.year}: {when}",
        text=f"{party} chưa ký {within(str(pledge))}. Hạn ký: hết ngày {short_date(pledge.due_on)}.",
        about=f"pledge:{pledge.pk}",
        url=party.get_absolute_url(),
        at=party.unit,
    )
