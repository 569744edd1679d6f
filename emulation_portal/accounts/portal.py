"""What accounts are in the portal."""

from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import LogWords, Subject, Verb

declare(
    Subject("accounts.user", "Tài khoản"),
    LogWords(
        {
            "user.activated": Verb("Kích hoạt tài khoản", "success"),
            "user.closed": Verb("Ngừng tài khoản", "warning"),
            "user.created": Verb("Mở tài khoản"),
            "user.email_changed": Verb("Đổi thư điện tử của tài khoản"),
            "user.invited": Verb("Gửi thư mời"),
            "user.password_changed": Verb("Đổi mật khẩu"),
            "user.reopened": Verb("Mở lại tài khoản"),
            "user.second_factor_removed": Verb("Gỡ xác thực hai lớp", "warning"),
            "user.slip_issued": Verb("Cấp phiếu kích hoạt"),
        }
    ),
)
