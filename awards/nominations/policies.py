"""Who may do what with nominations: the unit's own people until they are sent, the standing office from then on."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from campaigns.reports.policies import HEADS, READING_OFFICE, WRITERS, check_can_confirm_at, check_can_hand_back_at
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

from .enums import NominationStatus

if TYPE_CHECKING:
    from .models import Nomination, NominationDossier

_OFFICER = "Chỉ chuyên viên Thi đua - Khen thưởng được tiếp nhận, thẩm định hồ sơ khen thưởng."


def check_can_see_dossiers(user: Any) -> None:
    """Raise unless there may be a dossier for the user to see: which, `NominationDossier.visible_to` says."""
    if not rights_of(user).hold(*READING_OFFICE, *WRITERS):
        raise PermissionDenied(
            "Hồ sơ khen thưởng dành cho đơn vị đề nghị, thường trực Hội đồng, lãnh đạo Liên minh và kiểm tra."
        )


def check_can_see_synthesis(user: Any) -> None:
    """Raise unless the user works in some office; of whose nominations, `Nomination.visible_to` says."""
    if not rights_of(user).hold(*READING_OFFICE):
        raise PermissionDenied("Danh sách tổng hợp dành cho thường trực Hội đồng, lãnh đạo Liên minh và kiểm tra.")


def check_can_propose_somewhere(user: Any) -> None:
    """Raise unless the user writes for some unit; for which, `check_can_propose` asks."""
    if not rights_of(user).hold(*WRITERS):
        raise PermissionDenied("Chỉ người của đơn vị được lập hồ sơ đề nghị khen thưởng.")


def check_can_propose(user: Any, unit: Any) -> None:
    if not rights_of(user).may(*WRITERS, at=unit):
        raise PermissionDenied("Chỉ người của đơn vị được lập hồ sơ đề nghị khen thưởng của đơn vị.")


def check_can_write(user: Any, dossier: "NominationDossier") -> None:
    if not rights_of(user).may(*WRITERS, at=dossier.unit):
        raise PermissionDenied("Chỉ người của đơn vị được soạn hồ sơ này.")


def check_can_write_nomination(user: Any, nomination: "Nomination") -> None:
    check_can_write(user, nomination.dossier)


def check_can_send(user: Any, dossier: "NominationDossier") -> None:
    """Raise unless the user heads the unit and is not who wrote it; a unit that was let off may have one person."""
    check_can_confirm_at(
        user,
        dossier.unit,
        dossier.drafted_by_id,
        only="Chỉ thủ trưởng đơn vị được duyệt và gửi hồ sơ.",
        own="Người trình không tự gửi được hồ sơ của mình.",
    )


def check_can_hand_back(user: Any, dossier: "NominationDossier") -> None:
    """Raise unless the user heads the unit, or wrote the dossier and takes it back."""
    only = "Chỉ thủ trưởng, hoặc người đã trình, được đưa hồ sơ về soạn tiếp."
    check_can_hand_back_at(user, dossier.unit, dossier.drafted_by_id, only=only)


def check_can_withdraw(user: Any, dossier: "NominationDossier") -> None:
    if not rights_of(user).may(*HEADS, at=dossier.unit):
        raise PermissionDenied("Chỉ thủ trưởng đơn vị được rút hồ sơ, đề nghị đã gửi.")


def check_can_withdraw_nomination(user: Any, nomination: "Nomination") -> None:
    check_can_withdraw(user, nomination.dossier)


def check_can_complete(user: Any, nomination: "Nomination") -> None:
    """Raise unless the user heads the unit and is not who wrote the nomination last, as `check_can_send`."""
    check_can_confirm_at(
        user,
        nomination.dossier.unit,
        nomination.written_by_id,
        only="Chỉ thủ trưởng đơn vị được gửi bản đã bổ sung.",
        own="Người soạn không tự gửi được bản mình bổ sung.",
    )


def check_can_receive(user: Any, dossier: "NominationDossier") -> None:
    """Raise unless the user is officer of the alliance, and no author of the dossier."""
    if not rights_of(user).may(Role.OFFICER, at=dossier.place):
        raise PermissionDenied(_OFFICER)
    if user.pk in (dossier.drafted_by_id, dossier.confirmed_by_id):
        raise PermissionDenied("Người lập hồ sơ không tự tiếp nhận, thẩm định hồ sơ của mình.")


def check_can_appraise(user: Any, nomination: "Nomination") -> None:
    check_can_receive(user, nomination.dossier)


def check_can_read_nomination(user: Any, nomination: "Nomination") -> None:
    """Raise for the office while one that was sent back is being mended: what is being written is the unit's."""
    if nomination.status == NominationStatus.RETURNED:
        check_can_write_nomination(user, nomination)


def check_can_read_content(user: Any, dossier: "NominationDossier") -> None:
    """Raise for the office while the unit writes: what is being written is the unit's."""
    rights = rights_of(user)
    if rights.may(*WRITERS, at=dossier.unit):
        return
    if not rights.may(*READING_OFFICE, at=dossier.unit):
        raise PermissionDenied("Bạn không xem được nội dung hồ sơ này.")
    if dossier.lies_with_unit:
        raise PermissionDenied("Hồ sơ đang ở đơn vị nên chưa xem được nội dung.")
