"""A unit says that it received a paper, and is reminded when it has not."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.jobs.actions import enqueue

from .. import policies
from ..models import Draft, PaperReceipt
from ..receipts import asks_for_receipts, receipts_of, units_to_receive
from ..reminding import is_reminded, key_of, people_missing


class NobodyToRemind(DomainError):
    """Whoever could be reminded has received the paper, or was reminded today."""


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
    if not new and not receipts_of(by, draft, on=today()):
        if draft.document and not asks_for_receipts(draft):
            raise PermissionDenied(f"{draft.noun_upper} này không còn hiệu lực hoặc không cần xác nhận tiếp nhận.")
        raise PermissionDenied(f"{draft.noun_upper} này không gửi đến đơn vị mà bạn được giao việc.")
    return new


@transaction.atomic
def ask_to_remind(draft: Draft, *, note: str, by: User) -> int:
    """Ask for everybody who writes or signs for a unit that has not received the paper to be told so, once a day.

    Returns how many they are now. Raises PermissionDenied, NobodyToRemind.
    """
    policies.check_can_remind(by, draft)
    Draft.objects.select_for_update(of=("self",), no_key=True).get(
        pk=draft.pk
    )  # two at once: the second sees the first
    on = today()
    if is_reminded(draft, on=on):
        raise NobodyToRemind("Hôm nay đã gửi nhắc. Hãy đợi các đơn vị xác nhận, ngày mai nhắc lại được.")
    number = people_missing(draft, on=on).count() if asks_for_receipts(draft) else 0
    if not number:
        raise NobodyToRemind("Không còn ai để nhắc: các đơn vị đã tiếp nhận, hoặc chưa có người dùng cổng.")
    enqueue(
        "drafts.remind",
        key=key_of(draft, on=on),
        args={"draft_id": draft.pk, "note": note, "on": on.isoformat(), "by": by.pk},
        label=f"Nhắc tiếp nhận: {draft}",
        by=by,
        subject=draft,
        subject_url=draft.get_absolute_url(),
    )
    record("receipt.reminded", draft, by=by, data={"people": number, "note": note})
    return number
