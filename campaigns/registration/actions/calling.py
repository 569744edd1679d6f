"""Calling the units of an alliance to register for a year."""

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.contention import naming_what_is_taken
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import Read, saving

from ..models import RegistrationCall
from ..policies import check_can_call

CALL_SAYS = ("year", "opens_on", "due_on", "changes_until", "is_basis", "note")


class AlreadyCalled(DomainError):
    """There is a call of the year."""


class AlreadyAnswered(DomainError):
    """Units register for the year already, so it stays."""


_TAKEN = {"registration_call_once_a_year": lambda: AlreadyCalled("Đã có đợt đăng ký của năm này. Hãy sửa đợt ấy.")}


@transaction.atomic
def save_call(call: RegistrationCall, *, by: User, read: Read | None = None) -> RegistrationCall:
    """Write a call down, or what changed of one. Raises PermissionDenied, ChangedMeanwhile, AlreadyCalled, AlreadyAnswered."""
    check_can_call(by, call)
    if call._state.adding:
        with naming_what_is_taken(_TAKEN):
            call.save()
        record("registration_call.created", call, by=by)
        return call
    change = saving(call, CALL_SAYS, read=read)
    if "year" in change.told and call.registrations.exists():
        raise AlreadyAnswered("Đã có đơn vị lập đăng ký của năm này nên không đổi năm được.")
    with naming_what_is_taken(_TAKEN):
        call = change.write()
    if change.told:
        record("registration_call.changed", call, by=by, data={"changed": change.told})
    return call
