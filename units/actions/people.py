"""People and the positions they hold in units."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.audit.models import Event
from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import Read, check_read, saving
from emulation_portal.core.vietnamese import split_name, squeeze

from .. import policies
from ..models import NAME_PARTS, Person, Position, Unit
from .locking import lock_open_unit, lock_row


class PeriodRefused(DomainError):
    """A period would end before it began, or has ended already."""


class PositionRefused(DomainError):
    """The person has the post already."""


def end_period(row: Any, *, on: dt.date, read: Read | None = None) -> None:
    """Close the half-open period of a locked row: the day is the first one without.

    Raises PeriodRefused, ChangedMeanwhile (it has got another end than the one that was read).
    """
    if row.effective_to is not None and row.effective_to <= on:
        raise PeriodRefused(f"Mục này đã kết thúc từ ngày {short_date(row.effective_to)}.")
    if on <= row.effective_from:
        raise PeriodRefused(
            f"Ngày thôi phải sau ngày bắt đầu ({short_date(row.effective_from)}). Nếu ghi nhầm, hãy dùng “Hủy”."
        )
    check_read(row, read)
    row.effective_to = on
    row.save(update_fields=["effective_to"])


@transaction.atomic
def save_person(person: Person, *, by: User | None, read: Read | None = None) -> Person:
    """Write a new person down, or what changed of one, and return it as it is saved; the account bears the same name.

    Raises PermissionDenied, ChangedMeanwhile.
    """
    if by:
        policies.check_can_manage_person(by, person)
    if person._state.adding:
        person.save()
        record("person.created", person, by=by)
        return person
    change = saving(person, ("full_name", *NAME_PARTS, "birth_date"), read=read)
    told = dict(change.told)
    if "full_name" in told and not set(NAME_PARTS) & set(told):
        for name, part in zip(NAME_PARTS, split_name(change.after.full_name), strict=True):
            change.take(name, part)
    person = change.write()
    if person.user and person.user.full_name != person.full_name:
        person.user.full_name = person.full_name
        person.user.save(update_fields=["full_name"])
    if told:
        record("person.changed", person, by=by, data={"changed": told})
    return person


@transaction.atomic
def start_position(
    *,
    person: Person,
    unit: Unit,
    title: str,
    is_head: bool = False,
    since: dt.date,
    until: dt.date | None = None,
    by: User | None,
) -> Position:
    """Let a person take a position in a unit, until the day before `until`. Raises PermissionDenied, UnitClosed, PositionRefused."""
    if by:
        policies.check_can_place_people(by, unit)
        policies.check_can_manage_person(by, person)
    unit, title = lock_open_unit(unit.pk), squeeze(title)
    if held := person.positions.filter(unit=unit, title=title).exclude(effective_to__lte=since).first():
        raise PositionRefused(
            f"{person} đã giữ chức vụ {title} tại {unit} từ ngày {short_date(held.effective_from)}. "
            "Hãy cho thôi chức vụ đó trước ngày này."
        )
    position = Position.objects.create(
        person=person, unit=unit, title=title, is_head=is_head, effective_from=since, effective_to=until
    )
    record("position.started", person, by=by, at=unit, data={"title": position.title, "unit": unit.name})
    return position


@transaction.atomic
def end_position(*, position_id: int, on: dt.date, by: User, read: Read | None = None) -> Position:
    """Let a person leave a position from this day. Raises PermissionDenied, PeriodRefused, ChangedMeanwhile."""
    policies.check_can_administer(by)
    position = lock_row(Position.objects.select_related("unit", "person"), position_id)
    policies.check_can_manage_units(by, position.unit)
    end_period(position, on=on, read=read)
    record(
        "position.ended",
        position.person,
        by=by,
        at=position.unit,
        data={"title": position.title, "unit": position.unit.name, "on": on.isoformat()},
    )
    return position


@transaction.atomic
def add_person(*, person: Person, unit: Unit, title: str, is_head: bool, since: dt.date, by: User) -> Person:
    """Write a new person down together with the position that brings them to the unit.

    The same again within a minute, as by a double click, is the same person. Raises PermissionDenied, UnitClosed.
    """
    policies.check_can_place_people(by, unit)
    unit = lock_open_unit(unit.pk)  # two clicks: the second sees what the first did
    if twin := _just_added(person, unit, title, since, by):
        return twin
    save_person(person, by=by)
    start_position(person=person, unit=unit, title=title, is_head=is_head, since=since, by=by)
    return person


def _just_added(person: Person, unit: Unit, title: str, since: dt.date, by: User) -> Person | None:
    a_moment_ago = Event.objects.filter(verb="person.created", actor_id=by.pk, at__gt=Now() - dt.timedelta(minutes=1))
    keys = [int(key) for key in a_moment_ago.values_list("object_id", flat=True)]
    same = Person.objects.filter(pk__in=keys, full_name=person.full_name, birth_date=person.birth_date)
    return same.filter(positions__unit=unit, positions__title=squeeze(title), positions__effective_from=since).first()
