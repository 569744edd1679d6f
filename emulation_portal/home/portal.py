"""The frame itself: the home page, and the help that every installation has, by what one does in the portal."""

from emulation_portal.audit.enums import INSPECTORS
from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import HelpPage, RailItem, Visits
from emulation_portal.rights.enums import COUNCIL_ROLES, OFFICE_ROLES, Role

from .crowd import visits

_OF_UNITS = (Role.DEPT_HEAD, Role.UNIT_HEAD, Role.UNIT_EDITOR, Role.CLUSTER_LEAD)

declare(
    RailItem("Việc cần làm", "home:home", "todo", 10),
    HelpPage(
        "bat-dau",
        "Bắt đầu sử dụng",
        "Đăng nhập, trang Việc cần làm, cách tìm kiếm.",
        ("/tai-khoan/", "/tim-kiem/"),
        order=1,
    ),
    HelpPage(
        "chuyen-vien",
        "Chuyên viên Thi đua - Khen thưởng",
        "Nhập kế hoạch từ tệp, hoàn thiện, trình duyệt.",
        roles=(Role.OFFICER,),
        order=10,
    ),
    HelpPage(
        "van-thu",
        "Văn thư",
        "Cấp số, ghi sổ, in sổ văn bản đi, nhập lại văn bản đã ban hành.",
        ("/so-van-ban-di/",),
        frozenset(OFFICE_ROLES),
        roles=(Role.CLERK,),
        order=20,
    ),
    HelpPage(
        "chanh-van-phong",
        "Chánh Văn phòng",
        "Rà soát, trình lãnh đạo, trả lại kèm lý do.",
        roles=(Role.CHIEF_OF_OFFICE,),
        order=30,
    ),
    HelpPage("lanh-dao", "Lãnh đạo Liên minh", "Duyệt, trả lại, thu hồi.", roles=(Role.LEADER,), order=40),
    HelpPage(
        "quan-tri",
        "Quản trị hệ thống",
        "Tài khoản, vai trò, đơn vị, người ký, thể thức văn bản.",
        ("/co-quan-ban-hanh/", "/phieu-kich-hoat/"),
        frozenset({Role.ADMIN}),
        roles=(Role.ADMIN,),
        order=50,
    ),
    HelpPage("ke-toan", "Kế toán", "Đọc kế hoạch và mức khen thưởng.", roles=(Role.ACCOUNTANT,), order=60),
    HelpPage(
        "kiem-tra",
        "Kiểm tra (giám sát)",
        "Nhật ký, sổ văn bản, tình trạng hệ thống.",
        ("/nhat-ky/",),
        frozenset(INSPECTORS),
        roles=(Role.AUDITOR,),
        order=70,
    ),
    HelpPage(
        "don-vi",
        "Cán bộ và thủ trưởng đơn vị",
        "Đọc kế hoạch, tải văn bản, xem người của đơn vị mình.",
        roles=_OF_UNITS,
        order=80,
    ),
    HelpPage(
        "hoi-dong",
        "Hội đồng Thi đua - Khen thưởng",
        "Đọc kế hoạch đã ban hành, giữ an toàn tài khoản.",
        roles=COUNCIL_ROLES,
        order=90,
    ),
    HelpPage(
        "khach",
        "Người đọc, cơ quan khác",
        "Đọc kế hoạch đã công khai, kiểm tra văn bản bằng mã hoặc tệp.",
        ("/kiem-tra/",),
        is_for_passers_by=True,
        order=100,
    ),
    Visits(visits),
)
