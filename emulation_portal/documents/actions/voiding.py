"""Hủy số: a number given in error stays in the book with a note; nobody gets it again."""

from django.db import transaction
from django.utils import timezone

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.procedure.errors import ReasonMissing

from .. import policies
from ..enums import DocumentStatus
from ..models import Document, Register, RegisterEntry
from ..regulations import WrongNumber
from .numbering import settle_last_number


@transaction.atomic
def void_number(*, entry_id: int, reason: str, by: User) -> RegisterEntry:
    """Mark the line as void. A paper in force must be revoked first.

    Raises PermissionDenied, ReasonMissing, WrongNumber (void already, or its paper is in force).
    """
    # The book first, as an issue does.
    register = Register.objects.select_for_update(of=("self",)).get(entries=entry_id)
    entry = RegisterEntry.objects.select_for_update().get(pk=entry_id)
    policies.check_can_number(by, entry)
    if not reason.strip():
        raise ReasonMissing("Hãy ghi lý do hủy số, để người xem sổ hiểu vì sao số này bỏ trống.")
    if entry.voided_at:
        raise WrongNumber(f"Số {entry.printed_number} đã được hủy trước đó.")
    if Document.objects.filter(entry=entry, status=DocumentStatus.ISSUED).exists():
        raise WrongNumber(
            f"Văn bản số {entry.printed_number} đang có hiệu lực. Lãnh đạo cần thu hồi văn bản trước khi hủy số."
        )
    void_line(register, entry, reason.strip(), by=by)
    return entry


def void_line(register: Register, entry: RegisterEntry, reason: str, *, by: User) -> None:
    """Void a line that may be voided, in a book that is locked; its number is used no more."""
    entry.voided_at, entry.void_reason = timezone.now(), reason
    entry.save(update_fields=["voided_at", "void_reason"])
    record("register.number_voided", entry, by=by, reason=reason)
    settle_last_number(register)
