"""The sample persons a visitor of a sample portal can be, with one click. Their units are loaded by `units.sample`."""

from typing import NamedTuple

from emulation_portal.rights.enums import Role


class Persona(NamedTuple):
    username: str
    name: str
    appointed_as: Role
    role: str  # the post, as the card on the login page says it
    try_words: str


PERSONAS = (
    Persona(
        "chuyenvien",
        "Nguyễn Thị Mẫu",
        Role.OFFICER,
        "Chuyên viên Thi đua - Khen thưởng",
        "Nhập kế hoạch từ tệp, sửa dự thảo, trình Chánh Văn phòng.",
    ),
    Persona(
        "chanhvanphong",
        "Trần Văn Thử",
        Role.CHIEF_OF_OFFICE,
        "Chánh Văn phòng",
        "Rà soát kế hoạch, trả lại kèm lý do hoặc trình lãnh đạo.",
    ),
    Persona(
        "chutich",
        "Lê Văn Minh Họa",
        Role.LEADER,
        "Chủ tịch Liên minh",
        "Duyệt kế hoạch, ký ban hành.",
    ),
    Persona(
        "phochutich",
        "Phạm Thị Ví Dụ",
        Role.LEADER,
        "Phó Chủ tịch Liên minh",
        "Duyệt và ký thay Chủ tịch (KT.).",
    ),
    Persona(
        "vanthu",
        "Hoàng Thị Thí Điểm",
        Role.CLERK,
        "Văn thư",
        "Cấp số, ghi sổ đăng ký văn bản đi, phát hành.",
    ),
    Persona(
        "uyvien",
        "Vũ Văn Giả Định",
        Role.COUNCIL_MEMBER,
        "Ủy viên Hội đồng Thi đua - Khen thưởng",
        "Đọc các kế hoạch đã ban hành.",
    ),
    Persona(
        "ketoan",
        "Đỗ Thị Phỏng Theo",
        Role.ACCOUNTANT,
        "Kế toán",
        "Xem kế hoạch và mức thưởng.",
    ),
    Persona(
        "kiemtra",
        "Bùi Văn Thử Nghiệm",
        Role.AUDITOR,
        "Kiểm tra",
        "Đọc mọi hồ sơ và nhật ký, không sửa được gì.",
    ),
    Persona(
        "quantri",
        "Đặng Văn Làm Mẫu",
        Role.ADMIN,
        "Quản trị hệ thống",
        "Mở tài khoản, in phiếu kích hoạt, phân vai trò, quản lý đơn vị.",
    ),
    Persona(
        "giamdoc.dongtrieu",
        "Ngô Thị Mẫu",
        Role.UNIT_HEAD,
        "Giám đốc hợp tác xã",
        "Đọc kế hoạch gửi đến đơn vị mình.",
    ),
    Persona(
        "canbo.dongtrieu",
        "Dương Văn Thử",
        Role.UNIT_EDITOR,
        "Cán bộ đầu mối hợp tác xã",
        "Đọc kế hoạch, xem thông tin đơn vị mình.",
    ),
    Persona(
        "canbo.vandon",
        "Lý Thị Ví Dụ",
        Role.UNIT_EDITOR,
        "Cán bộ đầu mối của một hợp tác xã khác",
        "Bổ sung báo cáo bị trả lại; không xem được đơn vị kia.",
    ),
    Persona(
        "giamdoc.vandon",
        "Vũ Đức Ví Dụ",
        Role.UNIT_HEAD,
        "Giám đốc của hợp tác xã ấy",
        "Xác nhận và nộp báo cáo mà cán bộ đầu mối trình.",
    ),
)
