"""Calling the units of an alliance to register for a year."""

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.contention import naming_what_is_taken
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import Read, saving

from ..models import RegistrationCall
from ..policies import check_can_call
from ..regulations import regime_of

CALL_SAYS = ("year", "opens_on", "due_on", "changes_until", "is_basis", "note")


class AlreadyCalled(DomainError):
    """There is a call of the year."""


class AlreadyAnswered(DomainError):
    """What units have sent already stands against the change."""


_TAKEN = {"registration_call_once_a_year": lambda: AlreadyCalled("Đã có đợt đăng ký của năm này. Hãy sửa đợt ấy.")}


@transaction.atomic
def save_call(call: RegistrationCall, *, by: User, read: Read | None = None) -> RegistrationCall:
    """Write a call down, or what changed of one. Raises PermissionDenied, ChangedMeanwhile, AlreadyCalled, AlreadyAnswered."""
    check_can_call(by, call)
    call.is_basis |= regime_of(call.year).titles_rest_on_registration  # which no alliance can lift
    if call._state.adding:
        with naming_what_is_taken(_TAKEN):
            call.save()
        record("registration_call.created", call, by=by)
        return call
    change = saving(call, CALL_SAYS, read=read)
    made_late = call.registrations.filter(sent_on__lte=change.before.due_on, sent_on__gt=call.due_on).count()
    if made_late:
        raise AlreadyAnswered(
            f"{made_late} đơn vị đã gửi đúng hạn sẽ thành gửi muộn. Hãy ghi hạn gửi từ ngày ấy trở đi."
        )
    if "year" in change.told and call.registrations.exists():
        raise AlreadyAnswered("Đã có đơn vị lập đăng ký của năm này nên không đổi năm được.")
    with naming_what_is_taken(_TAKEN):
        call = change.write()
    if change.told:
        record("registration_call.changed", call, by=by, data={"changed": change.told})
    return call
