"""Who may sign for whom, from when to when."""

import datetime as dt

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import Read
from emulation_portal.core.vietnamese import squeeze

from .. import policies
from ..models import SigningAuthority
from .locking import lock_open_unit, lock_row
from .people import end_period

_LINES = ("body_name", "head_title", "middle_title", "own_title", "post_above_name", "document_types", "basis")


class SigningRefused(DomainError):
    """The person has this very right then."""


@transaction.atomic
def grant_signing(authority: SigningAuthority, *, by: User | None) -> SigningAuthority:
    """Let a person sign the papers of a body. Forms have checked what the form of signing asks for.

    Raises PermissionDenied, UnitClosed, SigningRefused. Source: NĐ 30/2020/NĐ-CP Điều 13.
    """
    if by:
        policies.check_can_manage_signing(by, authority.unit)
        policies.check_can_manage_person(by, authority.person)
    lock_open_unit(authority.unit_id)
    for name in _LINES:
        setattr(authority, name, squeeze(getattr(authority, name)))
    _check_not_granted(authority)
    authority.save()
    record(
        "signing.granted",
        authority.person,
        by=by,
        at=authority.unit,
        data={"form": authority.form, "own_title": authority.own_title, "unit": authority.unit.name},
    )
    return authority


def _check_not_granted(authority: SigningAuthority) -> None:
    same = ("unit", "person", "form", "body_name", "document_types", "own_title")
    rows = SigningAuthority.objects.filter(**{name: getattr(authority, name) for name in same})
    rows = rows.exclude(effective_to__lte=authority.effective_from)
    if authority.effective_to:
        rows = rows.filter(effective_from__lt=authority.effective_to)
    if held := rows.first():
        raise SigningRefused(
            f"{authority.person} đã có đúng quyền ký này từ ngày {short_date(held.effective_from)}"
            f"{f' đến trước ngày {short_date(held.effective_to)}' if held.effective_to else ''}."
        )


@transaction.atomic
def end_signing(*, authority_id: int, on: dt.date, by: User, read: Read | None = None) -> SigningAuthority:
    """Take the right to sign away from this day; papers signed before stay signed.

    Raises PermissionDenied, PeriodRefused, ChangedMeanwhile.
    """
    policies.check_can_administer(by)
    authority = lock_row(SigningAuthority.objects.select_related("person", "unit"), authority_id)
    policies.check_can_manage_signing(by, authority.unit)
    end_period(authority, on=on, read=read)
    record(
        "signing.ended",
        authority.person,
        by=by,
        at=authority.unit,
        data={"form": authority.form, "own_title": authority.own_title, "on": on.isoformat()},
    )
    return authority
