"""Writing down what stands against somebody, and that it is over."""

import datetime as dt

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError
from emulation_portal.procedure.moving import lock, moving

from ..models import ConductFact
from ..policies import check_can_keep


class WrongConduct(DomainError):
    """What was said does not hold together; the message says what to mend."""


@transaction.atomic
def save_conduct(row: ConductFact, *, by: User, on: dt.date) -> ConductFact:
    """Write a fact of conduct down. Wrong ones are dropped and written anew. Raises PermissionDenied, WrongConduct."""
    check_can_keep(by, row)
    if row.person is not None and row.person.alliance_id != row.unit.root_id:
        raise WrongConduct("Người được chọn không thuộc Liên minh này.")
    if row.since > on:
        raise WrongConduct("Ngày bắt đầu ở sau hôm nay. Hãy xem lại ngày.")
    row.recorded_by = by
    row.save()
    record("conduct.written", row, by=by)
    return row


@transaction.atomic
def end_conduct(*, fact_id: int, by: User, until: dt.date, outcome: str) -> ConductFact:
    """Write down from which day it holds nothing back, and how it ended. Raises PermissionDenied, InvalidMove, WrongConduct."""
    row: ConductFact = lock(ConductFact, fact_id)
    with moving(row, "ended", by=by):
        if until <= row.since:
            raise WrongConduct("Ngày kết thúc phải sau ngày bắt đầu. Hãy xem lại ngày.")
        row.until, row.outcome = until, outcome
    return row
