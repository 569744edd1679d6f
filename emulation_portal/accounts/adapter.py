from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from emulation_portal.core.vietnamese import nfc

from .actions import change_password
from .known_devices import remember_device
from .limits import take_login
from .passwords import check_new_password

WRONG_LOGIN = (
    "Tên đăng nhập hoặc mật khẩu không đúng. Hãy xem lại phím Caps Lock và bộ gõ tiếng Việt; "
    "nếu quên mật khẩu, dùng liên kết “Quên mật khẩu” bên dưới."
)
WRONG_CODE = "Mã không đúng hoặc vừa được dùng. Hãy đợi điện thoại hiện mã mới rồi nhập mã ấy."
TOO_MANY = (
    "Đã nhập sai nhiều lần nên tạm dừng trong 5 phút. Hãy đợi rồi thử lại, hoặc đăng nhập trên máy mà bạn vẫn dùng. "
    "Người khác trong cơ quan vẫn đăng nhập được bình thường."
)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by the office: nobody signs up by themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Tài khoản này đã ngừng hoạt động. Hãy liên hệ Văn phòng Liên minh.",
        "email_password_mismatch": WRONG_LOGIN,
        "username_password_mismatch": WRONG_LOGIN,
        "invalid_login": WRONG_LOGIN,
        "enter_current_password": "Mật khẩu hiện nay không đúng. Hãy nhập lại.",
        "incorrect_password": "Mật khẩu không đúng. Hãy nhập lại.",
        "incorrect_code": WRONG_CODE,
        "invalid_password_reset": "Liên kết đặt lại mật khẩu không còn dùng được. Hãy yêu cầu gửi lại.",
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": "Bạn đã thử quá nhiều lần. Hãy đợi 5 phút rồi thử lại.",
        "same_as_current": "Giá trị mới phải khác giá trị hiện nay.",
        "unknown_email": "Không có tài khoản nào dùng địa chỉ này.",
        # No page of the portal leads to the rest today; a new version of the library may.
        "cannot_remove_primary_email": "Không bỏ được địa chỉ chính.",
        "duplicate_email": "Tài khoản này đã có địa chỉ đó.",
        "email_taken": "Thư điện tử này đã có tài khoản khác dùng.",
        "invalid_or_expired_key": "Liên kết không đúng hoặc đã hết hạn. Hãy yêu cầu gửi lại.",
        "max_email_addresses": "Mỗi tài khoản có tối đa %d địa chỉ.",
        "phone_password_mismatch": WRONG_LOGIN,
        "phone_taken": "Số điện thoại này đã có tài khoản khác dùng.",
        "select_only_one": "Hãy chọn một mục thôi.",
        "unknown_phone": "Không có tài khoản nào dùng số điện thoại này.",
        "unverified_primary_email": "Thư điện tử của tài khoản chưa được xác nhận.",
        "username_blacklisted": "Tên đăng nhập này không dùng được. Hãy chọn tên khác.",
        "username_taken": "Tên đăng nhập này đã có người dùng. Hãy chọn tên khác.",
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        login = credentials.get("username") or credentials.get("email") or ""
        self._login_failed_rl_usage = take_login(request, login)  # taken back by the library after a success
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_device(request, response, user)
        return response

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_password(self, password: str, user: Any = None) -> str:
        password = nfc(password)
        check_new_password(password, user)
        return password

    def set_password(self, user: Any, password: str) -> None:
        """Every page where an owner sets, changes or resets the password comes through here.

        Not the library's signals: they come after the password is saved, so a crash in between would leave keys open.
        """
        change_password(user, password)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link on the portal's own address: the Host header of a request is anybody's to choose."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.PUBLIC_URL + path.replace("UID-KEY", key)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": "Tài khoản có xác thực hai lớp không thêm được địa chỉ khác.",
        "cannot_delete_authenticator": "Không thể tắt xác thực hai lớp.",
        "cannot_generate_recovery_codes": "Hãy cài đặt xác thực hai lớp trước khi tạo mã dự phòng.",
        "incorrect_code": WRONG_CODE,
        "unverified_email": "Hãy xác nhận thư điện tử trước khi cài đặt xác thực hai lớp.",
    }

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)
