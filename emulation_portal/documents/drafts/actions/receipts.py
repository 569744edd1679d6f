"""A unit says that it received a paper."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.dates import today

from ..models import Draft, PaperReceipt
from ..receipts import receipts_of, units_to_receive


@transaction.atomic
def confirm_receipt(draft: Draft, *, by: User) -> list[PaperReceipt]:
    """Write down that the units for which the user writes or signs have received the paper; return what is new.

    Once for each unit: twice at once, or by two people of it, is once. Raises PermissionDenied when the paper is meant
    for no unit of theirs.
    """
    new = []
    for unit in units_to_receive(by, draft, on=today()):
        receipt, is_new = PaperReceipt.objects.get_or_create(draft=draft, unit=unit, defaults={"received_by": by})
        if is_new:
            record("receipt.given", receipt, by=by, at=unit, data={"draft": draft.pk})
            new.append(receipt)
    if not new and not receipts_of(by, draft):
        raise PermissionDenied(f"{draft.noun_upper} này không gửi đến đơn vị mà bạn được giao việc.")
    return new
