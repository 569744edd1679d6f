"""From the writer to the head, from the head to the alliance, and back."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import short_date, today
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.actions import UnitOrder, issue_of_unit
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.queries import facts_of, paper_of
from emulation_portal.procedure.moving import lock, moving

from ..content import Registered, as_plain, said_in, said_of
from ..models import RegisteredTitle, Registration, RegistrationVersion
from ..papers import registration_paper
from ..policies import check_can_change
from .writing import hold_call, link_people, put


class NothingRegistered(DomainError):
    """The registration says nothing."""


class NotTaken(DomainError):
    """The call takes no registration on the day: not yet, or not any more."""


def _something(registration: Registration) -> Registered:
    said = said_in(registration)
    if said.is_empty:
        raise NothingRegistered("Đăng ký chưa ghi gì. Hãy ghi danh hiệu hoặc chỉ tiêu rồi mới gửi.")
    return said


@transaction.atomic
def send_to_head(*, registration_id: int, by: User, read: int | None = None) -> Registration:
    """Trình thủ trưởng. Raises PermissionDenied, InvalidMove, NothingRegistered, ReadAnotherText."""
    registration: Registration = lock(Registration, registration_id, read)
    with moving(registration, "sent_to_head", by=by):
        link_people(registration, on=today())
        _something(registration)
        registration.drafted_by, registration.confirmed_by, registration.is_signed_alone = by, None, False
    return registration


@transaction.atomic
def send_registration(
    *, registration_id: int, by: User, now: dt.datetime, reason: str = "", read: int | None = None
) -> Registration:
    """Xác nhận và gửi: keep what it says as the next version and as the unit's paper. Its first day counts for late.

    Raises PermissionDenied, InvalidMove, NothingRegistered, NotTaken, ReadAnotherText, and what `issue_of_unit` raises.
    """
    registration: Registration = lock(Registration, registration_id, read)
    registration.call = hold_call(registration.call_id)
    on = timezone.localdate(now)
    _check_is_taken(registration, on=on)
    with moving(registration, "sent", by=by, reason=reason):
        said = _something(registration)
        registration.confirmed_by, registration.is_signed_alone = by, registration.drafted_by_id == by.pk
        registration.has_titles, registration.returned_on = said.has_titles, None
        if said.has_titles and registration.titled_on is None:
            registration.titled_on = on
        if registration.sent_at is None:
            registration.sent_at, registration.sent_on = now, on
    number = registration.versions.count() + 1
    version = RegistrationVersion.objects.create(
        registration=registration,
        number=number,
        content=as_plain(said),
        sent_at=now,
        sent_by=by,
        drafted_by=registration.drafted_by,
    )
    registrants = registration.registrants.all()
    RegisteredTitle.objects.bulk_create(each for row in registrants for each in RegisteredTitle.of(row, version))
    _issue(registration, said, by=by, on=on)
    return registration


def _check_is_taken(registration: Registration, *, on: dt.date) -> None:
    call = registration.call
    if on < call.opens_on:
        raise NotTaken(f"Đợt này nhận đăng ký từ ngày {short_date(call.opens_on)}. Hãy gửi từ ngày ấy.")
    if not registration.takes_changes(on=on):
        raise NotTaken(
            f"Đợt này chỉ nhận đến hết ngày {short_date(call.changes_until)}. Hãy đề nghị chuyên viên của Liên minh lùi ngày"
            + (", hoặc bấm “Giữ bản đã gửi”." if registration.sent_on else ".")
        )


@transaction.atomic
def return_registration(
    *, registration_id: int, by: User, reason: str, on: dt.date, read: int | None = None
) -> Registration:
    """Trả lại để sửa, whatever the day. Raises PermissionDenied, InvalidMove, ReasonMissing, ReadAnotherText."""
    registration: Registration = lock(Registration, registration_id, read)
    with moving(registration, "returned", by=by, reason=reason):
        registration.returned_on = on
    return registration


@transaction.atomic
def keep_sent(*, registration_id: int, by: User, on: dt.date, read: int | None = None) -> Registration:
    """Thôi sửa: let what was sent last stand with who wrote and who sent it, in place of what was being written since.

    Raises PermissionDenied, InvalidMove, ReadAnotherText.
    """
    registration: Registration = lock(Registration, registration_id, read)
    check_can_change(by, registration)
    last = registration.versions.last()
    if last is not None and registration.is_open:
        put(registration, said_of(last.content), on=on)
    with moving(registration, "kept", by=by):
        registration.confirmed_by_id = last.sent_by_id if last else None
        if last is not None and last.drafted_by_id is not None:
            registration.drafted_by_id = last.drafted_by_id
        registration.is_signed_alone = registration.confirmed_by_id == registration.drafted_by_id
    return registration


def _issue(registration: Registration, said: Registered, *, by: User, on: dt.date) -> None:
    former = paper_of(registration)
    issued_on = max(on, former.issued_on) if former else on
    order = UnitOrder(
        unit=registration.unit,
        document_type=DocumentType.CV,
        paper=registration_paper(registration.call, said, facts_of(registration.unit, on=on, signed_by=by)),
        issued_on=issued_on,
        subject=registration,
    )
    issue_of_unit(order, by=by, today=issued_on, supersedes=former)
