"""Who may do what with reports: the unit's own people at who files, the standing office at whose report it is."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

if TYPE_CHECKING:
    from campaigns.models import Campaign

    from .models import Demand, UnitReport

HEADS = (Role.UNIT_HEAD, Role.DEPT_HEAD)
WRITERS = (Role.UNIT_EDITOR, *HEADS)
# Who works with what units report. Clerk, accountant and administrator have nothing to do with it.
READING_OFFICE = (Role.OFFICER, Role.CHIEF_OF_OFFICE, Role.LEADER, Role.AUDITOR)


def check_can_write(user: Any, report: "UnitReport") -> None:
    if not rights_of(user).may(*WRITERS, at=report.filer):
        raise PermissionDenied("Chỉ người của đơn vị phải nộp được soạn báo cáo này.")


def check_can_confirm(user: Any, report: "UnitReport") -> None:
    """Raise unless the user heads the unit and is not who wrote the report; a unit that was let off may have one person."""
    check_can_confirm_at(
        user,
        report.filer,
        report.drafted_by_id,
        only="Chỉ thủ trưởng đơn vị được xác nhận và nộp báo cáo.",
        own="Người trình không tự xác nhận được báo cáo của mình.",
    )


def check_can_confirm_at(user: Any, unit: Any, drafted_by_id: int | None, *, only: str, own: str) -> None:
    """Raise `only` unless the user heads the unit, `own` and what to do where they wrote it and two people are asked for."""
    if not rights_of(user).may(*HEADS, at=unit):
        raise PermissionDenied(only)
    if drafted_by_id == user.pk and not may_sign_alone(unit):
        raise PermissionDenied(
            f"{own} Hãy để thủ trưởng khác xác nhận, hoặc đề nghị chuyên viên Thi đua - Khen thưởng cho đơn vị ít người "
            "một người vừa soạn vừa xác nhận."
        )


def check_can_hand_back_at(user: Any, unit: Any, drafted_by_id: int | None, *, only: str) -> None:
    """Raise `only` unless the user heads the unit, or wrote it there and takes it back."""
    if rights_of(user).may(*HEADS, at=unit):
        return
    if drafted_by_id != user.pk or not rights_of(user).may(*WRITERS, at=unit):
        raise PermissionDenied(only)


def may_sign_alone(unit: Any) -> bool:
    """Return whether one person of the unit may write and confirm."""
    return hasattr(unit, "sole_sign_off")


def check_can_let_sign_alone(user: Any, unit: Any) -> None:
    if not rights_of(user).may(Role.OFFICER, Role.CHIEF_OF_OFFICE, at=unit):
        raise PermissionDenied("Chỉ thường trực Hội đồng được cho đơn vị ít người một người vừa soạn vừa xác nhận.")


def check_can_hand_back(user: Any, report: "UnitReport") -> None:
    """Raise unless the user heads the unit, or wrote the report and takes it back."""
    only = "Chỉ thủ trưởng, hoặc người đã trình, được đưa báo cáo về soạn tiếp."
    check_can_hand_back_at(user, report.filer, report.drafted_by_id, only=only)


def check_can_receive(user: Any, report: "UnitReport") -> None:
    if not rights_of(user).may(Role.OFFICER, at=report.place):
        raise PermissionDenied("Chỉ chuyên viên Thi đua - Khen thưởng được tiếp nhận và kiểm tra báo cáo.")


def check_can_unlock(user: Any, report: "UnitReport") -> None:
    """The head of the office that keeps the figures. Source: DOMAIN 6.3."""
    if not rights_of(user).may(Role.CHIEF_OF_OFFICE, Role.LEADER, at=report.place):
        raise PermissionDenied("Chỉ Chánh Văn phòng hoặc lãnh đạo Liên minh được mở lại số liệu đã chốt.")


def check_can_excuse(user: Any, report: "UnitReport") -> None:
    if not rights_of(user).may(Role.OFFICER, Role.CHIEF_OF_OFFICE, at=report.place):
        raise PermissionDenied("Chỉ chuyên viên Thi đua - Khen thưởng hoặc Chánh Văn phòng được miễn, gia hạn báo cáo.")


def check_can_read_content(user: Any, report: "UnitReport") -> None:
    """Raise for the office while the report lies with its unit and nothing was submitted: what is being written is theirs."""
    rights = rights_of(user)
    if rights.may(*WRITERS, at=report.filer) or rights.may(*WRITERS, at=report.unit):
        return
    if not rights.may(*READING_OFFICE, at=report.unit):
        raise PermissionDenied("Bạn không xem được nội dung báo cáo này.")
    if report.submitted_at is None:
        raise PermissionDenied("Đơn vị chưa nộp nên chưa xem được nội dung.")


def check_can_demand(user: Any, demand: "Demand") -> None:
    if not rights_of(user).may(Role.OFFICER, at=demand.place):
        raise PermissionDenied("Chỉ chuyên viên Thi đua - Khen thưởng được đặt yêu cầu báo cáo.")


def check_can_demand_somewhere(user: Any) -> None:
    """Raise unless the user is officer of some alliance; of whose campaign, `check_can_demand` asks."""
    if not rights_of(user).hold(Role.OFFICER):
        raise PermissionDenied("Chỉ chuyên viên Thi đua - Khen thưởng được đặt yêu cầu báo cáo.")


def check_can_see_reports(user: Any) -> None:
    """Raise unless there may be a report for the user to see: which, `UnitReport.visible_to` says."""
    if not rights_of(user).hold(*READING_OFFICE, *WRITERS):
        raise PermissionDenied(
            "Báo cáo dành cho đơn vị phải nộp, thường trực Hội đồng, lãnh đạo Liên minh và kiểm tra."
        )


def check_can_see_demands(user: Any, campaign: "Campaign") -> None:
    if not rights_of(user).may(*READING_OFFICE, at=campaign.place):
        raise PermissionDenied("Chỉ thường trực Hội đồng, lãnh đạo Liên minh và kiểm tra xem được yêu cầu báo cáo.")


def check_can_see_board(user: Any) -> None:
    if not rights_of(user).hold(*READING_OFFICE):
        raise PermissionDenied(
            "Chỉ thường trực Hội đồng, lãnh đạo Liên minh và kiểm tra xem được bảng theo dõi báo cáo."
        )


def check_can_keep_catalogue(user: Any, alliance: Any) -> None:
    if not rights_of(user).may(Role.OFFICER, at=alliance):
        raise PermissionDenied("Chỉ chuyên viên Thi đua - Khen thưởng được sửa danh mục chỉ tiêu.")


def check_can_keep_some_catalogue(user: Any) -> None:
    """Raise unless the user is officer of some alliance; of which catalogue, `check_can_keep_catalogue` asks."""
    if not rights_of(user).hold(Role.OFFICER):
        raise PermissionDenied("Chỉ chuyên viên Thi đua - Khen thưởng được sửa danh mục chỉ tiêu.")


def check_can_see_catalogue(user: Any) -> None:
    if not rights_of(user).hold(*READING_OFFICE):
        raise PermissionDenied("Danh mục chỉ tiêu dành cho thường trực Hội đồng và lãnh đạo Liên minh.")
