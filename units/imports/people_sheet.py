"""The table of people, a line for each post: its columns, and what the template shows."""

import datetime as dt
from typing import Any

from emulation_portal.core.dates import has_short_year
from emulation_portal.spreadsheets.columns import (
    NO,
    YES,
    ImportColumn,
    SheetKind,
    WrongCell,
    day,
    email,
    text,
    yes_or_no,
)

from .unit_sheet import code_of_unit


def key_of_person(value: Any) -> str:
    """Return the key of somebody as the files of the portal write it. Raises WrongCell."""
    digits = text(12)(value)
    if not digits.isdecimal() or not digits.isascii():
        raise WrongCell(f"“{digits}” không phải là mã người. Hãy chép mã từ tệp dữ liệu hiện có, hoặc để trống.")
    return str(int(digits))


def _birth(value: Any) -> str:
    if isinstance(value, str) and has_short_year(value):
        raise WrongCell(f"“{value}”: hãy ghi đủ bốn chữ số của năm sinh, ví dụ 05/02/1968. Hãy sửa ô này.")
    return day(value)


PEOPLE_SHEET = SheetKind(
    title="Người",
    key="Họ và tên",
    ignored=("Tên đơn vị", "Tên đăng nhập"),
    other_headings={"Họ tên": "Họ và tên", "Email": "Thư điện tử", "Mã số đơn vị": "Mã đơn vị", "Chức danh": "Chức vụ"},
    columns=(
        ImportColumn(
            "person",
            "Mã người",
            "Cổng cấp, có trong tệp dữ liệu hiện có. Người mới để trống. Sửa họ tên, hoặc thêm chức vụ ở đơn vị khác, thì ghi mã.",
            read=key_of_person,
            can_be_cleared=False,
        ),
        ImportColumn(
            "unit", "Mã đơn vị", "Nơi giữ chức vụ.", "HTX-901", code_of_unit, is_required=True, can_be_cleared=False
        ),
        ImportColumn(
            "full_name",
            "Họ và tên",
            "Viết hoa chữ cái đầu mỗi từ. Trùng họ tên trong đơn vị thì ghi mã người hoặc ngày sinh.",
            "Nguyễn Văn Thử",
            text(120),
            is_required=True,
            can_be_cleared=False,
        ),
        ImportColumn(
            "birth_date", "Ngày sinh", "Ngày/tháng/năm, để phân biệt người trùng tên.", dt.date(1968, 2, 5), _birth
        ),
        ImportColumn(
            "title",
            "Chức vụ",
            "Mỗi chức vụ một dòng. Chức vụ chưa có thì ghi thêm; thôi chức vụ thì làm ở trang của người ấy.",
            "Giám đốc",
            text(120),
            is_required=True,
            can_be_cleared=False,
        ),
        ImportColumn(
            "is_head", "Là người đứng đầu", "có hoặc không.", YES, yes_or_no, can_be_cleared=False, choices=(YES, NO)
        ),
        ImportColumn(
            "since",
            "Giữ chức vụ từ ngày",
            "Ngày/tháng/năm.",
            dt.date(2020, 1, 2),
            day,
            is_required=True,
            can_be_cleared=False,
        ),
        ImportColumn(
            "account",
            "Tài khoản",
            "Ghi “có” để mở tài khoản. Có thư điện tử: cổng gửi thư mời. Không có: in phiếu kích hoạt.",
            YES,
            yes_or_no,
            can_be_cleared=False,
            choices=(YES, NO),
        ),
        ImportColumn("email", "Thư điện tử", "Của riêng người ấy, để nhận thư mời.", "", email, can_be_cleared=False),
    ),
)
