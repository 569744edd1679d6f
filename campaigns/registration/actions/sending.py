"""From the writer to the head, from the head to the alliance, and back."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.actions import UnitOrder, issue_of_unit
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.queries import facts_of, paper_of
from emulation_portal.procedure.moving import lock, moving

from ..content import Registered, as_plain, said_in
from ..models import Registration, RegistrationVersion
from ..papers import registration_paper


class NothingRegistered(DomainError):
    """The registration says nothing."""


class NotYetOpen(DomainError):
    """The call takes registrations only from a day to come."""


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
        _something(registration)
        registration.drafted_by, registration.confirmed_by, registration.is_signed_alone = by, None, False
    return registration


@transaction.atomic
def send_registration(
    *, registration_id: int, by: User, now: dt.datetime, reason: str = "", read: int | None = None
) -> Registration:
    """Xác nhận và gửi: keep what it says as the next version and as the unit's paper. Its first day counts for late.

    Raises PermissionDenied, InvalidMove, NothingRegistered, NotYetOpen, ReadAnotherText, and what `issue_of_unit` raises.
    """
    registration: Registration = lock(Registration, registration_id, read)
    on = timezone.localdate(now)
    if on < registration.call.opens_on:
        raise NotYetOpen(f"Đợt này nhận đăng ký từ ngày {short_date(registration.call.opens_on)}. Hãy gửi từ ngày ấy.")
    with moving(registration, "sent", by=by, reason=reason):
        said = _something(registration)
        registration.confirmed_by, registration.is_signed_alone = by, registration.drafted_by_id == by.pk
        registration.has_titles = said.has_titles
        if registration.sent_at is None:
            registration.sent_at, registration.sent_on = now, on
    number = registration.versions.count() + 1
    RegistrationVersion.objects.create(
        registration=registration, number=number, content=as_plain(said), sent_at=now, sent_by=by
    )
    _issue(registration, said, by=by, on=on)
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
