from django.db import models


class Role(models.TextChoices):
    """What a person is appointed to do. Source of the list: the office's working practice."""

    UNIT_EDITOR = "unit_editor", "Cán bộ đầu mối đơn vị"
    UNIT_HEAD = "unit_head", "Thủ trưởng đơn vị"
    CLUSTER_LEAD = "cluster_lead", "Khối trưởng, Cụm trưởng"
    OFFICER = "officer", "Chuyên viên Thi đua - Khen thưởng"
    CLERK = "clerk", "Văn thư"
    DEPT_HEAD = "dept_head", "Chánh Văn phòng, Trưởng phòng"
    LEADER = "leader", "Lãnh đạo Liên minh"
    COUNCIL_MEMBER = "council_member", "Ủy viên Hội đồng"
    COUNCIL_CHAIR = "council_chair", "Chủ tịch Hội đồng"
    COUNCIL_SECRETARY = "council_secretary", "Thư ký Hội đồng"
    TELLER = "teller", "Tổ kiểm phiếu"
    ACCOUNTANT = "accountant", "Kế toán"
    AUDITOR = "auditor", "Kiểm tra"
    ADMIN = "admin", "Quản trị hệ thống"


class ActivationChannel(models.TextChoices):
    MAIL = "mail", "Thư mời"
    SLIP = "slip", "Phiếu kích hoạt"


# A stolen password of these opens papers, numbers or ballots, so a password alone does not let them in.
ROLES_WITH_SECOND_FACTOR = frozenset(
    {
        Role.ADMIN, Role.CLERK, Role.LEADER, Role.DEPT_HEAD,
        Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY, Role.TELLER,
    }
)  # fmt: skip
