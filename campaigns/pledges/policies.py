"""Who may do what with giao ước thi đua: the officer and the Khối trưởng write it, the heads of its units sign it."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from campaigns.reports.policies import HEADS, READING_OFFICE, WRITERS
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

if TYPE_CHECKING:
    from units.models import EmulationBlock

    from .models import Pledge, PledgeParty, PledgeSignature

READERS = (*READING_OFFICE, *WRITERS, Role.CLUSTER_LEAD)
_WRITING = "Chỉ chuyên viên Thi đua - Khen thưởng và Khối trưởng của khối được soạn, mở ký và chốt giao ước."


def check_can_see_pledges(user: Any) -> None:
    """Raise unless there may be a giao ước for the user to see: which, `Pledge.visible_to` says."""
    if not rights_of(user).hold(*READERS):
        raise PermissionDenied(
            "Giao ước thi đua dành cho đơn vị và Khối trưởng của khối, thường trực Hội đồng, lãnh đạo Liên minh và kiểm tra."
        )


def check_can_write_somewhere(user: Any) -> None:
    """Raise unless the user is officer of some alliance or leads some block; of which, `check_can_write_for` asks."""
    if not rights_of(user).hold(Role.OFFICER, Role.CLUSTER_LEAD):
        raise PermissionDenied(_WRITING)


def check_can_write_for(user: Any, block: "EmulationBlock") -> None:
    """Raise unless the user is officer of the block's alliance or leads the block."""
    rights = rights_of(user)
    if not rights.may(Role.OFFICER, at=block.place) and block.pk not in rights.block_ids():
        raise PermissionDenied(_WRITING)


def check_can_write(user: Any, pledge: "Pledge") -> None:
    check_can_write_for(user, pledge.block)


def check_can_sign(user: Any, party: "PledgeParty") -> None:
    """Raise unless the user heads this very unit, in their own name: whoever stands in signs on paper."""
    if not rights_of(user).may(*HEADS, at=party.unit):
        raise PermissionDenied("Chỉ thủ trưởng đơn vị được ký giao ước trên Cổng.")
    own = [right for right in rights_of(user).held if right.role in HEADS and right.unit_id == party.unit_id]
    if not any(not right.stand_in for right in own):
        raise PermissionDenied(
            "Trên Cổng chỉ chính thủ trưởng của đơn vị ký giao ước. Người ký thay hãy ký trên bản giấy của khối."
        )


def check_can_withdraw(user: Any, signature: "PledgeSignature") -> None:
    """Raise unless the user may give such a signature: on the portal the unit's head, on paper who files the scan."""
    if signature.is_on_paper:
        check_can_write(user, signature.party.pledge)
    else:
        check_can_sign(user, signature.party)


def check_can_read_text(user: Any, pledge: "Pledge") -> None:
    """Raise for the units while the text is being written."""
    if not pledge.is_being_written:
        return
    rights = rights_of(user)
    if not rights.may(*READING_OFFICE, at=pledge.place) and pledge.block_id not in rights.block_ids():
        raise PermissionDenied("Giao ước đang được soạn lại nên đơn vị chưa xem được nội dung.")
