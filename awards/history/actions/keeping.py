"""Writing down awards that were given: new ones, corrections, who is meant, and that one was cancelled."""

import datetime as dt

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.contention import naming_what_is_taken
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import Read, saving
from emulation_portal.core.vietnamese import fold
from emulation_portal.law.enums import AwardSubject
from emulation_portal.procedure.moving import lock, moving
from units.models import Person, Unit

from ..models import Collective, PastAward
from ..policies import check_can_keep

AWARD_SAYS = (
    *("unit", "subject", "name", "person", "post", "birth_year", "award", "ground", "year"),
    *("achieved_from", "achieved_to", "achievement", "decision_number", "decided_on", "decided_by"),
)


class WrongAward(DomainError):
    """What was said of an award does not hold together; the message says what to mend."""


class AlreadyRecorded(DomainError):
    """The same award of the same decision is written down already."""


class NotTheSameName(DomainError):
    """The person who was chosen is called otherwise than the decision says."""


_TAKEN = {
    "past_award_once": lambda: AlreadyRecorded(
        "Lần khen thưởng này đã có trong lịch sử: cùng đơn vị, họ tên, năm sinh, danh hiệu và quyết định. Hai người "
        "trùng tên thì ghi năm sinh để phân biệt."
    )
}


@transaction.atomic
def save_award(row: PastAward, *, by: User, on: dt.date, read: Read | None = None) -> PastAward:
    """Write an award down, or what was corrected of one.

    Raises PermissionDenied, WrongAward, NotTheSameName, AlreadyRecorded, ChangedMeanwhile, GoneMeanwhile.
    """
    check_can_keep(by, row)
    _check(row, on)
    row.collective = None if row.is_of_person else collective_of(row.unit, row.name, row.subject)
    if row._state.adding:
        row.recorded_by = by
        with naming_what_is_taken(_TAKEN):
            row.save()
        record("past_award.written", row, by=by)
        return row
    change = saving(row, AWARD_SAYS, read=read)
    check_can_keep(by, change.before)
    if not change.before.is_standing:
        raise WrongAward(f"Dòng này ở tình trạng “{change.before.get_status_display()}” nên không sửa được.")
    change.take("collective", row.collective_id)
    with naming_what_is_taken(_TAKEN):
        row = change.write()
    if change.told:
        record("past_award.corrected", row, by=by, data={"changed": change.told})
    return row


def _check(row: PastAward, on: dt.date) -> None:
    for _, words in row.faults(on=on):
        raise WrongAward(words)
    if row.person_id and not row.is_of_person:
        raise WrongAward("Tập thể, hộ gia đình thì không gắn với một người.")
    if row.person_id:
        _check_person(row, row.person)


def _check_person(row: PastAward, person: Person | None) -> None:
    if person is None or person.alliance_id != row.unit.root_id:
        raise WrongAward("Người được chọn không thuộc Liên minh này.")
    if fold(person.full_name) != fold(row.name):
        raise NotTheSameName(
            f"Người được chọn là {person.full_name}, quyết định ghi {row.name}. Hãy chọn lại, hoặc để trống nếu người ấy "
            "chưa có trong danh sách người."
        )
    if row.birth_year and person.birth_date and person.birth_date.year != row.birth_year:
        raise NotTheSameName(
            f"Người được chọn sinh năm {person.birth_date.year}, dòng này ghi sinh năm {row.birth_year}. Hãy chọn lại."
        )


def collective_of(unit: Unit, name: str, kind: str) -> Collective:
    """Return the collective or household of the unit that is so called, written down if it was not."""
    is_whole = kind == AwardSubject.COLLECTIVE and fold(name) in (fold(unit.name), fold(unit.short_name))
    if is_whole:
        whole, _ = Collective.objects.get_or_create(
            unit=unit, is_whole_unit=True, defaults={"kind": kind, "name": unit.name}
        )
        return whole
    found, _ = Collective.objects.get_or_create(unit=unit, kind=kind, folded=fold(name), defaults={"name": name})
    return found


@transaction.atomic
def link_person(*, award_id: int, person_id: int | None, by: User) -> PastAward:
    """Say whom the portal knows by the name of the line; None: nobody. Twice is harmless.

    Raises PermissionDenied, WrongAward, NotTheSameName.
    """
    row: PastAward = lock(PastAward, award_id)
    check_can_keep(by, row)
    if not row.is_of_person:
        raise WrongAward("Tập thể, hộ gia đình thì không gắn với một người.")
    person = Person.objects.filter(pk=person_id).first() if person_id else None
    if person_id:
        _check_person(row, person)
    if row.person_id == person_id:
        return row
    before, row.person = row.person, person
    row.save(update_fields=["person"])
    told = {"person": [str(before or ""), str(person or "")]}
    record("past_award.linked", row, by=by, data={"changed": told})
    return row


@transaction.atomic
def cancel_award(*, award_id: int, by: User, reason: str, cancelled_by: str, cancelled_on: dt.date) -> PastAward:
    """Write down the decision that cancelled an award: it counts no more. Source: NĐ 91/2017 Điều 78; Luật 2022 Điều 93.

    Raises PermissionDenied, InvalidMove, WrongAward.
    """
    row: PastAward = lock(PastAward, award_id)
    with moving(row, "cancelled", by=by, reason=reason):
        if cancelled_on < row.decided_on:
            raise WrongAward("Ngày hủy bỏ ở trước ngày khen thưởng. Hãy xem lại ngày.")
        row.cancelled_by, row.cancelled_on = cancelled_by, cancelled_on
    return row


@transaction.atomic
def restore_award(*, award_id: int, by: User, reason: str) -> PastAward:
    """Let an award count again that was cancelled or dropped by mistake. Raises PermissionDenied, InvalidMove, AlreadyRecorded."""
    row: PastAward = lock(PastAward, award_id)
    with naming_what_is_taken(_TAKEN), moving(row, "restored", by=by, reason=reason):
        row.cancelled_by, row.cancelled_on = "", None
    return row
