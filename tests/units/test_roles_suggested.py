"""The role that the form of a new account offers first."""

import pytest

from emulation_portal.rights.enums import Role
from units.enums import UnitKind
from units.regulations import suggest_role


@pytest.mark.parametrize(
    ("kind", "title", "is_head", "role"),
    [
        (UnitKind.COOPERATIVE, "Giám đốc", True, Role.UNIT_HEAD),
        (UnitKind.COOPERATIVE, "Giám đốc", False, Role.UNIT_HEAD),
        (UnitKind.COOPERATIVE, "Chủ tịch Hội đồng quản trị", False, Role.UNIT_HEAD),
        (UnitKind.COOPERATIVE, "Phó Giám đốc", False, Role.UNIT_EDITOR),
        (UnitKind.COOPERATIVE, "Kế toán trưởng", False, Role.UNIT_EDITOR),
        (UnitKind.COOPERATIVE_GROUP, "Tổ trưởng", False, Role.UNIT_HEAD),
        (UnitKind.AFFILIATED_UNIT, "Người phụ trách", True, Role.UNIT_HEAD),
        (UnitKind.DEPARTMENT, "Chánh Văn phòng", True, Role.CHIEF_OF_OFFICE),
        (UnitKind.ALLIANCE, "Chánh văn phòng Liên minh", False, Role.CHIEF_OF_OFFICE),
        (UnitKind.DEPARTMENT, "Phó Chánh Văn phòng", False, Role.OFFICER),
        (UnitKind.DEPARTMENT, "Trưởng phòng", True, Role.DEPT_HEAD),
        (UnitKind.DEPARTMENT, "Phó Trưởng phòng", False, Role.OFFICER),
        (UnitKind.ALLIANCE, "Chủ tịch", True, Role.LEADER),
        (UnitKind.COUNCIL, "Ủy viên", False, Role.COUNCIL_MEMBER),
    ],
)
def test_first_role_offered(kind: UnitKind, title: str, is_head: bool, role: Role) -> None:
    assert suggest_role(kind, title, is_head=is_head) == role
