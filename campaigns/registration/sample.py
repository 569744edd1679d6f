"""Registrations in the sample: those of last year, closed, and those of the next call, in full swing."""

import datetime as dt
from typing import Any

from django.utils import timezone

from campaigns.sample.staging import Cast
from emulation_portal.accounts.models import User
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from units.models import Position, Unit
from units.sample import SampleUnits

from .actions import begin_registration, save_call, send_registration, send_to_head, write_registration
from .content import Registered, RegisteredAim, RegisteredOne
from .models import Registration, RegistrationCall

_DAYS_OPEN, _DAYS_LEFT, _DAYS_OF_CHANGES = 12, 25, 40
_TARGETS = (
    RegisteredAim("Doanh thu tăng so với năm trước", "từ 8% trở lên"),
    RegisteredAim("Thành viên mới kết nạp", "05 thành viên"),
    RegisteredAim("Mở lớp tập huấn cho thành viên, người lao động", "02 lớp"),
)


def is_there() -> bool:
    return RegistrationCall.objects.exists()


def load_registrations(on: dt.date, so_far: dict[type, Any]) -> None:
    """Load a call that ended and one that runs, relative to the day."""
    units, cast = so_far[SampleUnits], so_far[Cast]
    coming = on.year if on.month <= 6 else on.year + 1
    former = _call(units.alliance, coming - 1, dt.date(coming - 1, 1, 5), dt.date(coming - 1, 3, 31), cast.officer)
    for at, unit in enumerate(_members_with_people(units)):
        late = dt.timedelta(days=6 if at == 2 else -20 + at)
        _send(former, unit, on=former.due_on + late, has_titles=at != 3)
    opened = on - dt.timedelta(days=_DAYS_OPEN)
    running = _call(units.alliance, coming, opened, on + dt.timedelta(days=_DAYS_LEFT), cast.officer)
    for at, unit in enumerate(_members_with_people(units)[1:]):
        if at == 0:
            editor = _person(unit, Role.UNIT_EDITOR)
            _write(running, unit, on=on)
            send_to_head(registration_id=Registration.objects.get(call=running, unit=unit).pk, by=editor)
        elif at < 5:
            _send(running, unit, on=opened + dt.timedelta(days=at), has_titles=True)


def _call(alliance: Unit, year: int, opens_on: dt.date, due_on: dt.date, officer: User) -> RegistrationCall:
    call = RegistrationCall(
        alliance=alliance,
        year=year,
        opens_on=opens_on,
        due_on=due_on,
        changes_until=due_on + dt.timedelta(days=_DAYS_OF_CHANGES),
        is_basis=True,
        note="Đơn vị chọn danh hiệu phù hợp với thành tích năm trước và chỉ tiêu được giao.",
    )
    return save_call(call, by=officer)


def _members_with_people(units: SampleUnits) -> list[Unit]:
    """Return the members in which one writes and another signs, in the order of the sample."""
    held = Appointment.objects.filter(unit__in=units.members)
    writing, signing = (
        set(held.filter(role=role).values_list("unit", flat=True)) for role in (Role.UNIT_EDITOR, Role.UNIT_HEAD)
    )
    return [unit for unit in units.members if unit.pk in writing & signing]


def _person(unit: Unit, role: Role) -> User:
    return Appointment.objects.filter(unit=unit, role=role).select_related("user").order_by("pk")[0].user


def _write(call: RegistrationCall, unit: Unit, *, on: dt.date, has_titles: bool = True) -> Registration:
    editor = _person(unit, Role.UNIT_EDITOR)
    begun = begin_registration(call=call, unit=unit, by=editor, on=on)
    serving = Position.objects.filter(unit=unit).select_related("person")
    persons = tuple(
        RegisteredOne(each.person.full_name, ("LDTT", "CSTDCS") if each.is_head else ("LDTT",), each.title)
        for each in serving
    )
    collectives = (RegisteredOne(unit.name, ("TTLDTT",)),)
    said = Registered(collectives, persons, _TARGETS) if has_titles else Registered((), (), _TARGETS)
    return write_registration(registration_id=begun.pk, said=said, seen=begun.revision, by=editor, on=on)


def _send(call: RegistrationCall, unit: Unit, *, on: dt.date, has_titles: bool) -> None:
    written = _write(call, unit, on=on, has_titles=has_titles)
    send_to_head(registration_id=written.pk, by=_person(unit, Role.UNIT_EDITOR))
    at = timezone.make_aware(dt.datetime.combine(on, dt.time(9, 30)))
    send_registration(registration_id=written.pk, by=_person(unit, Role.UNIT_HEAD), now=at)
