"""Names for the sample portal. The places are Quảng Ninh's; every organisation and person is invented."""

import datetime as dt

from .enums import UnitKind

DEPARTMENTS = [
    ("VP", "Văn phòng"),
    ("P-KHKT", "Phòng Kế hoạch - Hỗ trợ"),
    ("P-CSTV", "Phòng Chính sách - Tư vấn"),
    ("P-TTDT", "Phòng Tuyên truyền - Đào tạo"),
    ("P-TCKT", "Phòng Tổ chức - Kiểm tra"),
]
AFFILIATED_UNITS = [
    ("TT-HT", "Trung tâm Tư vấn và Hỗ trợ hợp tác xã (mẫu)"),
    ("Q-HTPT", "Quỹ Hỗ trợ phát triển hợp tác xã (mẫu)"),
]
BLOCKS = [
    "Khối thi đua số 1 – Nông nghiệp",
    "Khối thi đua số 2 – Thủy sản, dịch vụ",
    "Khối thi đua số 3 – Tín dụng, tổng hợp",
]

# (name without its kind, place, block 1 to 3)
COOPERATIVES = [
    ("Đông Triều", "phường Đông Triều", 1),
    ("Thủy sản Vân Đồn Xanh", "đặc khu Vân Đồn", 2),
    ("Nông nghiệp hữu cơ Suối Ngọc", "phường An Sinh", 1),
    ("Na dai Đồi Nắng", "phường Bình Khê", 1),
    ("Gốm sứ Lò Vàng", "phường Mạo Khê", 3),
    ("Rau an toàn Bãi Soi", "phường Hoàng Quế", 1),
    ("Cam Đồng Mẫu", "phường Hoàng Quế", 1),
    ("Mơ rừng Thung Sương", "phường Yên Tử", 1),
    ("Trúc Yên Sơn Mẫu", "phường Yên Tử", 1),
    ("Dịch vụ nông nghiệp Ruộng Bậc", "phường Uông Bí", 1),
    ("Hoa cây cảnh Nắng Mai", "phường Vàng Danh", 1),
    ("Nuôi trồng thủy sản Cửa Sóng", "phường Quảng Yên", 2),
    ("Đóng sửa tàu thuyền Bến Mẫu", "phường Phong Cốc", 2),
    ("Bánh gio Làng Thử", "phường Hà An", 2),
    ("Hàu sữa Bãi Triều", "phường Liên Hòa", 2),
    ("Vận tải Đèo Gió", "phường Đông Mai", 3),
    ("Chả mực Sóng Biếc", "phường Hạ Long", 2),
    ("Dịch vụ du lịch Thuyền Nan", "phường Bãi Cháy", 2),
    ("Thương mại Chợ Mẫu", "phường Hồng Gai", 3),
    ("Cơ khí Búa Vàng", "phường Hà Tu", 3),
    ("Môi trường Phố Sạch", "phường Cao Xanh", 3),
    ("Hoa lan Rừng Thử", "phường Hoành Bồ", 1),
    ("Ổi Đồi Gió", "xã Thống Nhất", 1),
    ("Ba kích Tím Mẫu", "xã Quảng La", 1),
    ("Xây dựng Móng Vững", "phường Cẩm Phả", 3),
    ("Vận tải Cầu Mẫu", "phường Cửa Ông", 3),
    ("Thủy sản Hòn Thử", "phường Quang Hanh", 2),
    ("Gà Tiên Mẫu", "xã Tiên Yên", 1),
    ("Miến dong Sợi Vàng", "xã Bình Liêu", 1),
    ("Hồi quế Rừng Thơm", "xã Hoành Mô", 1),
    ("Trà hoa vàng Lưng Núi", "xã Ba Chẽ", 1),
    ("Dược liệu Khe Mẫu", "xã Lương Minh", 1),
    ("Chè Lá Sớm", "xã Quảng Hà", 1),
    ("Củ cải Ruộng Cát", "xã Đầm Hà", 1),
    ("Lợn Móng Mẫu", "xã Quảng Tân", 1),
    ("Ghẹ Bến Thử", "phường Móng Cái 1", 2),
    ("Thương mại Cửa khẩu Mẫu", "phường Móng Cái 2", 3),
    ("Sá sùng Bãi Cát", "đặc khu Vân Đồn", 2),
    ("Nước mắm Thùng Gỗ", "đặc khu Cô Tô", 2),
    (
        "Sản xuất, chế biến, bảo quản, vận chuyển, xúc tiến thương mại và tiêu thụ nông sản, lâm sản, thủy sản "
        "an toàn gắn với du lịch cộng đồng Tổng Hợp Mẫu",
        "xã Đường Hoa",
        3,
    ),
]
# {code: (name until the day, the day)}
RENAMED = {"HTX-021": ("Hợp tác xã Vệ sinh đô thị Phố Sạch", dt.date(2024, 4, 1))}
# (code, name, short name, place, block, code of the one that it merged into)
MERGED = ("HTX-041", "Hợp tác xã Rau củ Đồng Thử", "HTX Rau củ Đồng Thử", "phường Hoàng Quế", 1, "HTX-006")
OTHER_MEMBERS = [
    (UnitKind.COOPERATIVE_UNION, "LHHTX", "Liên hiệp hợp tác xã Nông sản Bốn Mùa (mẫu)", "phường Hạ Long", 3),
    (UnitKind.COOPERATIVE_UNION, "LHHTX", "Liên hiệp hợp tác xã Thủy sản Ba Vịnh (mẫu)", "đặc khu Vân Đồn", 2),
    (UnitKind.PEOPLES_CREDIT_FUND, "QTDND", "Quỹ tín dụng nhân dân Mẫu Một", "phường Đông Triều", 3),
    (UnitKind.PEOPLES_CREDIT_FUND, "QTDND", "Quỹ tín dụng nhân dân Mẫu Hai", "phường Quảng Yên", 3),
    (UnitKind.PEOPLES_CREDIT_FUND, "QTDND", "Quỹ tín dụng nhân dân Mẫu Ba", "phường Cẩm Phả", 3),
    (UnitKind.PEOPLES_CREDIT_FUND, "QTDND", "Quỹ tín dụng nhân dân Mẫu Bốn", "phường Uông Bí", 3),
    (UnitKind.COOPERATIVE_GROUP, "THT", "Tổ hợp tác Nuôi ong Rừng Mẫu", "xã Kỳ Thượng", 1),
    (UnitKind.COOPERATIVE_GROUP, "THT", "Tổ hợp tác Đan lưới Bến Mẫu", "đặc khu Cô Tô", 2),
    (UnitKind.COOPERATIVE_GROUP, "THT", "Tổ hợp tác Thêu thổ cẩm Bản Thử", "xã Lục Hồn", 1),
]

DEPUTY, HEAD = "Lương Thị Mẫu", "Lương Văn Thử"
MERGED_HEAD = "Lương Văn Nháp"

FAMILY_NAMES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Vũ",
    "Đỗ",
    "Bùi",
    "Đặng",
    "Ngô",
    "Dương",
    "Lý",
    "Đinh",
    "Hà",
]
MIDDLE_NAMES = ["Thị", "Văn", "Minh", "Thu", "Đức"]
GIVEN_NAMES = ["Mẫu", "Thử", "Nháp"]


def sample_name(number: int) -> str:
    """Return a name that is nobody's: Nguyễn Thị Mẫu, Trần Văn Thử, …; a new one for each number below 210."""
    given, middle, family = number % 3, number // 3 % 5, number // 15 % 14
    return f"{FAMILY_NAMES[family]} {MIDDLE_NAMES[middle]} {GIVEN_NAMES[given]}"
