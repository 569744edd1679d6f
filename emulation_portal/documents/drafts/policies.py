"""Who may do what with a draft, at the place of its issuer. Separation of duty: who has had a hand in it never approves.

A transcription is no decision: its clerk may type it and enter it into the book alone.
"""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from emulation_portal.rights.enums import OFFICE_ROLES, Role
from emulation_portal.rights.held import rights_of

if TYPE_CHECKING:
    from emulation_portal.documents.models import Issuer

    from .models import Draft

DRAFTERS = (Role.OFFICER, Role.CLERK)


def check_can_draft_somewhere(user: Any) -> None:
    """Raise unless the user drafts papers of some body; of which, `check_can_draft` asks when it is chosen."""
    if not rights_of(user).hold(*DRAFTERS):
        raise PermissionDenied("Chỉ chuyên viên Thi đua - Khen thưởng và văn thư được soạn, nhập văn bản.")


def check_can_draft(user: Any, issuer: "Issuer") -> None:
    if not rights_of(user).may(*DRAFTERS, at=issuer.unit):
        raise PermissionDenied("Chỉ chuyên viên Thi đua - Khen thưởng và văn thư được soạn, nhập văn bản.")


def check_can_write(user: Any, draft: "Draft") -> None:
    """Officers write drafts; the clerk writes transcriptions only, for numbering is not writing."""
    writers = DRAFTERS if draft.is_transcription else (Role.OFFICER,)
    if not rights_of(user).may(*writers, at=draft.place):
        raise PermissionDenied(f"Chỉ chuyên viên Thi đua - Khen thưởng được sửa dự thảo {draft.noun}.")


def check_can_edit(user: Any, draft: "Draft") -> None:
    """Raise unless the user writes it and it is at the drafter's desk now."""
    check_can_write(user, draft)
    if not draft.is_editable:
        raise PermissionDenied(
            f"{draft.noun_upper} đang ở trạng thái “{draft.get_status_display()}” nên không sửa được."
        )


def check_can_print(user: Any, draft: "Draft") -> None:
    if not rights_of(user).may(*OFFICE_ROLES, at=draft.place):
        raise PermissionDenied("PDF dự thảo chỉ dành cho cơ quan soạn thảo.")


def check_can_submit(user: Any, draft: "Draft") -> None:
    if not rights_of(user).may(Role.OFFICER, at=draft.place):
        raise PermissionDenied(f"Chỉ chuyên viên Thi đua - Khen thưởng được trình {draft.noun}.")


def check_can_review(user: Any, draft: "Draft") -> None:
    if not rights_of(user).may(Role.CHIEF_OF_OFFICE, at=draft.place):
        raise PermissionDenied("Bước này của Chánh Văn phòng.")
    _check_not_own(user, draft)


def check_can_approve(user: Any, draft: "Draft") -> None:
    if not rights_of(user).may(Role.LEADER, at=draft.place):
        raise PermissionDenied("Bước này của lãnh đạo Liên minh.")
    _check_not_own(user, draft)


def check_can_issue(user: Any, draft: "Draft") -> None:
    if not rights_of(user).may(Role.CLERK, at=draft.place):
        raise PermissionDenied("Chỉ văn thư được cấp số và ban hành.")


def check_can_transcribe(user: Any, draft: "Draft") -> None:
    if not rights_of(user).may(Role.CLERK, at=draft.place):
        raise PermissionDenied("Chỉ văn thư được ghi văn bản vào sổ.")


def check_can_correct(user: Any, draft: "Draft") -> None:
    if not rights_of(user).may(*DRAFTERS, at=draft.place):
        raise PermissionDenied("Chỉ chuyên viên và văn thư được nhập lại văn bản.")


def check_can_succeed(user: Any, draft: "Draft") -> None:
    """Raise unless the user may draft the paper that amends or replaces this one."""
    if not rights_of(user).may(Role.OFFICER, at=draft.place):
        raise PermissionDenied("Chỉ chuyên viên Thi đua - Khen thưởng được soạn văn bản sửa đổi, thay thế.")


def check_can_revoke(user: Any, draft: "Draft") -> None:
    if not rights_of(user).may(Role.LEADER, at=draft.place):
        raise PermissionDenied(f"Chỉ lãnh đạo Liên minh được thu hồi {draft.noun}.")


def check_can_revoke_own_order(user: Any, draft: "Draft") -> None:
    """The same for a paper that the Chief of Office signs by order of the head (TL.)."""
    if not rights_of(user).may(Role.LEADER, Role.CHIEF_OF_OFFICE, at=draft.place):
        raise PermissionDenied(f"Chỉ lãnh đạo Liên minh và Chánh Văn phòng được thu hồi {draft.noun}.")


def check_can_see_receipts(user: Any, draft: "Draft") -> None:
    if not rights_of(user).may(*OFFICE_ROLES, at=draft.place):
        raise PermissionDenied("Tình hình tiếp nhận dành cho cơ quan ban hành văn bản.")


def check_can_remind(user: Any, draft: "Draft") -> None:
    if not rights_of(user).may(*DRAFTERS, Role.CHIEF_OF_OFFICE, at=draft.place):
        raise PermissionDenied("Chỉ chuyên viên, văn thư, Chánh Văn phòng của cơ quan ban hành được gửi nhắc.")


def _check_not_own(user: Any, draft: "Draft") -> None:
    if draft.hands.filter(pk=user.pk).exists():
        raise PermissionDenied(
            f"Người đã soạn hoặc sửa {draft.noun} không được tự duyệt. Hãy chuyển cho người khác có thẩm quyền."
        )
