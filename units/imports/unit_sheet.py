"""The table of units: its columns, and what the template shows."""

import datetime as dt
from typing import Any

from emulation_portal.spreadsheets.columns import ImportColumn, SheetKind, WrongCell, day, email, one_of, text

from .. import regulations
from ..enums import UnitKind

_KINDS = {kind.value: kind.label for kind in UnitKind if kind != UnitKind.ALLIANCE}


def code_of_unit(value: Any) -> str:
    """Return a code as it is written down, where it can be one."""
    code = text(20)(value)
    return regulations.as_code(code) or code


def _phone(value: Any) -> str:
    if isinstance(value, int | float):
        raise WrongCell(
            "Ô là số nên Excel bỏ mất số 0 ở đầu. Hãy đổi định dạng cột sang Văn bản (Text) rồi ghi lại, ví dụ 0203 3825 123."
        )
    phone = text(40)(value)
    if not regulations.is_phone(phone):
        raise WrongCell(
            f"“{phone}” không phải là số điện thoại. Hãy ghi mỗi số từ 8 đến 15 chữ số; nhiều số thì cách nhau bằng dấu phẩy."
        )
    return phone


UNIT_SHEET = SheetKind(
    title="Đơn vị",
    key="Mã đơn vị",
    ignored=("Tên trước đây", "Khối, cụm", "Trạng thái"),
    other_headings={
        "Mã số": "Mã đơn vị",
        "Mã": "Mã đơn vị",
        "Tên hợp tác xã": "Tên đơn vị",
        "Tên HTX": "Tên đơn vị",
        "Loại hình": "Loại đơn vị",
        "Số điện thoại": "Điện thoại",
        "ĐT": "Điện thoại",
        "Email": "Thư điện tử",
        "Đơn vị cấp trên": "Trực thuộc",
    },
    columns=(
        ImportColumn(
            "code",
            "Mã đơn vị",
            "Chữ và số không dấu. Mã đã có: sửa đơn vị ấy; mã chưa có: thêm đơn vị mới.",
            "HTX-901",
            code_of_unit,
            is_required=True,
            can_be_cleared=False,
        ),
        ImportColumn(
            "name",
            "Tên đơn vị",
            "Tên đầy đủ, như ghi trên giấy đăng ký hoặc quyết định thành lập.",
            "Hợp tác xã Nông nghiệp Mẫu",
            text(250),
            is_required=True,
            can_be_cleared=False,
        ),
        ImportColumn("short_name", "Tên gọi tắt", "Dùng ở các bảng hẹp.", "HTX Mẫu", text(100)),
        ImportColumn(
            "kind",
            "Loại đơn vị",
            "Chọn một mục trong danh sách của ô.",
            _KINDS[UnitKind.COOPERATIVE],
            one_of(_KINDS),
            is_required=True,
            can_be_cleared=False,
            choices=tuple(_KINDS.values()),
        ),
        ImportColumn(
            "parent",
            "Trực thuộc",
            "Mã hoặc tên đơn vị cấp trên, kể cả đơn vị thêm trong cùng tệp. Đơn vị mới để trống: trực thuộc Liên minh.",
            "",
            text(250),
            can_be_cleared=False,
        ),
        ImportColumn("commune", "Xã, phường", "Ví dụ: phường Đông Triều, xã Tiên Yên.", "xã Mẫu", text(100)),
        ImportColumn("address", "Địa chỉ", "", "Thôn 1", text(250)),
        ImportColumn("phone", "Điện thoại", "Nhiều số thì cách nhau bằng dấu phẩy.", "0203 3825 123", _phone),
        ImportColumn("email", "Thư điện tử", "Của đơn vị.", "htx.mau@example.vn", email),
        ImportColumn("joined_on", "Ngày gia nhập", "Ngày/tháng/năm.", dt.date(2020, 1, 2), day),
    ),
)
