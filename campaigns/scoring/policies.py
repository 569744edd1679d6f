"""Who may do what in scoring: the standing office in its alliance, a unit's people at the unit, the lead in the khối."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from campaigns.reports.policies import HEADS, READING_OFFICE, WRITERS, check_can_confirm_at, check_can_hand_back_at
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

if TYPE_CHECKING:
    from .models import BlockScoring, CrossCheck, ScoreCard, ScoreSheet

_KEEPING = "Chỉ chuyên viên Thi đua - Khen thưởng được soạn bảng điểm."
_OPENING = "Chỉ chuyên viên Thi đua - Khen thưởng được mở, chốt việc chấm điểm của khối."


def leads(user: Any, block_id: int) -> bool:
    """Return whether the user is Khối trưởng, Cụm trưởng of the block today."""
    return block_id in rights_of(user).block_ids()


def check_can_keep_sheet(user: Any, sheet: "ScoreSheet") -> None:
    if not rights_of(user).may(Role.OFFICER, at=sheet.place):
        raise PermissionDenied(_KEEPING)


def check_can_score_somewhere(user: Any) -> None:
    """Raise unless the user is officer of some alliance; of which sheet or khối, the others ask."""
    if not rights_of(user).hold(Role.OFFICER):
        raise PermissionDenied(_OPENING)


def check_can_see_sheets(user: Any) -> None:
    if not rights_of(user).hold(*READING_OFFICE):
        raise PermissionDenied("Bảng điểm dành cho thường trực Hội đồng, lãnh đạo Liên minh và kiểm tra.")


def check_can_see_scorings(user: Any) -> None:
    """Raise unless there may be a scoring for the user to see: which, `BlockScoring.visible_to` says."""
    if not rights_of(user).hold(*READING_OFFICE, *WRITERS, Role.CLUSTER_LEAD):
        raise PermissionDenied(
            "Chấm điểm khối dành cho đơn vị trong khối, Khối trưởng, thường trực Hội đồng, lãnh đạo Liên minh và kiểm tra."
        )


def check_can_run(user: Any, scoring: "BlockScoring") -> None:
    """Raise unless the user opens, directs and settles the scoring: the officer of its alliance."""
    if not rights_of(user).may(Role.OFFICER, at=scoring.place):
        raise PermissionDenied(_OPENING)


def check_can_see_all_cards(user: Any, scoring: "BlockScoring") -> None:
    """Raise unless the user sees what all units of the khối sent: its alliance's office, or who leads it."""
    if leads(user, scoring.block_id):
        return
    if not rights_of(user).may(*READING_OFFICE, at=scoring.place):
        raise PermissionDenied("Chỉ Khối trưởng và thường trực Hội đồng xem được điểm của mọi đơn vị trong khối.")


def check_can_confer(user: Any, scoring: "BlockScoring") -> None:
    """Raise unless the user writes the conference down: who leads the khối, or the officer."""
    if leads(user, scoring.block_id):
        return
    if not rights_of(user).may(Role.OFFICER, at=scoring.place):
        raise PermissionDenied("Chỉ Khối trưởng hoặc chuyên viên Thi đua - Khen thưởng được lập biên bản bình xét.")


def check_can_write_card(user: Any, card: "ScoreCard") -> None:
    if not rights_of(user).may(*WRITERS, at=card.unit):
        raise PermissionDenied("Chỉ người của đơn vị được tự chấm điểm cho đơn vị.")


def check_can_send_card(user: Any, card: "ScoreCard") -> None:
    """Raise unless the user heads the unit and is not who scored it; a unit that was let off may have one person."""
    check_can_confirm_at(
        user,
        card.unit,
        card.drafted_by_id,
        only="Chỉ thủ trưởng đơn vị được xác nhận và gửi phiếu điểm.",
        own="Người trình không tự gửi được phiếu điểm của mình.",
    )


def check_can_hand_card_back(user: Any, card: "ScoreCard") -> None:
    """Raise unless the user heads the unit, or scored it and takes the card back."""
    only = "Chỉ thủ trưởng, hoặc người đã trình, được đưa phiếu điểm về chấm tiếp."
    check_can_hand_back_at(user, card.unit, card.drafted_by_id, only=only)


def check_can_appraise(user: Any, card: "ScoreCard") -> None:
    if not rights_of(user).may(Role.OFFICER, at=card.place):
        raise PermissionDenied("Chỉ chuyên viên Thi đua - Khen thưởng được thẩm định điểm.")


def check_can_read_card(user: Any, card: "ScoreCard") -> None:
    """Raise for others than the unit until it has sent its points; they are the office's, the lead's and the cross scorer's then."""
    rights = rights_of(user)
    if rights.may(*WRITERS, at=card.unit):
        return
    scoring = card.scoring
    is_crosser = hasattr(card, "cross") and rights.may(*WRITERS, at=card.cross.unit)
    if not is_crosser and not leads(user, scoring.block_id) and not rights.may(*READING_OFFICE, at=card.unit):
        raise PermissionDenied("Bạn không xem được phiếu điểm này.")
    if not card.is_sent:
        raise PermissionDenied("Đơn vị chưa gửi phiếu tự chấm nên chưa xem được điểm.")


def check_can_cross(user: Any, cross: "CrossCheck") -> None:
    if not rights_of(user).may(*WRITERS, at=cross.unit):
        raise PermissionDenied("Chỉ người của đơn vị được phân công chấm chéo được ghi điểm này.")


def check_can_send_cross(user: Any, cross: "CrossCheck") -> None:
    if not rights_of(user).may(*HEADS, at=cross.unit):
        raise PermissionDenied("Chỉ thủ trưởng đơn vị chấm chéo được gửi điểm chấm chéo.")


def check_can_return_cross(user: Any, cross: "CrossCheck") -> None:
    if not rights_of(user).may(Role.OFFICER, at=cross.place):
        raise PermissionDenied("Chỉ chuyên viên Thi đua - Khen thưởng được trả lại điểm chấm chéo.")
