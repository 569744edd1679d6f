"""Who is to sign, after the signing opened: one that joined is added, one that left is taken off."""

import datetime as dt

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError
from emulation_portal.procedure.errors import ReasonMissing
from emulation_portal.procedure.moving import lock
from units.models import Unit

from ..models import Pledge, PledgeParty, PledgeSignature
from ..policies import check_can_write
from ..queries import fates_of, units_to_add
from ..telling import tell_added
from .signing import CannotSign, void


class NotInBlock(DomainError):
    """The unit does not compete in the block, or is to sign already."""


class StillInBlock(DomainError):
    """The unit is one of the block, so it stays among those who are to sign."""


def _locked(pledge_id: int, *, by: User) -> Pledge:
    pledge: Pledge = lock(Pledge, pledge_id)
    check_can_write(by, pledge)
    if not pledge.is_signed_now:
        raise CannotSign(
            f"Giao ước đang ở trạng thái “{pledge.get_status_display()}” nên không sửa danh sách ký được. "
            "Hãy tải lại trang để xem."
        )
    return pledge


@transaction.atomic
def add_party(*, pledge_id: int, unit: Unit, by: User, on: dt.date) -> PledgeParty:
    """Đưa vào danh sách ký: a unit of the khối that joined later. After commit: it is told. Twice is once.

    Raises PermissionDenied, CannotSign (not signed now), NotInBlock.
    """
    pledge = _locked(pledge_id, by=by)
    there = PledgeParty.objects.standing().filter(pledge=pledge, unit=unit).first()
    return there or _add(pledge, unit, by=by, on=on)


def _add(pledge: Pledge, unit: Unit, *, by: User, on: dt.date) -> PledgeParty:
    if not units_to_add(pledge, on=on).filter(pk=unit.pk).exists():
        raise NotInBlock(f"{unit} không ở trong {pledge.block}. Hãy đưa đơn vị vào khối trước.")
    party = PledgeParty.objects.create(pledge=pledge, unit=unit, name=unit.name, added_on=on)
    record("pledge.party_added", pledge, by=by, data={"unit": str(unit)})
    tell_added(party, by=by, on=on)
    return party


@transaction.atomic
def take_off(*, party_id: int, by: User, on: dt.date, reason: str, in_its_place: Unit | None = None) -> PledgeParty:
    """Đưa khỏi danh sách ký: a unit that left, closed or was taken over; what it signed is void.

    `in_its_place` is a successor that competes in the khối: it becomes a party, and signs for itself. A second press does
    nothing. Raises PermissionDenied, CannotSign (not signed now), StillInBlock, NotInBlock, ReasonMissing.
    """
    pledge = _locked(PledgeParty.objects.values_list("pledge", flat=True).get(pk=party_id), by=by)
    party = PledgeParty.objects.select_related("unit").get(pk=party_id)
    if party.removed_on is not None:
        return party
    fate = fates_of(pledge, [party], on=on).get(party.pk)
    if fate is None:
        raise StillInBlock(f"{party} vẫn ở trong khối nên vẫn có tên trong giao ước, ký hay không đều được ghi rõ.")
    if not reason.strip():
        raise ReasonMissing("Hãy ghi lý do đưa đơn vị khỏi danh sách ký.")
    if in_its_place is not None and in_its_place not in fate.heirs:
        raise NotInBlock(f"{in_its_place} không kế tục {party}.")
    for signature in PledgeSignature.objects.valid().filter(party=party):
        void(signature, by=by, reason=reason)
    party.removed_on, party.removal_reason = on, reason
    party.save(update_fields=["removed_on", "removal_reason"])
    record("pledge.party_removed", pledge, by=by, reason=reason, data={"unit": str(party)})
    if in_its_place is not None and units_to_add(pledge, on=on).filter(pk=in_its_place.pk).exists():
        _add(pledge, in_its_place, by=by, on=on)
    return party
