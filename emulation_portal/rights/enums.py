from django.db import models


class Role(models.TextChoices):
    """What a person is appointed to do, at a place. Source of the list: the office's working practice."""

    UNIT_EDITOR = "unit_editor", "Cán bộ đầu mối đơn vị"
    UNIT_HEAD = "unit_head", "Thủ trưởng đơn vị"
    CLUSTER_LEAD = "cluster_lead", "Khối trưởng, Cụm trưởng"
    OFFICER = "officer", "Chuyên viên Thi đua - Khen thưởng"
    CLERK = "clerk", "Văn thư"
    CHIEF_OF_OFFICE = "chief_of_office", "Chánh Văn phòng"
    DEPT_HEAD = "dept_head", "Trưởng phòng, ban"
    LEADER = "leader", "Lãnh đạo Liên minh"
    COUNCIL_MEMBER = "council_member", "Ủy viên Hội đồng"
    COUNCIL_CHAIR = "council_chair", "Chủ tịch Hội đồng"
    COUNCIL_SECRETARY = "council_secretary", "Thư ký Hội đồng"
    TELLER = "teller", "Tổ kiểm phiếu"
    ACCOUNTANT = "accountant", "Kế toán"
    AUDITOR = "auditor", "Kiểm tra"
    ADMIN = "admin", "Quản trị hệ thống"


class StandIn(models.TextChoices):
    """In what capacity somebody holds a role. Source: NĐ 30/2020/NĐ-CP Điều 13, of which rights follow the signature."""

    HOLDER = "", "Chính thức"
    KT = "kt", "ký thay, KT."
    TL = "tl", "thừa lệnh, TL."
    TUQ = "tuq", "thừa ủy quyền, TUQ."


def words_of(role: str, stand_in: str) -> str:
    """Return “Chánh Văn phòng”, or “Chánh Văn phòng (ký thay, KT.)” for who stands in."""
    label = str(Role(role).label)
    return f"{label} ({StandIn(stand_in).label})" if stand_in else label


# The standing office and those it works for: their right holds in the whole body whose office it is.
OFFICE_ROLES = (
    Role.OFFICER,
    Role.CLERK,
    Role.CHIEF_OF_OFFICE,
    Role.LEADER,
    Role.ACCOUNTANT,
    Role.AUDITOR,
    Role.ADMIN,
)
# The head of a department acts for it and for what lies below it, and for no other.
BRANCH_ROLES = (Role.DEPT_HEAD,)
# At one unit, and not for those below it.
UNIT_ROLES = (Role.UNIT_EDITOR, Role.UNIT_HEAD)
COUNCIL_ROLES = (Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER, Role.TELLER)
# At a block, and not at the unit on whose behalf it is led.
BLOCK_ROLES = (Role.CLUSTER_LEAD,)

# A stolen password of these opens papers, numbers or ballots, so a password alone does not let them in.
ROLES_WITH_SECOND_FACTOR = frozenset(
    {Role.ADMIN, Role.CLERK, Role.LEADER, Role.CHIEF_OF_OFFICE, Role.DEPT_HEAD, *COUNCIL_ROLES}
)
