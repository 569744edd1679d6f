"""What a unit registers: begun once for a year, and written as a whole."""

import datetime as dt
from collections import Counter
from dataclasses import replace

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from emulation_portal.core.vietnamese import nfc
from emulation_portal.law.enums import AwardSubject
from emulation_portal.procedure.moving import lock
from units.models import Person, Position, Unit

from ..content import Registered, as_plain, said_in
from ..models import RegisteredTarget, Registrant, Registration, RegistrationCall
from ..policies import check_can_begin, check_can_write
from ..queries import units_called


class NotDraft(DomainError):
    """The registration does not lie with who writes it."""


class NotCalled(DomainError):
    """The unit is not to register, or not yet."""


class WrittenMeanwhile(DomainError):
    """Somebody else wrote the registration after the page was opened."""


def hold_call(key: int) -> RegistrationCall:
    """Return the call as it stands until the transaction ends: its days are not moved while something is judged by them."""
    return RegistrationCall.objects.select_for_update(of=("self",), no_key=True).get(pk=key)


@transaction.atomic
def begin_registration(*, call: RegistrationCall, unit: Unit, by: User, on: dt.date) -> Registration:
    """Return the unit's registration of the call, begun if it was not. Raises PermissionDenied, NotCalled."""
    check_can_begin(by, unit)
    locked = hold_call(call.pk)
    found = Registration.objects.filter(call=locked, unit=unit).first()
    if found is not None:
        return found
    if on < locked.opens_on:
        raise NotCalled(f"Đợt này nhận đăng ký từ ngày {short_date(locked.opens_on)}.")
    if on > locked.changes_until:
        raise NotCalled(
            f"Đợt này chỉ nhận đến hết ngày {short_date(locked.changes_until)}. Hãy đề nghị chuyên viên của Liên minh lùi ngày."
        )
    if not units_called(locked).filter(pk=unit.pk).exists():
        raise NotCalled(f"{unit} không thuộc diện đăng ký của đợt này.")
    begun = Registration.objects.create(call=locked, unit=unit)
    record("registration.begun", begun, by=by)
    return begun


@transaction.atomic
def write_registration(*, registration_id: int, said: Registered, seen: int, by: User, on: dt.date) -> Registration:
    """Keep what the unit registers in place of what stood there. The same once more changes nothing.

    Raises PermissionDenied, NotDraft, WrittenMeanwhile.
    """
    registration: Registration = lock(Registration, registration_id)
    check_can_write(by, registration)
    if not registration.is_open:
        raise NotDraft(
            f"Đăng ký đang ở trạng thái “{registration.get_status_display()}” nên không sửa được. Hãy tải lại trang."
        )
    said = _with_posts(said, registration.unit, on=on)
    stood = said_in(registration)
    if _words(stood) == _words(said):
        link_people(registration, on=on)
        return registration
    if registration.revision != seen:
        raise WrittenMeanwhile(
            "Đăng ký này vừa được ghi ở nơi khác, sau khi bạn mở trang. Chữ bạn gõ vẫn còn ở dưới; bấm Lưu lần nữa thì chữ "
            "của bạn thay bản vừa lưu."
        )
    put(registration, said, on=on)
    registration.revision += 1
    registration.save(update_fields=["revision"])
    # Whoever writes over what another wrote has been told; what stood there is kept.
    record("registration.written", registration, by=by, data={"before": as_plain(stood)})
    return registration


def put(registration: Registration, said: Registered, *, on: dt.date) -> None:
    """Let the rows of a locked draft say this, and nothing else."""
    registration.registrants.all().delete()
    registration.targets.all().delete()
    for subject, rows in ((AwardSubject.COLLECTIVE, said.collectives), (AwardSubject.PERSON, said.persons)):
        Registrant.objects.bulk_create(
            Registrant(
                registration=registration,
                position=at,
                subject=subject,
                name=each.name,
                post=each.post,
                titles=list(each.titles),
            )
            for at, each in enumerate(rows)
        )
    RegisteredTarget.objects.bulk_create(
        RegisteredTarget(registration=registration, position=at, words=each.words, aim=each.aim)
        for at, each in enumerate(said.targets)
    )
    link_people(registration, on=on)


def link_people(registration: Registration, *, on: dt.date) -> None:
    """Link the persons of a draft to the people of the unit, each where exactly one bears the name and nobody is linked.

    A name that stands in two rows, with two posts, is two people or one told twice: the unit is asked, nobody is linked.
    """
    people = _people_of(registration.unit, on=on)
    persons = list(registration.registrants.filter(subject=AwardSubject.PERSON))
    named = Counter(nfc(row.name).casefold() for row in persons)
    rows = [row for row in persons if row.person_id is None]
    for row in rows:
        name = nfc(row.name).casefold()
        row.person = people.get(name) if named[name] == 1 else None
    Registrant.objects.bulk_update([row for row in rows if row.person is not None], ["person"])


def _with_posts(said: Registered, unit: Unit, *, on: dt.date) -> Registered:
    """Return the same with what the people of the unit are there, where none was typed and exactly one person is meant."""
    named = Counter(nfc(each.name).casefold() for each in said.persons)
    people = _people_of(unit, on=on)
    meant = {
        name: person for each in said.persons if (person := people.get(name := nfc(each.name).casefold())) is not None
    }
    posts = (
        Position.objects.in_force(on=on).filter(unit=unit, person__in=meant.values()).order_by("-effective_from", "-pk")
    )
    titles = dict(posts.values_list("person_id", "title"))
    persons = tuple(
        replace(each, post=titles.get(meant[name].pk, ""))
        if not each.post and (name := nfc(each.name).casefold()) in meant and named[name] == 1
        else each
        for each in said.persons
    )
    return replace(said, persons=persons)


def _words(said: Registered) -> list[object]:
    ones = [[(each.name, each.post, sorted(each.titles)) for each in rows] for rows in (said.collectives, said.persons)]
    return [*ones, [(each.words, each.aim) for each in said.targets]]


def _people_of(unit: Unit, *, on: dt.date) -> dict[str, Person | None]:
    """Return the people who serve in the unit by their name; None where two bear the same."""
    found: dict[str, Person | None] = {}
    serving = Position.objects.in_force(on=on).filter(unit=unit).values("person")
    for person in Person.objects.filter(pk__in=serving):
        name = nfc(person.full_name).casefold()
        found[name] = None if name in found else person
    return found
