"""Who may do what with campaigns and plans. Separation of duty: who drafts never confirms."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from emulation_portal.audit.models import Event
from emulation_portal.rights.enums import Role
from units.queries import has_role

# Who has done one of these to a plan has had a hand in it.
WRITING = ("plan.created", "plan.imported", "plan.edited", "plan.submitted", "plan.correction_started")

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from emulation_portal.accounts.models import User

    from .models import Campaign, CampaignPlan


def check_can_draft(user: "User | AnonymousUser", _obj: Any = None) -> None:
    if not has_role(user, Role.OFFICER, Role.CLERK):
        raise PermissionDenied("Chỉ chuyên viên Thi đua - Khen thưởng và văn thư được soạn, nhập kế hoạch.")


def check_can_edit(user: "User | AnonymousUser", plan: "CampaignPlan") -> None:
    """Officers edit drafts; the clerk edits transcriptions only, for numbering is not writing."""
    if not plan.is_editable:
        raise PermissionDenied(f"Kế hoạch đang ở trạng thái “{plan.get_status_display()}” nên không sửa được.")
    if has_role(user, Role.OFFICER) or (plan.is_transcription and has_role(user, Role.CLERK)):
        return
    raise PermissionDenied("Chỉ chuyên viên Thi đua - Khen thưởng được sửa dự thảo kế hoạch.")


def check_can_submit(user: "User | AnonymousUser", plan: "CampaignPlan") -> None:
    if plan.is_transcription:
        raise PermissionDenied("Bản nhập từ văn bản đã ban hành không phải trình duyệt; văn thư ghi thẳng vào sổ.")
    if not has_role(user, Role.OFFICER):
        raise PermissionDenied("Chỉ chuyên viên Thi đua - Khen thưởng được trình kế hoạch.")


def check_can_review(user: "User | AnonymousUser", plan: "CampaignPlan") -> None:
    if not has_role(user, Role.CHIEF_OF_OFFICE):
        raise PermissionDenied("Bước này của Chánh Văn phòng.")
    _check_not_own(user, plan)


def check_can_approve(user: "User | AnonymousUser", plan: "CampaignPlan") -> None:
    if not has_role(user, Role.LEADER):
        raise PermissionDenied("Bước này của lãnh đạo Liên minh.")
    _check_not_own(user, plan)


def check_can_issue(user: "User | AnonymousUser", plan: "CampaignPlan") -> None:
    if plan.is_transcription:
        raise PermissionDenied("Đây là bản nhập từ văn bản đã ban hành; hãy dùng “Ghi vào sổ”.")
    if not has_role(user, Role.CLERK):
        raise PermissionDenied("Chỉ văn thư được cấp số và ban hành.")


def check_can_transcribe(user: "User | AnonymousUser", plan: "CampaignPlan") -> None:
    if not plan.is_transcription:
        raise PermissionDenied("Kế hoạch soạn trên cổng phải qua trình duyệt trước khi cấp số.")
    if not has_role(user, Role.CLERK):
        raise PermissionDenied("Chỉ văn thư được ghi văn bản vào sổ.")


def check_can_correct_transcription(user: "User | AnonymousUser", plan: "CampaignPlan") -> None:
    if not plan.is_transcription:
        raise PermissionDenied("Chỉ bản nhập từ văn bản đã ban hành mới đính chính bằng cách nhập lại.")
    if not has_role(user, Role.OFFICER, Role.CLERK):
        raise PermissionDenied("Chỉ chuyên viên và văn thư được nhập lại văn bản.")


def check_can_revoke(user: "User | AnonymousUser", _plan: "CampaignPlan") -> None:
    if not has_role(user, Role.LEADER):
        raise PermissionDenied("Chỉ lãnh đạo Liên minh được thu hồi kế hoạch.")


def check_can_steer(user: "User | AnonymousUser", _campaign: "Campaign") -> None:
    if not has_role(user, Role.LEADER, Role.CHIEF_OF_OFFICE):
        raise PermissionDenied("Chỉ lãnh đạo Liên minh và Chánh Văn phòng được đổi giai đoạn của phong trào.")


def _check_not_own(user: "User | AnonymousUser", plan: "CampaignPlan") -> None:
    wrote = Event.objects.filter(
        object_type=plan._meta.label_lower, object_id=str(plan.pk), actor_id=user.pk, verb__in=WRITING
    )
    if plan.drafted_by_id == user.pk or wrote.exists():
        raise PermissionDenied(
            "Người đã soạn hoặc sửa kế hoạch không được tự duyệt. Hãy chuyển cho người khác có thẩm quyền."
        )
