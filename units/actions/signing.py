"""Who may sign for whom, from when to when."""

import datetime as dt

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.vietnamese import squeeze

from .. import policies
from ..models import SigningAuthority
from .people import end_period


@transaction.atomic
def grant_signing(authority: SigningAuthority, *, by: User | None) -> SigningAuthority:
    """Let a person sign the papers of a body. Raises PermissionDenied; forms have checked the constraints.

    Source: NĐ 30/2020/NĐ-CP Điều 13.
    """
    if by:
        policies.check_can_manage_signing(by, authority.unit)
    for name in ("body_name", "head_title", "own_title", "post_above_name", "document_types", "basis"):
        setattr(authority, name, squeeze(getattr(authority, name)))
    authority.save()
    record(
        "signing.granted", authority.person, by=by, at=authority.unit,
        data={"form": authority.form, "own_title": authority.own_title, "unit": authority.unit.name},
    )  # fmt: skip
    return authority


@transaction.atomic
def end_signing(*, authority_id: int, on: dt.date, by: User) -> SigningAuthority:
    """Take the right to sign away from this day; papers signed before stay signed. Raises PermissionDenied, PeriodRefused."""
    policies.check_can_manage_signing(by)
    rows = SigningAuthority.objects.select_for_update(of=("self",)).select_related("person", "unit")
    authority = rows.get(pk=authority_id)
    end_period(authority, on=on)
    record(
        "signing.ended", authority.person, by=by, at=authority.unit,
        data={"form": authority.form, "own_title": authority.own_title, "on": on.isoformat()},
    )  # fmt: skip
    return authority
